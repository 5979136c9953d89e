"""How good a matcher is on texts whose meaning is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from helpline.matching.decision import Certain, Decision, Nothing


class Asked(Protocol):
    """Whatever decides what a text means."""

    def match(self, text: str) -> Decision:
        """Decide what a text means."""
        ...


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what it means: any of `questions`, or nothing we answer.

    `situation` is None where the text does not state one; `kind` is free.
    """

    text: str
    questions: tuple[str, ...]
    situation: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One text and what was decided about it."""

    labelled: Labelled
    decision: Decision

    @property
    def in_scope(self) -> bool:
        """Whether the FAQ answers this text."""
        return bool(self.labelled.questions)

    @property
    def certain(self) -> bool:
        """Whether it was answered outright."""
        return isinstance(self.decision, Certain)

    def among(self, first: int) -> bool:
        """Whether a right question is among the first options."""
        options = self.decision.options[:first]
        return any(it.case.question in self.labelled.questions for it in options)

    @property
    def situation_right(self) -> bool:
        """Whether question and situation are both right."""
        best = self.decision.options[0].case if self.decision.options else None
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
        return not self.among(1) or isinstance(self.decision, Nothing)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares, 0 to 1, of in-scope texts (`first` to `situation`) and of the others."""

    in_scope: int
    out_of_scope: int
    first: float
    first_three: float
    certain: float
    certain_wrong: float
    situation: float
    off_certain: float
    off_nothing: float


def judge(matcher: Asked, texts: Iterable[Labelled]) -> tuple[Verdict, ...]:
    """Ask the matcher every text."""
    return tuple(Verdict(it, matcher.match(it.text)) for it in texts)


def figures(verdicts: Sequence[Verdict]) -> Figures:
    """Count."""
    inside = [it for it in verdicts if it.in_scope]
    outside = [it for it in verdicts if not it.in_scope]
    stated = [it for it in inside if it.labelled.situation is not None]
    return Figures(
        in_scope=len(inside),
        out_of_scope=len(outside),
        first=_share(it.among(1) for it in inside),
        first_three=_share(it.among(3) for it in inside),
        certain=_share(it.certain for it in inside),
        certain_wrong=_share(it.certain and not it.among(1) for it in inside),
        situation=_share(it.situation_right for it in stated),
        off_certain=_share(it.certain for it in outside),
        off_nothing=_share(isinstance(it.decision, Nothing) for it in outside),
    )


def _share(truths: Iterable[bool]) -> float:
    listed = list(truths)
    return sum(listed) / len(listed) if listed else 0.0
