"""The fewest moves that reorder a list (its longest increasing subsequence stays)."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """Something goes before another, or to the end (`before` is "")."""

    key: str
    title: str
    before: str
    before_title: str


Moves = tuple[Move, ...]


def fewest_moves(titles: Mapping[str, str], wanted: Sequence[str]) -> Moves:
    """Say what moves so that those `wanted` stand in this order among the others.

    `titles` are all, in their order. The moves are made one after the other, from the
    end of the order to its beginning; whoever stops half way has lost nothing.
    """
    places = {key: at for at, key in enumerate(titles)}
    stay = _longest_rising([places[key] for key in wanted])
    found, before = list[Move](), ""
    for at in reversed(range(len(wanted))):
        key = wanted[at]
        if at not in stay:
            found.append(Move(key, titles[key], before, titles.get(before, "")))
        before = key
    return tuple(found)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Find a longest rising part; return where its members stand."""
    ends, tails, links = list[int](), list[int](), list[int]()
    for at, number in enumerate(numbers):
        place = bisect_left(ends, number)
        links.append(tails[place - 1] if place else -1)
        ends[place : place + 1] = [number]
        tails[place : place + 1] = [at]
    found, at = set[int](), tails[-1] if tails else -1
    while at >= 0:
        found.add(at)
        at = links[at]
    return found
