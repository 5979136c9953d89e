"""Clustering of inquiries by similar text: the same words, then nearly the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from helpline.matching.features import split_runs
from helpline.matching.folding import Folding
from helpline.text import normalise

SIMILAR_ENOUGH = 0.6
"""Pairs of letters that two texts must share, of all they have (Dice), to be alike."""

_MASKED = re.compile(r"[0-9]{0,3}\*+[0-9x]{4}")
"""A number of a person as `helpline.text.mask` leaves it: whose it is says nothing."""


@dataclass(frozen=True, slots=True)
class ClusterText:
    """A text: `key` tells it from others, `option` is the question offered first."""

    key: int
    text: str
    option: str = ""


def cluster_texts(
    texts: Iterable[ClusterText], folding: Folding
) -> tuple[tuple[ClusterText, ...], ...]:
    """Group texts, those heard first leading; each stands in exactly one group.

    Alike are those that fold into the same letters, and those that share most of
    them with the first of a group and were offered the same question first.
    """
    same: dict[str, list[ClusterText]] = {}
    for text in texts:
        same.setdefault(_comparable_text(text.text, folding), []).append(text)
    known = defaultdict[str, _Leaders](_Leaders)
    found: list[list[ClusterText]] = []
    for said, members in same.items():
        leaders, terms = known[members[0].option], _terms(said)
        near = leaders.nearest(terms)
        if near is None:
            leaders.add(terms, len(found))
            found.append(members)
        else:
            found[near].extend(members)
    return tuple(map(tuple, found))


@dataclass(slots=True)
class _Leaders:
    """The first texts of groups by their terms; a group is known by its number."""

    having: defaultdict[str, list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    sizes: dict[int, int] = field(default_factory=dict)

    def add(self, terms: frozenset[str], group: int) -> None:
        self.sizes[group] = len(terms)
        for term in terms:
            self.having[term].append(group)

    def nearest(self, terms: frozenset[str]) -> int | None:
        """Find the group whose first text is most alike, the older of equals."""
        shared = Counter(group for term in terms for group in self.having.get(term, ()))
        alike = {
            group: 2 * many / (len(terms) + self.sizes[group])
            for group, many in shared.items()
        }
        best = min(alike, key=lambda it: (-alike[it], it), default=None)
        return best if best is not None and alike[best] >= SIMILAR_ENOUGH else None


def _comparable_text(text: str, folding: Folding) -> str:
    """Keep the letters of the folded text; of one without any, all that it is."""
    plain = _MASKED.sub(" ", normalise(text))
    return "".join(split_runs(folding.fold(plain))) or plain


def _terms(said: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(said))) or frozenset([said])
