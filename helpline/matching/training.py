"""Teaching a matcher the sentences and phrasings of an edition."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from helpline.faq import Edition
from helpline.matching import classifier, reranking
from helpline.matching.calibration import threshold
from helpline.matching.classifier import Lessons, Model
from helpline.matching.corpus import Known
from helpline.matching.decision import SURE_ENOUGH, WRONG_QUESTION, WRONG_SITUATION
from helpline.matching.encoder import Encoder, meanings
from helpline.matching.index import Bag, Index
from helpline.matching.matcher import Language, Matcher
from helpline.matching.passages import Kind, Passage, passages, trade_words
from helpline.matching.pinyin import Readings
from helpline.matching.term_frequency import Background
from helpline.matching.vectors import Vectors

MOST_TAUGHT = 12_000
"""Passages that a model is taught by; the time it takes grows with their cube."""

MOST_QUESTIONS = 100
"""Questions that are told apart by a model; its size grows with them."""

FEWEST_PHRASINGS = 8
"""Phrasings a question needs on average for a model of its own to beat the index."""

FEWEST_STRANGERS = 10
"""Out-of-scope phrasings without which a model would take any text for one of ours."""

_JUDGED = 400
"""Left-out passages that the threshold of a reranked edition is learnt from."""

_FEWEST_JUDGED = 60


_SILENCE = (Passage("", None, Kind.PHRASING),)
"""All that an empty edition can teach."""


def build(edition: Edition, encoder: Encoder | None = None) -> Matcher:
    """Teach a matcher one edition, thoroughly (seconds for the seed)."""
    listed = tuple(passages(edition)) or _SILENCE
    language = _language(edition, listed)
    views, share = language.views(), language.commonness().share
    seen = meanings(encoder, [it.text for it in listed])
    index = Index.build(
        [
            Bag.of(views.terms(it.text), share, meaning)
            for it, meaning in zip(listed, seen, strict=True)
        ]
    )
    vectors, model = Vectors.of(index), None
    if _teachable(edition, listed):
        model = classifier.teach(_questions(vectors, listed), WRONG_QUESTION)
    certain, keys = SURE_ENOUGH, _keys(edition)
    known = Known.of(listed, keys)
    situations = _situations(edition, vectors, listed)
    matcher = Matcher(language, keys, known, index, model, situations, certain, encoder)
    return matcher if model else replace(matcher, certain=_certain(matcher))


def adapt(before: Matcher, edition: Edition) -> Matcher:
    """Teach a matcher a draft that differs little from what `before` was taught.

    Much faster than `build`, to see at once what a change does; certainty stays as it
    was learnt. A draft with other synonyms, or taught otherwise, is built anew.
    """
    listed = tuple(passages(edition)) or _SILENCE
    same_kind = bool(before.taught) == _teachable(edition, listed)
    if before.language.synonyms != edition.synonyms or not same_kind:
        return build(edition, before.encoder)
    known = Known.of(listed, before.questions)
    place = {it: at for at, it in enumerate(before.known.meanings())}
    was = np.array([place.get(it, -1) for it in known.meanings()], np.int32)
    views, share = before.views, before.commonness.share
    new = [it.text for it, at in zip(listed, was, strict=True) if at < 0]
    seen = iter(meanings(before.encoder, new))
    index = Index.build(
        [
            before.index.bag(at)
            if at >= 0
            else Bag.of(views.terms(it.text), share, next(seen))
            for it, at in zip(listed, was.tolist(), strict=True)
        ]
    )
    vectors, model = Vectors.of(index), before.taught
    if model:
        model = classifier.teach_on(model, _questions(vectors, listed), was)
    return replace(
        before,
        questions=_keys(edition),
        known=Known.of(listed, _keys(edition)),
        index=index,
        taught=model,
        situations=_situations(edition, vectors, listed),
    )


def _language(edition: Edition, listed: Sequence[Passage]) -> Language:
    own = [it.text for it in listed if it.kind is not Kind.PHRASING]
    # So many cases are no one trade's.
    words = trade_words(own) if len(own) <= MOST_TAUGHT else ()
    return Language(words, edition.synonyms, *_chinese())


@cache
def _chinese() -> tuple[Readings, Background]:
    """Learn what holds for the texts of all editions: once, it takes half a second."""
    readings = Readings.learn()
    return readings, Background.learn(readings)


def _keys(edition: Edition) -> tuple[str, ...]:
    return tuple(it.key for it in edition.questions)


def _teachable(edition: Edition, listed: Sequence[Passage]) -> bool:
    """Tell whether the phrasings suffice to teach the questions, and are not too many."""
    questions = sum(1 for _ in edition.questions)
    spoken = sum(1 for it in listed if it.kind is Kind.PHRASING and it.case)
    strangers = sum(1 for it in listed if it.case is None)
    enough = spoken >= FEWEST_PHRASINGS * max(questions, 1)
    enough &= strangers >= FEWEST_STRANGERS
    return enough and questions <= MOST_QUESTIONS and len(listed) <= MOST_TAUGHT


def _questions(vectors: Vectors, listed: Sequence[Passage]) -> Lessons:
    labels = tuple(it.question or "" for it in listed)
    spoken = np.array([it.kind is Kind.PHRASING for it in listed])
    return Lessons(vectors, labels, spoken)


def _situations(
    edition: Edition, vectors: Vectors, listed: Sequence[Passage]
) -> dict[str, Model]:
    about = defaultdict[str, list[int]](list)
    for at, it in enumerate(listed):
        about[it.question or ""].append(at)
    return {
        question.key: _situation(vectors, listed, about[question.key])
        for question in edition.questions
        if question.situations
    }


def _situation(
    vectors: Vectors, listed: Sequence[Passage], about: Sequence[int]
) -> Model:
    """Teach the situations of one question; its title states none of them."""
    stated = (listed[at].situation for at in about)
    labels = tuple("" if it is None else str(it) for it in stated)
    # People and the FAQ describe a situation alike: both count when judging.
    judged = np.ones(len(about), np.bool_)
    lessons = Lessons(vectors.only(np.array(about, np.int64)), labels, judged)
    return classifier.teach(lessons, WRONG_SITUATION)


def _certain(matcher: Matcher) -> float:
    """Learn the threshold of a reranked edition from passages left out in turn.

    Where hardly any question has a second passage, nothing can be left out: then a
    probability is taken at its word.
    """
    owner = matcher.known.owner
    several = np.bincount(owner[owner >= 0], minlength=1) > 1
    apart = (owner < 0) | several[owner]
    spoken = matcher.known.kinds == Kind.PHRASING
    candidates = np.flatnonzero(apart & spoken)
    if len(candidates) < _FEWEST_JUDGED:
        return SURE_ENOUGH
    chosen = candidates[:: -(-len(candidates) // _JUDGED)].tolist()
    best = [(at, it) for at in chosen if (it := _left_out(matcher, at))]
    sure = np.array([share for _, (_, share) in best], np.float32)
    right = np.array([it == owner[at] for at, (it, _) in best], np.bool_)
    return threshold(sure, right, WRONG_QUESTION) if best else SURE_ENOUGH


def _left_out(matcher: Matcher, passage: int) -> tuple[int, float] | None:
    """Ask a passage's own text as if it had never been heard: best owner, probability."""
    text = matcher.known.texts[passage]
    found = matcher.evidence(text, matcher.ask(text), (passage,))
    ranking = reranking.shares(found, matcher.known.owner).ranking
    return ranking[0] if ranking else None
