"""Which section, question or situation of a new document is one we know already."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from helpline.cases import Case, Edition, Question, Section

CLOSE = 0.75
"""How alike (difflib's ratio) two titles must be to be one title, reworded."""

_K = TypeVar("_K", bound=Hashable)
_Titles = Mapping[_K, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Kin:
    """From a new document's keys to the known keys of the same things."""

    sections: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    situations: dict[Case, int] = field(default_factory=dict)


def recognise(sections: Sequence[Section], known: Sequence[Edition]) -> Kin:
    """Match by title: the same letters first, then the mutually closest ones.

    A known key may carry a title in each of the known editions. Questions are
    looked for within their section first, then anywhere; situations by their
    condition within their question.
    """
    kin = Kin()
    old = _titles((it.key, it.title) for one in known for it in one.sections)
    kin.sections.update(pair(old, {it.key: it.title for it in sections}))
    questions = [it for section in sections for it in section.questions]
    for match in (_equal, _closest):
        for section in sections:
            if theirs := kin.sections.get(section.key):
                _pair_questions(kin, match, section.questions, known, theirs)
        _pair_questions(kin, match, questions, known, None)
    for question in questions:
        _pair_situations(kin, question, known)
    return kin


def pair(old: _Titles[_K], new: Mapping[_K, str]) -> dict[_K, _K]:
    """Match new keys to old keys by their titles, each at most once."""
    found = _equal(old, new)
    left_old = {key: it for key, it in old.items() if key not in found.values()}
    left_new = {key: it for key, it in new.items() if key not in found}
    return found | _closest(left_old, left_new)


@lru_cache(maxsize=4096)  # every pair of titles is compared
def plain(title: str) -> str:
    """Keep a title's letters and digits only: width, space and marks say nothing."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", title)).casefold()


def _equal(old: _Titles[_K], new: Mapping[_K, str]) -> dict[_K, _K]:
    """Pair what says the same; of several that do, in their order."""
    waiting = defaultdict[str, list[_K]](list)
    for theirs, titles in old.items():
        for title in {plain(it) for it in titles}:
            waiting[title].append(theirs)
    found = dict[_K, _K]()
    for ours, title in new.items():
        taken = set(found.values())
        free = [it for it in waiting[plain(title)] if it not in taken]
        found |= {ours: free[0]} if free else {}
    return found


def _closest(old: _Titles[_K], new: Mapping[_K, str]) -> dict[_K, _K]:
    """Pair those of which each is the other's one best, so that none is guessed."""
    likeness = {
        (ours, theirs): max(_ratio(title, it) for it in titles)
        for ours, title in new.items()
        for theirs, titles in old.items()
    }
    return {
        ours: theirs
        for (ours, theirs), ratio in likeness.items()
        if ratio >= CLOSE
        and all(
            other < ratio
            for (one, two), other in likeness.items()
            if (one == ours) != (two == theirs)
        )
    }


def _ratio(title: str, known: str) -> float:
    matcher = SequenceMatcher(None, plain(known), plain(title), autojunk=False)
    # Two upper bounds, each far cheaper than the ratio itself.
    if matcher.real_quick_ratio() < CLOSE or matcher.quick_ratio() < CLOSE:
        return 0.0
    return matcher.ratio()


def _titles(pairs: Iterable[tuple[_K, str]]) -> dict[_K, tuple[str, ...]]:
    found = dict[_K, tuple[str, ...]]()
    for key, title in pairs:
        found[key] = (*found.get(key, ()), title)
    return found


def _pair_questions(
    kin: Kin,
    match: Callable[[_Titles[str], Mapping[str, str]], dict[str, str]],
    questions: Iterable[Question],
    known: Sequence[Edition],
    section: str | None,
) -> None:
    """Pair what is left; with a `section`, only with that section's questions."""
    taken = set(kin.questions.values())
    old = _titles(
        (question.key, question.title)
        for edition in known
        for one in edition.sections
        if section in {None, one.key}
        for question in one.questions
        if question.key not in taken
    )
    new = {it.key: it.title for it in questions if it.key not in kin.questions}
    kin.questions.update(match(old, new))


def _pair_situations(kin: Kin, question: Question, known: Sequence[Edition]) -> None:
    key = kin.questions.get(question.key)
    same = [it for edition in known if key and (it := edition.question(key))]
    old = _titles((it.key, it.condition) for one in same for it in one.situations)
    new = {it.key: it.condition for it in question.situations}
    for ours, theirs in pair(old, new).items():
        kin.situations[Case(question.key, ours)] = theirs
