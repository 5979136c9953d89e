"""The diff of an edition as the pages show it: changes and changed answers, with pagination."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from console.display.text_diff import Piece, marked
from console.faq import question_diff
from console.faq.question_diff import Row
from faq_store.content import queries
from faq_store.content.queries import Edit
from faq_store.diff import question_pairs
from faq_store.diff.edition_diff import Changes, Mark, Marked, Several
from faq_store.diff.question_pairs import Pair
from faq_store.editing import prompts
from faq_store.publishing.regression_result import ChangedAnswer, Got
from helpline.faq import Case, Question
from helpline.matching.decision_names import DECISIONS

PAGE = 20
"""Questions on a page, each with all its words."""

ANSWERS = 50
"""Changed answers on a page."""

PHRASINGS = 100
"""Phrasings that are listed; of more, how many there are."""

MARKS = {Mark.NEW: "新增", Mark.GONE: "删除", Mark.CHANGED: "修改"}
EFFECTS = {"worse": "变差", "better": "变好", "other": "改变"}
TITLE = "总标题"
_OF_TITLE = "faq:title"
_OUTSIDE = "不在范围内"
_NONE = Question("", "", "")


@dataclass(frozen=True, slots=True)
class Edited:
    """A question that differs: what became of it, its fields, and who edited it last."""

    marked: Marked
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    edit: Edit | None


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that differs, with its words marked."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    edit: Edit | None


@dataclass(frozen=True, slots=True)
class Listed:
    """Phrasings, each with the name of what it means; `more` are not listed."""

    many: int
    lines: tuple[tuple[str, str], ...]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.many - len(self.lines)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of changes; `after` is where the next page begins, "" on the last one."""

    changes: Changes
    first: bool
    questions: tuple[Edited, ...]
    after: str
    left: int
    sections: tuple[tuple[Marked, Edit | None], ...]
    reordered: tuple[str, ...]
    wordings: tuple[Said, ...]
    added: Listed
    removed: Listed

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not self.changes


def shown(
    store: Session, found: Changes, old: int | None, new: int, after: str
) -> Shown:
    """Read the words of one page of changes, the questions behind one's key."""
    keys = [it.key for it in found.questions]
    start = keys.index(after) + 1 if after in keys else 0
    page = found.questions[start : start + PAGE]
    left = len(keys) - start - len(page)
    edits = queries.edited(store, new, _subjects(found, page))
    pairs = question_pairs.pairs(store, old, new, [it.key for it in page])
    listed = zip(page, pairs, strict=True)
    return Shown(
        found,
        first=start == 0,
        questions=tuple(_edited(it, pair, edits) for it, pair in listed),
        after=page[-1].key if left else "",
        left=left,
        sections=tuple((it, edits.get(f"section:{it.key}")) for it in found.sections),
        reordered=tuple(_places(store, new, found.reordered)),
        wordings=tuple(
            Said(
                prompts.NAMES.get(it.name, it.name) if it.name else TITLE,
                *marked(it.before, it.after),
                edits.get(f"prompt:{it.name}" if it.name else _OF_TITLE),
            )
            for it in found.wordings
        ),
        added=_listed(store, found.added, new),
        removed=_listed(store, found.removed, old or new),
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """A changed answer in words; `before` and `after` are a kind, its word, and cases."""

    text: str
    meant: str
    effect: str
    word: str
    before: tuple[str, str, tuple[str, ...]]
    after: tuple[str, str, tuple[str, ...]]


def answers(
    store: Session, page: Sequence[ChangedAnswer], old: int | None, new: int
) -> tuple[Answered, ...]:
    """Put one page of changed answers into words."""
    was, now = (
        question_pairs.titles(store, edition, _named(page)) if edition else {}
        for edition in (old, new)
    )
    return tuple(
        Answered(
            it.text,
            "、".join(_name(key, {**was, **now}) for key in it.meant) or _OUTSIDE,
            it.effect,
            EFFECTS[it.effect],
            _got(it.before, was),
            _got(it.after, now),
        )
        for it in page
    )


def _named(page: Iterable[ChangedAnswer]) -> set[str]:
    cases = ((*it.meant, *it.before.cases, *it.after.cases) for it in page)
    return {case for several in cases for case in several}


def _got(got: Got, titles: dict[str, str]) -> tuple[str, str, tuple[str, ...]]:
    return got.kind, DECISIONS[got.kind], tuple(_name(it, titles) for it in got.cases)


def _name(case: str, titles: dict[str, str]) -> str:
    return f"{case} {titles[case]}" if case in titles else case


def _subjects(found: Changes, page: Iterable[Marked]) -> Iterable[str]:
    yield _OF_TITLE
    yield from (f"question:{it.key}" for it in page)
    yield from (f"section:{it.key}" for it in found.sections)
    yield from (f"prompt:{it.name}" for it in found.wordings)


def _edited(it: Marked, pair: Pair, edits: dict[str, Edit]) -> Edited:
    before, after = pair.before or _NONE, pair.after or _NONE
    rows = tuple(it for it in question_diff.rows(before, after) if not it.same)
    return Edited(it, rows, tuple(_notes(pair)), edits.get(f"question:{it.key}"))


def _notes(pair: Pair) -> Iterable[str]:
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


def _places(store: Session, edition: int, keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        section = queries.section(store, edition, key) if key else None
        yield f"阶段{key} {section.title}" if section else "各阶段之间"


def _listed(store: Session, found: Several, edition: int) -> Listed:
    first = found.first[:PHRASINGS]
    cases = {str(it.case) for it in first if it.case}
    titles = question_pairs.titles(store, edition, cases)
    lines = tuple((it.text, _meaning(it.case, titles)) for it in first)
    return Listed(found.many, lines)


def _meaning(case: Case | None, titles: dict[str, str]) -> str:
    return _name(str(case), titles) if case else _OUTSIDE
