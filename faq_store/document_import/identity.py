"""Identity of things in an imported document: which of ours each is, so that it keeps its key."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from faq_store.content.title_normalization import normalise_title
from faq_store.document_import.similar_titles import CLOSE, pair_similar_titles
from helpline.faq import Case, Edition, Question, Section

__all__ = ["CLOSE", "KnownKeys", "match_known", "normalise_title", "pair_titles"]

_TELLING = 12
"""Letters of a text by which alone a thing is known; 请咨询窗口 stands in many."""

_K = TypeVar("_K", bound=Hashable)
_L = TypeVar("_L", bound=Hashable)
_Titles = Mapping[_K, tuple[str, ...]]
_Named = Iterable[tuple[str, str]]
_Match = Callable[[_Titles[str], Mapping[str, str]], dict[str, str]]


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """From a new document's keys to the known keys of the same things."""

    sections: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    situations: dict[Case, int] = field(default_factory=dict)


def match_known(sections: Sequence[Section], known: Sequence[Edition]) -> KnownKeys:
    """Match things to known ones by title: the same letters first, then the mutually closest ones.

    A known key may carry a title in each of the known editions. Questions are
    looked for within their section first, then anywhere; situations by their
    condition within their question. What is left is known by what it advises, word
    for word.
    """
    known_keys = KnownKeys()
    old = _titles((it.key, it.title) for one in known for it in one.sections)
    known_keys.sections.update(pair_titles(old, {it.key: it.title for it in sections}))
    questions = [it for section in sections for it in section.questions]
    theirs = _by_section(known)
    everywhere = [it for named in theirs.values() for it in named]
    for match in (_pair_equal_titles, pair_similar_titles):
        for section in sections:
            there = theirs[known_keys.sections.get(section.key, "")]
            _pair_questions(known_keys, match, section.questions, there)
        _pair_questions(known_keys, match, questions, everywhere)
    _pair_by_answers(known_keys, questions, known)
    for question in questions:
        _pair_situations(known_keys, question, known)
    return known_keys


def pair_titles(old: _Titles[_K], new: Mapping[_K, str]) -> dict[_K, _K]:
    """Match new keys to old keys by their titles, each at most once."""
    found = _pair_equal_titles(old, new)
    taken = set(found.values())
    left_old = {key: it for key, it in old.items() if key not in taken}
    left_new = {key: it for key, it in new.items() if key not in found}
    return found | pair_similar_titles(left_old, left_new)


def _pair_equal_titles(old: _Titles[_K], new: Mapping[_K, str]) -> dict[_K, _K]:
    """Pair what says the same; of several that do, in their order."""
    waiting = defaultdict[str, deque[_K]](deque)
    for theirs, titles in old.items():
        for title in {normalise_title(it) for it in titles}:
            waiting[title].append(theirs)
    found, taken = dict[_K, _K](), set[_K]()
    for ours, title in new.items():
        line = waiting[normalise_title(title)]
        while line:
            theirs = line.popleft()
            if theirs not in taken:  # by another of its titles
                found[ours] = theirs
                taken.add(theirs)
                break
    return found


def _by_section(known: Sequence[Edition]) -> defaultdict[str, list[tuple[str, str]]]:
    found = defaultdict[str, list[tuple[str, str]]](list)
    for edition in known:
        for section in edition.sections:
            found[section.key] += ((it.key, it.title) for it in section.questions)
    return found


def _titles(pairs: Iterable[tuple[_K, str]]) -> dict[_K, tuple[str, ...]]:
    found = dict[_K, tuple[str, ...]]()
    for key, title in pairs:
        found[key] = (*found.get(key, ()), title)
    return found


def _pair_questions(
    known_keys: KnownKeys, match: _Match, questions: Iterable[Question], there: _Named
) -> None:
    """Pair what is left with what is left there."""
    new = {it.key: it.title for it in questions if it.key not in known_keys.questions}
    if not new:
        return
    taken = set(known_keys.questions.values())
    old = _titles((key, title) for key, title in there if key not in taken)
    known_keys.questions.update(match(old, new))


def _pair_situations(
    known_keys: KnownKeys, question: Question, known: Sequence[Edition]
) -> None:
    key = known_keys.questions.get(question.key)
    if not key or not question.situations:
        return
    same = [it for edition in known if (it := edition.question(key))]
    old = _titles((it.key, it.condition) for one in same for it in one.situations)
    new = {it.key: it.condition for it in question.situations}
    if [(it,) for it in new.values()] == list(old.values()):
        paired = dict(zip(new, old, strict=True))  # word for word, as nearly always
    else:
        paired = pair_titles(old, new)
        left = {it.key: it.suggestion for it in question.situations}
        advised = _titles(
            (situation.key, situation.suggestion)
            for one in same
            for situation in one.situations
        )
        paired |= _pair_by_words(advised, left, paired)
    for ours, theirs in paired.items():
        known_keys.situations[Case(question.key, ours)] = theirs


def _pair_by_answers(
    known_keys: KnownKeys, questions: Iterable[Question], known: Sequence[Edition]
) -> None:
    new = {
        question.key: _advice(question)
        for question in questions
        if question.key not in known_keys.questions
    }
    if not new:
        return
    old = _titles((it.key, _advice(it)) for one in known for it in one.questions)
    known_keys.questions.update(_pair_by_words(old, new, known_keys.questions))


def _advice(question: Question) -> str:
    said = ((it.condition, it.suggestion) for it in question.situations)
    return "".join((question.answer, *(part for pair in said for part in pair)))


def _pair_by_words(
    old: _Titles[_K], new: Mapping[_L, str], paired: Mapping[_L, _K]
) -> dict[_L, _K]:
    """Pair those left that say the same at some length, if they alone do."""
    taken = set(paired.values())
    theirs = defaultdict[str, set[_K]](set)
    for key, texts in old.items():
        if key not in taken:
            for text in texts:
                theirs[normalise_title(text)].add(key)
    ours = defaultdict[str, list[_L]](list)
    for own, text in new.items():
        if own not in paired:
            ours[normalise_title(text)].append(own)
    return {
        mine[0]: next(iter(theirs[words]))
        for words, mine in ours.items()
        if len(words) >= _TELLING and len(mine) == 1 and len(theirs[words]) == 1
    }
