"""What a matcher sees of a text: how it is folded, and its terms in each view."""

from dataclasses import dataclass

import numpy as np

from helpline.matching.features import VIEWS, keys
from helpline.matching.matcher import Matcher
from helpline.text import normalise


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a text, without its view; `known` tells that a passage has it."""

    text: str
    times: int
    known: bool


@dataclass(frozen=True, slots=True)
class Viewed:
    """A text as a matcher takes it; `terms` by the character of their view."""

    folded: str
    terms: dict[str, tuple[Term, ...]]


def viewed(matcher: Matcher, text: str) -> Viewed:
    """Look at a text as the matcher does."""
    counted = matcher.views.terms(text)
    known = np.isin(keys(counted), matcher.index.keys).tolist()
    found = [
        (said[0], Term(said[1:], times, has))
        for (said, times), has in zip(counted.items(), known, strict=True)
    ]
    return Viewed(
        matcher.views.folding.fold(normalise(text)),
        {view: tuple(it for own, it in found if own == view) for view in VIEWS},
    )
