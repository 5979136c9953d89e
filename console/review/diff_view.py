"""The diff of an edition as the pages show it: changes and changed answers, with pagination."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from console.display.text_diff import DiffSpan, diff_texts
from console.faq import question_diff
from console.faq.question_diff import FieldDiff
from faq_store.content import queries
from faq_store.content.queries import LastEdit
from faq_store.diff import question_pairs
from faq_store.diff.edition_diff import (
    ChangedEntry,
    ChangeKind,
    EditionDiff,
    PhrasingSample,
)
from faq_store.diff.question_pairs import QuestionPair
from faq_store.editing import prompts
from faq_store.publishing.regression_result import AnswerSummary, ChangedAnswer
from helpline.faq import Case, Question
from helpline.matching.decision_names import DECISION_LABELS

PAGE_SIZE = 20
"""Questions on a page, each with all its words."""

ANSWERS = 50
"""Changed answers on a page."""

PHRASINGS = 100
"""Phrasings that are listed; of more, how many there are."""

MARKS = {ChangeKind.NEW: "新增", ChangeKind.GONE: "删除", ChangeKind.CHANGED: "修改"}
EFFECTS = {"worse": "变差", "better": "变好", "other": "改变"}
TITLE = "总标题"
_OF_TITLE = "faq:title"
_OUTSIDE = "不在范围内"
_NONE = Question("", "", "")


@dataclass(frozen=True, slots=True)
class QuestionDiff:
    """A question that differs: what became of it, its fields, and who edited it last."""

    marked: ChangedEntry
    rows: tuple[FieldDiff, ...]
    notes: tuple[str, ...]
    edit: LastEdit | None


@dataclass(frozen=True, slots=True)
class WordingDiff:
    """A sentence that differs, with its words marked."""

    name: str
    before: tuple[DiffSpan, ...]
    after: tuple[DiffSpan, ...]
    edit: LastEdit | None


@dataclass(frozen=True, slots=True)
class PhrasingList:
    """Phrasings, each with the name of what it means; `more` are not listed."""

    many: int
    lines: tuple[tuple[str, str], ...]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.many - len(self.lines)


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """A page of changes; `after` is where the next page begins, "" on the last one."""

    changes: EditionDiff
    first: bool
    questions: tuple[QuestionDiff, ...]
    after: str
    left: int
    sections: tuple[tuple[ChangedEntry, LastEdit | None], ...]
    reordered: tuple[str, ...]
    wordings: tuple[WordingDiff, ...]
    added: PhrasingList
    removed: PhrasingList

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not self.changes


def load_changes_page(
    store: Session, found: EditionDiff, old: int | None, new: int, after: str
) -> ChangesPage:
    """Read the words of one page of changes, the questions behind one's key."""
    keys = [it.key for it in found.questions]
    start = keys.index(after) + 1 if after in keys else 0
    page = found.questions[start : start + PAGE_SIZE]
    left = len(keys) - start - len(page)
    edits = queries.last_edits(store, new, _edit_subjects(found, page))
    pairs = question_pairs.read_pairs(store, old, new, [it.key for it in page])
    listed = zip(page, pairs, strict=True)
    return ChangesPage(
        found,
        first=start == 0,
        questions=tuple(_question_diff(it, pair, edits) for it, pair in listed),
        after=page[-1].key if left else "",
        left=left,
        sections=tuple((it, edits.get(f"section:{it.key}")) for it in found.sections),
        reordered=tuple(_section_labels(store, new, found.reordered)),
        wordings=tuple(
            WordingDiff(
                prompts.PROMPT_NAMES.get(wording.name, wording.name)
                if wording.name
                else TITLE,
                *diff_texts(wording.before, wording.after),
                edits.get(f"prompt:{wording.name}" if wording.name else _OF_TITLE),
            )
            for wording in found.wordings
        ),
        added=_phrasing_list(store, found.added, new),
        removed=_phrasing_list(store, found.removed, old or new),
    )


@dataclass(frozen=True, slots=True)
class ChangedAnswerView:
    """A changed answer in words; `before` and `after` are a kind, its word, and cases."""

    text: str
    meant: str
    effect: str
    word: str
    before: tuple[str, str, tuple[str, ...]]
    after: tuple[str, str, tuple[str, ...]]


def describe_answers(
    store: Session, page: Sequence[ChangedAnswer], old: int | None, new: int
) -> tuple[ChangedAnswerView, ...]:
    """Put one page of changed answers into words."""
    was, now = (
        question_pairs.case_titles(store, edition, _mentioned_cases(page))
        if edition
        else {}
        for edition in (old, new)
    )
    return tuple(
        ChangedAnswerView(
            item.text,
            "、".join(_case_label(key, {**was, **now}) for key in item.meant)
            or _OUTSIDE,
            item.effect,
            EFFECTS[item.effect],
            _describe_answer(item.before, was),
            _describe_answer(item.after, now),
        )
        for item in page
    )


def _mentioned_cases(page: Iterable[ChangedAnswer]) -> set[str]:
    cases = ((*it.meant, *it.before.cases, *it.after.cases) for it in page)
    return {case for several in cases for case in several}


def _describe_answer(
    got: AnswerSummary, titles: dict[str, str]
) -> tuple[str, str, tuple[str, ...]]:
    return (
        got.kind,
        DECISION_LABELS[got.kind],
        tuple(_case_label(it, titles) for it in got.cases),
    )


def _case_label(case: str, titles: dict[str, str]) -> str:
    return f"{case} {titles[case]}" if case in titles else case


def _edit_subjects(found: EditionDiff, page: Iterable[ChangedEntry]) -> Iterable[str]:
    yield _OF_TITLE
    yield from (f"question:{it.key}" for it in page)
    yield from (f"section:{it.key}" for it in found.sections)
    yield from (f"prompt:{it.name}" for it in found.wordings)


def _question_diff(
    changed_entry: ChangedEntry, pair: QuestionPair, edits: dict[str, LastEdit]
) -> QuestionDiff:
    before, after = pair.before or _NONE, pair.after or _NONE
    rows = tuple(
        question
        for question in question_diff.diff_questions(before, after)
        if not question.same
    )
    return QuestionDiff(
        changed_entry,
        rows,
        tuple(_question_notes(pair)),
        edits.get(f"question:{changed_entry.key}"),
    )


def _question_notes(pair: QuestionPair) -> Iterable[str]:
    before, after = pair.before, pair.after
    if pair.moved:
        yield f"从阶段{pair.moved[0]}挪到阶段{pair.moved[1]}"
    if before is None or after is None:
        return
    if before.contacts != after.contacts:
        yield "成为联系方式" if after.contacts else "不再是联系方式"
    kept = [it.key for it in before.situations if after.situation(it.key)]
    if kept != [it.key for it in after.situations if before.situation(it.key)]:
        yield "情形的顺序有变"


def _section_labels(store: Session, edition: int, keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        section = queries.read_section(store, edition, key) if key else None
        yield f"阶段{key} {section.title}" if section else "各阶段之间"


def _phrasing_list(store: Session, found: PhrasingSample, edition: int) -> PhrasingList:
    first = found.first[:PHRASINGS]
    cases = {str(it.case) for it in first if it.case}
    titles = question_pairs.case_titles(store, edition, cases)
    lines = tuple((it.text, _meaning_label(it.case, titles)) for it in first)
    return PhrasingList(found.many, lines)


def _meaning_label(case: Case | None, titles: dict[str, str]) -> str:
    return _case_label(str(case), titles) if case else _OUTSIDE
