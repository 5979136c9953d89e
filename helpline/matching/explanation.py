"""Why a text was taken for what it was: the terms that decided, and the runner-up."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from helpline.matching.arrays import Floats, Integers
from helpline.matching.decision import Decision
from helpline.matching.features import FEATURE_FAMILIES, term_keys
from helpline.matching.index import FAMILY_WEIGHT, QueryTerms
from helpline.matching.matcher import Matcher
from helpline.matching.vectors import TermVector
from helpline.text import normalise

MEANING = "m"
"""The term that stands for all that an encoder sees."""

_MOST_REASONS = 8
_NEAREST = 3


class DecisionPath(StrEnum):
    """How a text was decided."""

    QUOTED = "quoted"
    TAUGHT = "taught"
    RERANKED = "reranked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TermContribution:
    """A term of the text (its first character names the view) and what it speaks for.

    `best` and `runner_up` are what it adds to their scores.
    """

    term: str
    best: float
    runner_up: float


@dataclass(frozen=True, slots=True)
class NearPassage:
    """A passage like the text: whose it is ("" for none of ours), and its score."""

    text: str
    question: str
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision with what led to it; `outside` is the probability of no question."""

    decision: Decision
    path: DecisionPath
    best: str
    runner_up: str
    outside: float
    reasons: tuple[TermContribution, ...]
    nearest: tuple[NearPassage, ...]


def explain(matcher: Matcher, text: str) -> Explanation:
    """Decide once more, and say what it came from."""
    asked = matcher.query_terms(text)
    vector = TermVector.build(matcher.index, asked)
    decision = matcher.match(text)
    if not asked.known:
        return Explanation(decision, DecisionPath.UNKNOWN, "", "", 1.0, (), ())
    judged = matcher.judge(text, asked, vector)
    ranked = [key for key, _ in judged.ranking]
    quoted = matcher.quotes.find(text)
    if quoted:
        first = matcher.questions[quoted.owner]
        ranked = [first, *(it for it in ranked if it != first)]
    best, runner_up = (*ranked, "", "")[:2]
    decided = DecisionPath.TAUGHT if matcher.classifier else DecisionPath.RERANKED
    return Explanation(
        decision,
        DecisionPath.QUOTED if quoted else decided,
        best,
        runner_up,
        judged.outside,
        tuple(_term_contributions(matcher, text, asked, best, runner_up)),
        tuple(_nearest_passages(matcher, asked)),
    )


def _term_contributions(
    matcher: Matcher, text: str, asked: QueryTerms, best: str, runner_up: str
) -> Iterator[TermContribution]:
    """Name the terms that set the best apart from the runner-up, strongest first."""
    at, parts = _term_scores(matcher, asked, (best, runner_up))
    said = list(matcher.extractor.terms(text))
    shown = dict(zip(term_keys(said).tolist(), said, strict=True))
    beyond = at >= len(matcher.index.keys)
    if beyond.any():
        best_part, other_part = parts[beyond].sum(axis=0).tolist()
        yield TermContribution(MEANING, best_part, other_part)
    at, parts = at[~beyond], parts[~beyond]
    for row in np.argsort(-(parts[:, 0] - parts[:, 1]), kind="stable")[:_MOST_REASONS]:
        if parts[row, 0] > parts[row, 1]:
            term = shown[int(matcher.index.keys[at[row]])]
            yield TermContribution(term, float(parts[row, 0]), float(parts[row, 1]))


def _term_scores(
    matcher: Matcher, asked: QueryTerms, questions: tuple[str, ...]
) -> tuple[Integers, Floats]:
    """Tell what each known term adds to the score of each question [terms, questions]."""
    if matcher.classifier:
        at, parts = matcher.classifier.linear.parts(
            TermVector.build(matcher.index, asked)
        )
        columns = [matcher.classifier.classes.index(it) for it in questions if it]
        return at, _pad_columns(parts[:, columns], len(questions))
    index, owner = matcher.index, matcher.corpus.owner
    scores = index.scores(asked)
    columns_found = []
    for key in questions:
        own = np.flatnonzero(owner == matcher.questions.index(key)) if key else ()
        has = np.zeros(len(asked.at), bool)
        if len(own):
            passage = int(own[scores[own].argmax()])
            start, end = index.term_start[passage], index.term_start[passage + 1]
            has = np.isin(asked.at, index.term[start:end])
        columns_found.append(has)
    weight = index.rarity[asked.at] * FAMILY_WEIGHT[index.view(asked.at)]
    return asked.at, np.column_stack(columns_found) * weight[:, None]


def _pad_columns(parts: Floats, width: int) -> Floats:
    missing = width - parts.shape[1]
    return np.pad(parts, ((0, 0), (0, missing))) if missing else parts


def _nearest_passages(matcher: Matcher, asked: QueryTerms) -> Iterator[NearPassage]:
    scores = matcher.index.scores(asked)
    for at in np.argsort(-scores, kind="stable")[:_NEAREST].tolist():
        if scores[at] > 0:
            owner = int(matcher.corpus.owner[at])
            question = matcher.questions[owner] if owner >= 0 else ""
            yield NearPassage(matcher.corpus.texts[at], question, float(scores[at]))


@dataclass(frozen=True, slots=True)
class TextTerm:
    """A term of a text, without its view; `known` tells that a passage has it."""

    text: str
    times: int
    known: bool


@dataclass(frozen=True, slots=True)
class TextFeatures:
    """A text as a matcher takes it; `terms` by the character of their view."""

    folded: str
    terms: dict[str, tuple[TextTerm, ...]]


def text_features(matcher: Matcher, text: str) -> TextFeatures:
    """Look at a text as the matcher does."""
    counted = matcher.extractor.terms(text)
    known = np.isin(term_keys(counted), matcher.index.keys).tolist()
    found = [
        (said[0], TextTerm(said[1:], times, has))
        for (said, times), has in zip(counted.items(), known, strict=True)
    ]
    return TextFeatures(
        matcher.extractor.folding.fold(normalise(text)),
        {
            view: tuple(it for own, it in found if own == view)
            for view in FEATURE_FAMILIES
        },
    )
