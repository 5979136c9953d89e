"""Fuzzy matching of titles (difflib): which of two lists are each other's one best."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from math import ceil
from typing import TypeVar

from faq_store.content.title_normalization import normalise_title

CLOSE = 0.75
"""How alike (difflib's ratio) two titles must be to be one title, reworded."""

MOST_PAIRS = 30_000
"""Pairs that are looked at closely, which takes half a second; of more, none is."""

_SHARED = CLOSE / (2 - CLOSE)
"""What part of its letters a title shares at least with any that is close to it."""

_K = TypeVar("_K", bound=Hashable)
_L = TypeVar("_L", bound=Hashable)
_Letter = tuple[str, int]
"""A letter, and which of its like it is in its title."""


def pair_similar_titles(
    old: Mapping[_K, tuple[str, ...]], new: Mapping[_L, str]
) -> dict[_L, _K]:
    """Pair those of which each is the other's one best, so that none is guessed."""
    likeness = _similarities(old, new)
    ours, theirs = (
        defaultdict[_L, list[float]](list),
        defaultdict[_K, list[float]](list),
    )
    for (one, other), ratio in likeness.items():
        ours[one].append(ratio)
        theirs[other].append(ratio)
    return {
        one: other
        for (one, other), ratio in likeness.items()
        if _is_clear_best(ratio, ours[one]) and _is_clear_best(ratio, theirs[other])
    }


def _is_clear_best(ratio: float, among: list[float]) -> bool:
    return ratio == max(among) and among.count(ratio) == 1


def _similarities(
    old: Mapping[_K, tuple[str, ...]], new: Mapping[_L, str]
) -> dict[tuple[_L, _K], float]:
    known = [(key, normalise_title(it)) for key, titles in old.items() for it in titles]
    asked = [(key, normalise_title(it)) for key, it in new.items()]
    common = Counter(letter for _, it in (*known, *asked) for letter in set(it))
    there = defaultdict[_Letter, list[int]](list)
    for at, (_, title) in enumerate(known):
        for letter in _rarest_letters(title, common):
            there[letter].append(at)
    found = defaultdict[tuple[_L, _K], float](float)
    pairs = list[tuple[int, int]]()
    for our, (_, title) in enumerate(asked):
        near = {at for it in _rarest_letters(title, common) for at in there[it]}
        pairs += ((our, at) for at in sorted(near))
        if len(pairs) > MOST_PAIRS:
            return found
    for our, at, ratio in _ratios(pairs, asked, known):
        pair = asked[our][0], known[at][0]
        found[pair] = max(ratio, found[pair])
    return found


def _rarest_letters(title: str, common: Mapping[str, int]) -> list[_Letter]:
    """List so many of the rarest letters that two close titles have one in common.

    All but the letters that may be missing, and one more.
    """
    seen = Counter[str]()
    letters = list[_Letter]()
    for item in title:
        seen[item] += 1
        letters.append((item, seen[item]))
    letters.sort(key=lambda it: (common[it[0]], it))
    return letters[: len(title) - ceil(_SHARED * len(title) - 1e-9) + 1]


def _ratios(
    pairs: Iterable[tuple[int, int]],
    asked: list[tuple[_L, str]],
    known: list[tuple[_K, str]],
) -> Iterator[tuple[int, int, float]]:
    """Give those that are close; the pairs of one title stand together."""
    matcher, before = SequenceMatcher[str](None, autojunk=False), -1
    for our, at in pairs:
        if our != before:
            matcher.set_seq2(asked[our][1])
            before = our
        matcher.set_seq1(known[at][1])
        # Two upper bounds, each far cheaper than the ratio itself.
        if matcher.real_quick_ratio() < CLOSE or matcher.quick_ratio() < CLOSE:
            continue
        if (ratio := matcher.ratio()) >= CLOSE:
            yield our, at, ratio
