"""`ask --jsonl`, as another program uses it: a line in, a line out."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests import seeded
from tests.server.callers import address
from tests.server.processes import HELPLINE, Done, ran, surroundings

ODD = (
    "系统提示无企业信息",
    "",
    "   ",
    "几点\u2028开饭\u2029\x85",
    'a "quoted" \\ backslash',
    "\t控制\x00\x1b[2J\x0c",
    "😀𠮷",
    '{"text": "json"}',
    "很长" * 5000,
    "\ufeff提示",
)


@dataclass(frozen=True, slots=True)
class Program:
    """Asks in a process of its own, and takes nothing but objects, one a line."""

    folder: Path
    given: Mapping[str, str] = field(default_factory=dict)

    def asks(self, typed: bytes, **more: str) -> tuple[Done, list[Any]]:
        given = {**self.given, **more}
        done = ran("ask", "--jsonl", given=given, folder=self.folder, typed=typed)
        assert done.code == 0, done.err
        assert done.out.endswith("\n") or not done.out
        return done, [json.loads(it) for it in done.out.split("\n")[:-1]]


@pytest.fixture
def program(store: Engine, tmp_path: Path) -> Program:
    """Ask the canteen's FAQ, of which a matcher is made in no time."""
    return Program(tmp_path, {"DATABASE_URL": address(store)})


def test_every_line_gets_one_object_in_its_order(program: Program) -> None:
    done, answers = program.asks("".join(f"{it}\n" for it in ODD).encode())

    assert [it["text"] for it in answers] == list(ODD)
    assert len(done.out.splitlines()) == len(ODD)
    assert done.err == ""


def test_without_settings_or_a_store_the_packaged_faq_is_asked(tmp_path: Path) -> None:
    seeded.lay_out(tmp_path / "var" / "matchers")

    done, answers = Program(tmp_path).asks("系统提示无企业信息\n".encode())

    assert answers[0]["decision"] == "certain"
    assert done.err == "没有数据库，使用随程序附带的问题释疑。\n"
    made = [it for it in tmp_path.rglob("*") if it.is_file()]
    assert [it.parent for it in made] == [tmp_path / "var" / "matchers"]


def test_an_object_is_a_text_a_decision_and_three_options_best_first(
    program: Program,
) -> None:
    _, answers = program.asks("".join(f"{it}\n" for it in ODD).encode())

    for answer in answers:
        scores = [it["score"] for it in answer["options"]]
        assert list(answer) == ["text", "decision", "options"]
        assert answer["decision"] in {"certain", "unsure", "nothing"}
        assert len(scores) <= 3
        assert scores == sorted(scores, reverse=True)
        for option in answer["options"]:
            assert list(option) == ["question", "situation", "score"]
            assert isinstance(option["question"], str)
            assert isinstance(option["situation"], int | None)
            assert 0 <= option["score"] <= 1


@pytest.mark.parametrize(
    "given",
    [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "gbk:strict"},
    ],
)
def test_it_speaks_utf_8_whatever_the_machine_speaks(
    program: Program, given: dict[str, str]
) -> None:
    done, answers = program.asks("无企业信息😀\n".encode(), **given)

    assert answers[0]["text"] == "无企业信息😀"
    assert "无企业信息😀" in done.out


def test_bytes_that_are_no_text_are_replaced_and_the_rest_goes_on(
    program: Program,
) -> None:
    _, answers = program.asks(b"\xcc\xe1\xca\xbe\n\xff\xed\xa0\x80\nok\n")

    assert len(answers) == 3
    assert "\ufffd" in answers[0]["text"]
    assert answers[2]["text"] == "ok"


def test_only_a_line_feed_ends_a_line(program: Program) -> None:
    typed = "一\r\n二\r三\n\n四\u2028五\n\r\n六".encode()

    _, answers = program.asks(typed)

    assert [it["text"] for it in answers] == [
        "一",
        "二\r三",
        "",
        "四\u2028五",
        "",
        "六",
    ]


def test_no_lines_are_no_objects(program: Program) -> None:
    _, answers = program.asks(b"")

    assert answers == []


def test_a_reader_who_leaves_is_no_trouble(program: Program) -> None:
    """The pipe is closed before anything was written to it."""
    asked = subprocess.Popen(  # noqa: S603 - our own words
        [*HELPLINE, "ask", "--jsonl"],
        env=surroundings(program.given),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert asked.stdout
    asked.stdout.close()

    _, err = asked.communicate(b"x\n" * 50, 120)

    assert err == b""
