"""Files of labelled texts, and of other FAQs' cases, as `helpline evaluate` takes them."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from helpline.errors import PARSE_ERRORS, HelplineError
from helpline.faq import Case, Edition, Phrasing, Question, Section
from helpline.matching.evaluation import LabelledText

_T = TypeVar("_T")
_TEXT = "{text, label, …}"


class BadTextsError(HelplineError):
    """A line of the labelled texts cannot be read."""


def read_labelled_texts(file: Path) -> Iterator[LabelledText]:
    """Read labelled texts; raise `BadTextsError` naming the line that is none."""
    return _read_lines(file, _labelled_text, _TEXT)


def parse_labelled_texts(lines: Iterable[bytes]) -> Iterator[LabelledText]:
    """Read labelled texts that are no file of ours; raises as `read_labelled_texts` does."""
    return _parse_lines(lines, _labelled_text, _TEXT)


def read_cases(file: Path) -> Edition:
    """Make a throwaway edition of another FAQ's cases; raises as `read_labelled_texts` does."""
    read = list(_read_lines(file, _case, "{key, question, …}"))
    if len({question.key for question, _ in read}) < len(read):
        raise BadTextsError("有问题的 key 重复")
    questions = tuple(question for question, _ in read)
    phrasings = tuple(it for _, several in read for it in several)
    return Edition(0, file.name, (Section("1", file.name, questions),), phrasings)


def _read_lines(file: Path, read: Callable[[Any], _T], form: str) -> Iterator[_T]:
    opened = gzip.open if file.suffix == ".gz" else Path.open
    try:
        with opened(file, "rb") as lines:
            yield from _parse_lines(lines, read, form)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadTextsError("文件不是完整的 .gz 压缩文件") from error


def _parse_lines(
    lines: Iterable[bytes], read: Callable[[Any], _T], form: str
) -> Iterator[_T]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _parse_line(number, line, read, form)


def _parse_line(number: int, line: bytes, read: Callable[[Any], _T], form: str) -> _T:
    try:
        return read(json.loads(line))
    except PARSE_ERRORS as error:
        raise BadTextsError(f"第{number}行不是 {form}") from error


def _labelled_text(plain: Any) -> LabelledText:  # noqa: ANN401 - whatever JSON holds
    label, also = plain["label"], _list_or_empty(plain.get("also"))
    situation = plain.get("situation")
    return LabelledText(
        text=str(plain["text"]),
        questions=tuple(map(str, [label, *also])) if label else (),
        situation=None if situation is None else int(situation),
        kind=str(plain.get("kind") or ""),
        split=str(plain.get("split") or ""),
    )


def _case(plain: Any) -> tuple[Question, list[Phrasing]]:  # noqa: ANN401
    case = Case.parse(str(plain["key"]))
    if case.situation is not None:
        raise ValueError("a case of its own is a question")
    question = Question(
        case.question, str(plain["question"]), str(plain.get("answer") or "")
    )
    said = _list_or_empty(plain.get("phrasings"))
    return question, [Phrasing(str(it), case) for it in said]


def _list_or_empty(given: Any) -> list[Any]:  # noqa: ANN401
    """Insist on a list, or nothing; the letters of a string are no list."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise TypeError
    return given
