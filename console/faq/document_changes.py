"""The changes of an imported document as its page shows them, as a diff of two columns."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from console.display.text_diff import diff_texts
from console.faq import question_diff
from console.faq.question_diff import FieldDiff
from faq_store.document_import.changes import (
    ChangedQuestion,
    DocumentChange,
    MovedQuestion,
    NewQuestion,
    NewSection,
    NewTitle,
    RemovedQuestion,
    RemovedSection,
    RenamedSection,
    Reordering,
    change_digest,
    name,
    removes_content,
)
from helpline.faq import Question, Situation

LONGEST = 3_100
"""Characters of a text that are shown: somewhat more than the FAQ can keep."""

_MOST_SITUATIONS = 30
_MOST_MOVES = 30
_NONE = Question("", "", "")


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A piece in words; `value` is what its box sends, its name and its digest.

    `mark` is new, changed or gone, and `word` says it.
    """

    value: str
    mark: str
    word: str
    title: str
    rows: tuple[FieldDiff, ...]
    notes: tuple[str, ...]
    ticked: bool


def describe_change(piece: DocumentChange) -> ChangeView:
    """Put a piece into words."""
    mark, word, title = _change_heading(piece)
    value = f"{name(piece)}@{change_digest(piece)}"
    rows, notes = tuple(_change_rows(piece)), tuple(_change_notes(piece))
    return ChangeView(value, mark, word, title, rows, notes, not removes_content(piece))


def change_title(piece: DocumentChange) -> str:
    """Name a piece for somebody who reads a message."""
    _, word, found = _change_heading(piece)
    return f"{word}“{found}”"


def _change_heading(piece: DocumentChange) -> tuple[str, str, str]:
    match piece:
        case NewTitle(after=text):
            heading = "changed", "修改总标题", text
        case NewSection(title=text):
            heading = "new", "新增阶段", text
        case RenamedSection(after=text):
            heading = "changed", "阶段改名", text
        case RemovedSection(title=text):
            heading = "gone", "删除阶段", text
        case NewQuestion(question=question):
            heading = "new", "新增问题", question.title
        case ChangedQuestion(before=before):
            heading = "changed", "修改问题", f"{before.key} {before.title}"
        case MovedQuestion(question=item):
            heading = "changed", "挪动问题", f"{item.key} {item.title}"
        case RemovedQuestion(question=each):
            heading = "gone", "停用问题", f"{each.key} {each.title}"
        case Reordering(title=text):
            heading = "changed", "调整顺序", text or "各阶段"
        case _:
            assert_never(piece)
    return heading


def _change_rows(piece: DocumentChange) -> Iterator[FieldDiff]:
    match piece:
        case NewTitle(before, after) | RenamedSection(_, before, after):
            yield FieldDiff("标题", *diff_texts(before, after))
        case NewQuestion(question=question):
            yield from question_diff.diff_questions(_NONE, _shorten(question))
        case ChangedQuestion(before, after):
            rows = question_diff.diff_questions(_shorten(before), _shorten(after))
            yield from (it for it in rows if not it.same)
        case RemovedQuestion(question=item):
            yield from question_diff.diff_questions(_shorten(item), _NONE)
        case _:
            pass


def _change_notes(piece: DocumentChange) -> Iterator[str]:
    match piece:
        case NewQuestion(place=place):
            new = "（新阶段，会一并增加）" if place.key is None else ""
            yield f"放在阶段“{place.title}”里{new}"
        case ChangedQuestion(before, after):
            yield from _situation_notes(before, after)
        case MovedQuestion(section=section, place=place):
            yield f"从阶段“{section}”挪到阶段“{place.title}”"
        case RemovedQuestion(section=section):
            yield f"文档里没有这个问题（原在阶段“{section}”）。停用会连同它的问法一起去掉"
        case RemovedSection():
            yield "文档里没有这个阶段。里面的问题都停用或挪走以后才能删除"
        case Reordering(moves=moves):
            for move in moves[:_MOST_MOVES]:
                where = f"排到“{move.before_title}”之前" if move.before else "排到最后"
                yield f"“{move.title}”{where}"
            if len(moves) > _MOST_MOVES:
                yield f"另有{len(moves) - _MOST_MOVES}处"
        case _:
            pass


def _situation_notes(before: Question, after: Question) -> Iterator[str]:
    kept = [it.key for it in after.situations if it.key]
    if len(kept) < len(before.situations):
        yield "去掉的情形，它的问法以后归问题本身"
    if kept != [it.key for it in before.situations if it.key in kept]:
        yield "情形的顺序有变"


def _shorten(question: Question) -> Question:
    situations = tuple(
        Situation(
            situation.key, situation.condition[:LONGEST], situation.suggestion[:LONGEST]
        )
        for situation in question.situations[:_MOST_SITUATIONS]
    )
    return replace(
        question,
        title=question.title[:LONGEST],
        answer=question.answer[:LONGEST],
        situations=situations,
    )
