"""What matching answers: certain, unsure or nothing, whichever costs people least."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from helpline.faq import Case

MOST_OPTIONS = 3

WRONG_AND_CERTAIN = 20.0
NEEDLESS_CHOICE = 1.0
NEEDLESS_NOT_FOUND = 0.8
"""What each mistake costs an applicant, as multiples of a needless choice."""

SURE_ENOUGH = 1 - NEEDLESS_CHOICE / WRONG_AND_CERTAIN
"""From here on answering costs less than asking, if probabilities mean what they say."""

WRONG_QUESTION = 0.0225
"""Of the left-out texts answered outright, the share that may be wrong.

Left-out phrasings are harder than life: they were written to stand near the
borders between questions. Applicants' texts are answered wrongly far less often.
"""


WRONG_SITUATION = 0.05
"""The same for a situation: it is named in its answer, so an applicant sees it."""


class DecisionKind(StrEnum):
    """What a decision is called wherever it is stored, counted or shown."""

    CERTAIN = "certain"
    UNSURE = "unsure"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Option:
    """A case a text may mean; `score` is the probability given to it, 0 to 1."""

    case: Case
    score: float


@dataclass(frozen=True, slots=True)
class Certain:
    """The first option may be answered outright; the others are the runners-up.

    With `both`, the text asks two things, and the second option is the other one.
    """

    kind: ClassVar[DecisionKind] = DecisionKind.CERTAIN
    options: tuple[Option, ...]
    both: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """One of the options may be meant: ask."""

    kind: ClassVar[DecisionKind] = DecisionKind.UNSURE
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """The edition does not seem to answer this; the options are only the nearest."""

    kind: ClassVar[DecisionKind] = DecisionKind.NOTHING
    options: tuple[Option, ...]


Decision = Certain | Unsure | Nothing


def decide(options: Sequence[Option], outside: float, certain: float) -> Decision:
    """Choose the decision of least expected cost.

    `outside` is the probability that the edition does not answer this, `certain` the
    probability from which the best option may be answered outright.
    """
    shown = tuple(options[:MOST_OPTIONS])
    if not shown:
        return Nothing(())
    if shown[0].score >= certain:
        return Certain(shown)
    if outside * NEEDLESS_CHOICE > (1 - outside) * NEEDLESS_NOT_FOUND:
        return Nothing(shown)
    return Unsure(shown)
