"""Commands with a sentence encoder of the operator's own: ENCODER_DIR."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from faq_store.tables import MatcherRow
from helpline import matching
from server.onnx_encoder import OnnxEncoder
from storage.session import reading
from tests.faq_store import examples
from tests.server import tiny
from tests.server.callers import address
from tests.server.commands.operator import Operator
from tests.server.processes import ROOT, ran

RENEWED = "匹配器已重新生成。\n"
DONE = "数据库已是最新。\n"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tiny.encoder(tmp_path / "encoder"))


def stored(engine: Engine) -> bytes:
    with reading(engine) as session:
        return session.scalars(select(MatcherRow.data)).one()


def test_a_question_is_answered_with_an_encoder_too(
    cook: Operator, folder: str
) -> None:
    done = cook.does("ask", "几点开饭？", ENCODER_DIR=folder)

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "确定"
    assert done.stdout.splitlines()[1].startswith("  1.1  ")


def test_what_a_model_decided_is_told_with_what_the_encoder_sees(
    operator: Operator, engine: Engine, now: datetime, folder: str
) -> None:
    examples.publish(engine, examples.SPOKEN, now)

    done = operator.does("ask", "--why", "饭卡不行了", ENCODER_DIR=folder)

    assert any(it.startswith("  语义“” ") for it in done.stdout.splitlines())


def test_an_edition_stored_without_an_encoder_is_renewed_when_one_is_set(
    cook: Operator, engine: Engine, folder: str
) -> None:
    before = stored(engine)

    first = cook.does("migrate", ENCODER_DIR=folder)
    again = cook.does("migrate", ENCODER_DIR=folder)

    encoder = OnnxEncoder.open(Path(folder))
    assert (first.stdout, again.stdout) == (RENEWED + DONE, DONE)
    assert matching.load_matcher(stored(engine), encoder).encoder == encoder
    assert stored(engine) != before


def test_an_edition_stored_with_an_encoder_is_renewed_when_it_is_set_no_more(
    cook: Operator, engine: Engine, folder: str
) -> None:
    before = stored(engine)
    cook.does("migrate", ENCODER_DIR=folder)

    done = cook.does("migrate")

    assert done.stdout == RENEWED + DONE
    assert stored(engine) == before


def test_what_is_published_is_taught_with_the_encoder(
    cook: Operator, engine: Engine, folder: str, now: datetime
) -> None:
    examples.draft(engine, examples.retitled("新"), now)

    done = cook.does("publish", ENCODER_DIR=folder)

    assert done.exit_code == 0
    assert cook.does("migrate", ENCODER_DIR=folder).stdout == DONE


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "几点开饭"),
        ("evaluate", "texts.jsonl"),
        ("lint",),
        ("migrate",),
        ("publish",),
        ("talk",),
    ],
)
def test_an_encoder_that_cannot_be_used_is_one_sentence(
    cook: Operator, folder: str, words: tuple[str, ...]
) -> None:
    (Path(folder) / "tokenizer.json").write_text("{}")
    cook.file("texts.jsonl", '{"text": "几点", "label": null}')

    done = cook.does(*words, ENCODER_DIR=folder)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: ENCODER_DIR：tokenizer.json 与 encoder.json 所记的校验值不符\n"
    )


def test_a_trial_answers_with_the_encoder_too(cook: Operator, folder: str) -> None:
    done = cook.does("talk", typed="几点开饭？\n".encode(), ENCODER_DIR=folder)

    assert done.exit_code == 0
    assert "十二点" in done.stdout


def test_without_the_packages_an_encoder_needs_it_is_one_sentence(
    store: Engine, folder: str, tmp_path: Path
) -> None:
    absent = tmp_path / "absent"
    absent.mkdir()
    (absent / "onnxruntime.py").write_text("raise ImportError\n")
    given = {
        "DATABASE_URL": address(store),
        "ENCODER_DIR": folder,
        "PYTHONPATH": f"{absent}:{ROOT}",
    }

    done = ran("ask", "几点开饭", given=given, folder=tmp_path)

    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "Error: 设置了 ENCODER_DIR，但没有安装 onnxruntime 和 tokenizers\n"
    )
