"""Labelled texts and other FAQs' cases, read from files; what is none is named."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from faq_store import evaluation_files
from faq_store.evaluation_files import BadTextsError
from helpline.faq import Case, Edition, Phrasing, Question, Section
from helpline.matching.evaluation import LabelledText

LINES = (
    {"text": "几点开饭", "label": "1.1"},
    {"text": "没钱", "label": "1.2", "situation": 1, "kind": "short", "split": "dev"},
    {"text": "吃饭", "label": "2.1", "also": ["1.1"], "kind": None, "split": None},
    {"text": "下雨吗", "label": None, "situation": None, "also": None, "more": 1},
    {"text": 12, "label": 3},
)
READ = (
    LabelledText("几点开饭", ("1.1",)),
    LabelledText("没钱", ("1.2",), 1, "short", "dev"),
    LabelledText("吃饭", ("2.1", "1.1")),
    LabelledText("下雨吗", ()),
    LabelledText("12", ("3",)),
)
CASES = (
    {"key": "a", "question": "几点开饭？", "answer": "十二点。", "phrasings": ["饭点"]},
    {"key": "b", "question": "可以带家属吗？", "phrasings": None},
)


def jsonl(*lines: object) -> bytes:
    return "".join(json.dumps(it, ensure_ascii=False) + "\n" for it in lines).encode()


def write(folder: Path, content: bytes, name: str = "texts.jsonl") -> Path:
    file = folder / name
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return file


@pytest.mark.parametrize("name", ["texts.jsonl", "texts.jsonl.gz"])
def test_texts_are_read_plain_or_packed(tmp_path: Path, name: str) -> None:
    assert (
        tuple(
            evaluation_files.read_labelled_texts(write(tmp_path, jsonl(*LINES), name))
        )
        == READ
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda it: b"\xef\xbb\xbf" + it,
        lambda it: it.replace(b"\n", b"\r\n"),
        lambda it: b"\n" + it.replace(b"\n", b"\n \t\n"),
        lambda it: it.removesuffix(b"\n"),
    ],
    ids=["byte order mark", "windows", "blank lines", "no last line feed"],
)
def test_lines_are_read_as_editors_write_them(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    file = write(tmp_path, change(jsonl(*LINES)))

    assert tuple(evaluation_files.read_labelled_texts(file)) == READ


@pytest.mark.parametrize("name", ["none.jsonl", "none.jsonl.gz"])
def test_no_lines_are_no_texts(tmp_path: Path, name: str) -> None:
    assert tuple(evaluation_files.read_labelled_texts(write(tmp_path, b"", name))) == ()


@pytest.mark.parametrize(
    "bad",
    [
        b"not json",
        b"[]",
        b"5",
        b"null",
        b'"text"',
        b'{"text": "x", "label": "1.1"',
        b'{"text": "no label"}',
        b'{"label": "no text"}',
        b'{"text": "x", "label": "1.1", "also": 5}',
        b'{"text": "x", "label": "1.1", "situation": "first"}',
        b'{"text": "x", "label": "1.1", "situation": [1]}',
        b'{"text": "x", "label": "1.1", "situation": {}}',
        b'{"text": "x", "label": "1.1", "situation": ""}',
        b'{"text": "x", "label": "1.1", "situation": NaN}',
        b'{"text": "x", "label": "1.1", "situation": Infinity}',
        b'{"text": "x", "label": "1.1", "also": "1.2"}',
        b"[" * 100_000,
        b'{"text": "\xb2\xbb\xca\xc7", "label": null}',
    ],
)
@pytest.mark.parametrize("name", ["texts.jsonl", "texts.jsonl.gz"])
def test_a_line_that_is_no_labelled_text_is_named_with_its_number(
    tmp_path: Path, name: str, bad: bytes
) -> None:
    file = write(tmp_path, jsonl(*LINES[:2]) + b"\n" + bad + b"\n", name)

    with pytest.raises(BadTextsError, match=r"^第4行不是 \{text, label, …\}$"):
        tuple(evaluation_files.read_labelled_texts(file))


@pytest.mark.parametrize(
    "content",
    [
        b"not packed",
        gzip.compress(jsonl(*LINES))[:-30],
        gzip.compress(jsonl(*LINES))[:12],
        gzip.compress(jsonl(*LINES))[:20] + b"\xff" * 40,
    ],
    ids=["plain", "cut off", "nearly nothing", "damaged"],
)
def test_a_packed_file_that_is_not_whole_is_said_to_be_so(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "texts.jsonl.gz"
    file.write_bytes(content)

    with pytest.raises(BadTextsError, match=r"^文件不是完整的 \.gz 压缩文件$"):
        tuple(evaluation_files.read_labelled_texts(file))


def test_cases_are_an_edition_of_one_section_that_was_never_published(
    tmp_path: Path,
) -> None:
    file = write(tmp_path, jsonl(*CASES), "other.jsonl")

    assert evaluation_files.read_cases(file) == Edition(
        0,
        "other.jsonl",
        (
            Section(
                "1",
                "other.jsonl",
                (
                    Question("a", "几点开饭？", "十二点。"),
                    Question("b", "可以带家属吗？", ""),
                ),
            ),
        ),
        (Phrasing("饭点", Case("a")),),
    )


def test_packed_cases_are_the_same(tmp_path: Path) -> None:
    plain = evaluation_files.read_cases(write(tmp_path, jsonl(*CASES), "c.jsonl"))
    packed = evaluation_files.read_cases(write(tmp_path, jsonl(*CASES), "c.jsonl.gz"))

    assert list(packed.questions) == list(plain.questions)
    assert packed.phrasings == plain.phrasings


@pytest.mark.parametrize(
    "bad",
    [
        b"not json",
        b"[]",
        b'{"key": "c"}',
        b'{"question": "no key"}',
        b'{"key": "", "question": "x"}',
        b'{"key": "c#", "question": "x"}',
        b'{"key": "c#1", "question": "a situation is no case of its own"}',
        b'{"key": "c", "question": "x", "phrasings": 5}',
        b'{"key": "c", "question": "x", "phrasings": "x"}',
    ],
)
def test_a_line_that_is_no_case_is_named_with_its_number(
    tmp_path: Path, bad: bytes
) -> None:
    file = write(tmp_path, jsonl(*CASES) + bad)

    with pytest.raises(BadTextsError, match=r"^第3行不是 \{key, question, …\}$"):
        evaluation_files.read_cases(file)


def test_two_cases_of_one_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTextsError, match="key 重复"):
        evaluation_files.read_cases(write(tmp_path, jsonl(*CASES, CASES[0])))


def test_lines_that_are_no_file_are_read_alike() -> None:
    assert (
        tuple(evaluation_files.parse_labelled_texts(jsonl(*LINES).splitlines())) == READ
    )
    with pytest.raises(BadTextsError, match="第1行"):
        tuple(evaluation_files.parse_labelled_texts([b"no json"]))
