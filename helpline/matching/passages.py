"""All that is known to mean something: the FAQ's own sentences, and the phrasings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from helpline.faq import Case, Edition, Question
from helpline.text import normalise

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_TERM_LENGTHS = range(3, 7)
_SEEN_OFTEN = 3


class PassageKind(IntEnum):
    """Who says a passage; only what is said by a person is what certainty is about."""

    TITLE = 0
    CONDITION = 1
    SUGGESTION = 2
    PHRASING = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """One text and what it means; `case` is None for what is out of scope."""

    text: str
    case: Case | None
    kind: PassageKind

    @property
    def question(self) -> str | None:
        """The question it means."""
        return self.case.question if self.case else None

    @property
    def situation(self) -> int | None:
        """The situation it states."""
        return self.case.situation if self.case else None


def list_passages(edition: Edition) -> Iterator[Passage]:
    """List the passages of an edition, in its own order."""
    for question in edition.questions:
        yield from _sentences(question)
    for phrasing in edition.phrasings:
        yield Passage(phrasing.text, phrasing.case, PassageKind.PHRASING)


def _sentences(question: Question) -> Iterator[Passage]:
    case = Case(question.key)
    yield Passage(question.title, case, PassageKind.TITLE)
    if not question.situations and question.answer:
        yield Passage(question.answer, case, PassageKind.SUGGESTION)
    for situation in question.situations:
        branch = Case(question.key, situation.key)
        yield Passage(situation.condition, branch, PassageKind.CONDITION)
        yield Passage(situation.suggestion, branch, PassageKind.SUGGESTION)


def find_domain_words(texts: Iterable[str]) -> tuple[str, ...]:
    """Find the trade's own words: runs of 3-6 characters that keep recurring.

    Kept are those seen three times, with more than one neighbour on either side,
    so that 跨省转出 is one and 跨省转, always followed by 出, is not.
    """
    seen: Counter[str] = Counter()
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for run in (run for text in texts for run in _HAN_RUN.findall(normalise(text))):
        for size in _TERM_LENGTHS:
            for start in range(len(run) - size + 1):
                term = run[start : start + size]
                seen[term] += 1
                before.setdefault(term, set()).add(run[start - 1 : start] or "^")
                after.setdefault(term, set()).add(
                    run[start + size : start + size + 1] or "$"
                )
    return tuple(
        term
        for term, count in sorted(seen.items())
        if count >= _SEEN_OFTEN and len(before[term]) > 1 and len(after[term]) > 1
    )
