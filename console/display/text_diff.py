"""A diff of two texts, word by word, for two columns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"[A-Za-z0-9]+|\s|.", re.DOTALL)
_CLAUSE = re.compile(r"[^，。；：！？\n]*[，。；：！？\n]|[^，。；：！？\n]+")
_MOST_PAIRS = 40_000
"""Pairs of equal words that are weighed; texts that repeat themselves have far more."""


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A part of a text; `own` if the other text has not got it there."""

    text: str
    own: bool


def diff_texts(
    one: str, other: str
) -> tuple[tuple[DiffSpan, ...], tuple[DiffSpan, ...]]:
    """Cut two texts into pieces; each text's pieces join back to it.

    Long texts that repeat themselves are compared by clauses, or as a whole: the
    comparison takes time by the pairs of what is equal in both.
    """
    for grain in (_WORD, _CLAUSE):
        theirs, ours = grain.findall(one), grain.findall(other)
        if _pair_count(theirs, ours) <= _MOST_PAIRS:
            break
    else:
        theirs, ours = [one], [other]
    return _diff_words(theirs, ours)


def _pair_count(theirs: Sequence[str], ours: Sequence[str]) -> int:
    many = Counter(ours)
    return sum(count * many[it] for it, count in Counter(theirs).items())


def _diff_words(
    theirs: Sequence[str], ours: Sequence[str]
) -> tuple[tuple[DiffSpan, ...], tuple[DiffSpan, ...]]:
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    left, right = list[DiffSpan](), list[DiffSpan]()
    for tag, a, b, c, d in matcher.get_opcodes():
        own = tag != "equal"
        left += [DiffSpan("".join(theirs[a:b]), own)] if a < b else []
        right += [DiffSpan("".join(ours[c:d]), own)] if c < d else []
    return tuple(left), tuple(right)
