"""What a matcher decides about texts whose meaning is known."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from helpline.faq import Case, Edition, Phrasing
from helpline.matching.decision import Certain, Decision, Nothing

FOLDS = 5
"""Parts in which texts that a matcher has learnt are left out of it."""

NEAR_KINDS = frozenset({"oos_near", "near"})
"""Kinds and splits of texts that are out of scope, but close to the subject."""


class SupportsMatch(Protocol):
    """Whatever decides what a text means."""

    def match(self, text: str) -> Decision:
        """Decide what a text means."""
        ...


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text and what it means: any of `questions`, or nothing we answer.

    `situation` is None where the text does not state one; `kind` and `split` are free.
    """

    text: str
    questions: tuple[str, ...]
    situation: int | None = None
    kind: str = ""
    split: str = ""

    @property
    def in_scope(self) -> bool:
        """Whether the FAQ answers this text."""
        return bool(self.questions)

    @property
    def near(self) -> bool:
        """Whether it is out of scope, but close to the subject."""
        return not self.in_scope and not NEAR_KINDS.isdisjoint({self.kind, self.split})

    @property
    def phrasing(self) -> Phrasing:
        """The same as something to learn."""
        case = Case(self.questions[0], self.situation) if self.questions else None
        return Phrasing(self.text, case)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One text and what was decided about it."""

    labelled: LabelledText
    decision: Decision

    @property
    def in_scope(self) -> bool:
        """Whether the FAQ answers this text."""
        return self.labelled.in_scope

    @property
    def certain(self) -> bool:
        """Whether it was answered outright."""
        return isinstance(self.decision, Certain)

    @property
    def nothing(self) -> bool:
        """Whether the answer was "not found"."""
        return isinstance(self.decision, Nothing)

    @property
    def best(self) -> Case | None:
        """The case thought likeliest."""
        return self.decision.options[0].case if self.decision.options else None

    @property
    def score(self) -> float:
        """The probability of that case."""
        return self.decision.options[0].score if self.decision.options else 0.0

    def among(self, first: int) -> bool:
        """Whether a right question is among the first options."""
        options = self.decision.options[:first]
        return any(it.case.question in self.labelled.questions for it in options)

    @property
    def situation_right(self) -> bool:
        """Whether question and situation are both right."""
        best = self.best
        return (
            self.among(1)
            and best is not None
            and best.situation == self.labelled.situation
        )

    @property
    def mistaken(self) -> bool:
        """Whether an applicant was told, or denied, the wrong thing."""
        if not self.in_scope:
            return self.certain
        return not self.among(1) or self.nothing


def judge_texts(
    matcher: SupportsMatch, texts: Iterable[LabelledText]
) -> tuple[Verdict, ...]:
    """Ask the matcher every text."""
    return tuple(Verdict(it, matcher.match(it.text)) for it in texts)


def cross_validate(
    edition: Edition,
    texts: Sequence[LabelledText],
    build: Callable[[Edition], SupportsMatch],
) -> tuple[Verdict, ...]:
    """Judge texts that the edition has learnt by matchers that have not heard them."""
    found: list[Verdict | None] = [None] * len(texts)
    for fold in range(FOLDS):
        chosen = range(fold, len(texts), FOLDS)
        unheard = {texts[at].text for at in chosen}
        left = tuple(it for it in edition.phrasings if it.text not in unheard)
        matcher = build(replace(edition, phrasings=left))
        for at in chosen:
            found[at] = Verdict(texts[at], matcher.match(texts[at].text))
    return tuple(it for it in found if it)


def list_labelled(edition: Edition) -> tuple[LabelledText, ...]:
    """List an edition's phrasings as texts to be judged."""
    return tuple(
        LabelledText(
            phrasing.text,
            (phrasing.case.question,) if phrasing.case else (),
            phrasing.case.situation if phrasing.case else None,
        )
        for phrasing in edition.phrasings
    )
