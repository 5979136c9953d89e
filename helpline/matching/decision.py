"""What matching answers: certain, unsure or nothing, with the best cases."""

from dataclasses import dataclass

from helpline.cases import Case

MOST_OPTIONS = 3


@dataclass(frozen=True, slots=True)
class Option:
    """A case a text may mean; `score` is the probability given to it, 0 to 1."""

    case: Case
    score: float


@dataclass(frozen=True, slots=True)
class Certain:
    """The first option may be answered outright; the others are the runners-up."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Unsure:
    """One of the options may be meant: ask."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """The edition does not seem to answer this; the options are only the nearest."""

    options: tuple[Option, ...]


Decision = Certain | Unsure | Nothing
