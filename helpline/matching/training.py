"""Teaching a matcher the sentences and phrasings of an edition."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from helpline.faq import Edition
from helpline.matching import classifier, reranking
from helpline.matching.calibration import certainty_threshold
from helpline.matching.classifier import Classifier, TrainingSet
from helpline.matching.corpus import Corpus
from helpline.matching.decision import SURE_ENOUGH, WRONG_QUESTION, WRONG_SITUATION
from helpline.matching.encoder import Encoder, encode_texts
from helpline.matching.index import Index, TermBag
from helpline.matching.matcher import LanguageResources, Matcher
from helpline.matching.passages import (
    Passage,
    PassageKind,
    find_domain_words,
    list_passages,
)
from helpline.matching.pinyin import PinyinTable
from helpline.matching.term_frequency import FrequencyTable
from helpline.matching.vectors import TermVectors

MOST_TRAINED = 12_000
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


_SILENCE = (Passage("", None, PassageKind.PHRASING),)
"""All that an empty edition can teach."""


def train_matcher(edition: Edition, encoder: Encoder | None = None) -> Matcher:
    """Teach a matcher one edition, thoroughly (seconds for the seed)."""
    listed = tuple(list_passages(edition)) or _SILENCE
    language = _language_resources(edition, listed)
    views, share = language.extractor(), language.term_frequency().share
    seen = encode_texts(encoder, [it.text for it in listed])
    index = Index.build(
        [
            TermBag.build(views.terms(pair.text), share, meaning)
            for pair, meaning in zip(listed, seen, strict=True)
        ]
    )
    vectors, model = TermVectors.build(index), None
    if is_trainable(edition, listed):
        model = classifier.train(
            _question_training_set(vectors, listed), WRONG_QUESTION
        )
    certain, keys = SURE_ENOUGH, _question_keys(edition)
    known = Corpus.build(listed, keys)
    situations = _train_situations(edition, vectors, listed)
    matcher = Matcher(language, keys, known, index, model, situations, certain, encoder)
    return matcher if model else replace(matcher, certain=_learn_threshold(matcher))


def adapt_matcher(before: Matcher, edition: Edition) -> Matcher:
    """Teach a matcher a draft that differs little from what `before` was taught.

    Much faster than `train_matcher`, to see at once what a change does; certainty stays as it
    was learnt. A draft with other synonyms, or taught otherwise, is built anew.
    """
    listed = tuple(list_passages(edition)) or _SILENCE
    same_kind = bool(before.classifier) == is_trainable(edition, listed)
    if before.language.synonyms != edition.synonyms or not same_kind:
        return train_matcher(edition, before.encoder)
    known = Corpus.build(listed, before.questions)
    place = {it: at for at, it in enumerate(before.corpus.meanings())}
    was = np.array([place.get(it, -1) for it in known.meanings()], np.int32)
    views, share = before.extractor, before.term_frequency.share
    new = [it.text for it, at in zip(listed, was, strict=True) if at < 0]
    seen = iter(encode_texts(before.encoder, new))
    index = Index.build(
        [
            before.index.bag(at)
            if at >= 0
            else TermBag.build(views.terms(pair.text), share, next(seen))
            for pair, at in zip(listed, was.tolist(), strict=True)
        ]
    )
    vectors, model = TermVectors.build(index), before.classifier
    if model:
        model = classifier.retrain(model, _question_training_set(vectors, listed), was)
    return replace(
        before,
        questions=_question_keys(edition),
        corpus=Corpus.build(listed, _question_keys(edition)),
        index=index,
        classifier=model,
        situations=_train_situations(edition, vectors, listed),
    )


def _language_resources(
    edition: Edition, listed: Sequence[Passage]
) -> LanguageResources:
    own = [it.text for it in listed if it.kind is not PassageKind.PHRASING]
    # So many cases are no one trade's.
    words = find_domain_words(own) if len(own) <= MOST_TRAINED else ()
    return LanguageResources(words, edition.synonyms, *_chinese())


@cache
def _chinese() -> tuple[PinyinTable, FrequencyTable]:
    """Learn what holds for the texts of all editions: once, it takes half a second."""
    readings = PinyinTable.load()
    return readings, FrequencyTable.load(readings)


def _question_keys(edition: Edition) -> tuple[str, ...]:
    return tuple(it.key for it in edition.questions)


def is_trainable(edition: Edition, listed: Sequence[Passage]) -> bool:
    """Tell whether the phrasings suffice to teach the questions, and are not too many."""
    questions = sum(1 for _ in edition.questions)
    spoken = sum(1 for it in listed if it.kind is PassageKind.PHRASING and it.case)
    strangers = sum(1 for it in listed if it.case is None)
    enough = spoken >= FEWEST_PHRASINGS * max(questions, 1)
    enough &= strangers >= FEWEST_STRANGERS
    return enough and questions <= MOST_QUESTIONS and len(listed) <= MOST_TRAINED


def _question_training_set(
    vectors: TermVectors, listed: Sequence[Passage]
) -> TrainingSet:
    labels = tuple(it.question or "" for it in listed)
    spoken = np.array([it.kind is PassageKind.PHRASING for it in listed])
    return TrainingSet(vectors, labels, spoken)


def _train_situations(
    edition: Edition, vectors: TermVectors, listed: Sequence[Passage]
) -> dict[str, Classifier]:
    about = defaultdict[str, list[int]](list)
    for at, item in enumerate(listed):
        about[item.question or ""].append(at)
    return {
        question.key: _train_situation(vectors, listed, about[question.key])
        for question in edition.questions
        if question.situations
    }


def _train_situation(
    vectors: TermVectors, listed: Sequence[Passage], about: Sequence[int]
) -> Classifier:
    """Teach the situations of one question; its title states none of them."""
    stated = (listed[at].situation for at in about)
    labels = tuple("" if it is None else str(it) for it in stated)
    # People and the FAQ describe a situation alike: both count when judging.
    judged = np.ones(len(about), np.bool_)
    training_set = TrainingSet(vectors.only(np.array(about, np.int64)), labels, judged)
    return classifier.train(training_set, WRONG_SITUATION)


def _learn_threshold(matcher: Matcher) -> float:
    """Learn the threshold of a reranked edition from passages left out in turn.

    Where hardly any question has a second passage, nothing can be left out: then a
    probability is taken at its word.
    """
    owner = matcher.corpus.owner
    several = np.bincount(owner[owner >= 0], minlength=1) > 1
    apart = (owner < 0) | several[owner]
    spoken = matcher.corpus.kinds == PassageKind.PHRASING
    candidates = np.flatnonzero(apart & spoken)
    if len(candidates) < _FEWEST_JUDGED:
        return SURE_ENOUGH
    chosen = candidates[:: -(-len(candidates) // _JUDGED)].tolist()
    best = [(at, it) for at in chosen if (it := _leave_out(matcher, at))]
    sure = np.array([share for _, (_, share) in best], np.float32)
    right = np.array([it == owner[at] for at, (it, _) in best], np.bool_)
    return certainty_threshold(sure, right, WRONG_QUESTION) if best else SURE_ENOUGH


def _leave_out(matcher: Matcher, passage: int) -> tuple[int, float] | None:
    """Ask a passage's own text as if it had never been heard: best owner, probability."""
    text = matcher.corpus.texts[passage]
    found = matcher.rerank_features(text, matcher.query_terms(text), (passage,))
    ranking = reranking.rank_owners(found, matcher.corpus.owner).ranking
    return ranking[0] if ranking else None
