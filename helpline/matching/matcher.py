"""The matcher of one edition: asked with a text, it decides which case is meant."""

from dataclasses import dataclass, field

import numpy as np

from helpline.cases import Case
from helpline.matching.confidence import Confidence
from helpline.matching.decision import (
    MOST_OPTIONS,
    Certain,
    Decision,
    Nothing,
    Option,
    Unsure,
)
from helpline.matching.features import extract
from helpline.matching.linear import Linear
from helpline.matching.vocabulary import Vector, Vocabulary
from helpline.segment import Segmenter

LIKELY_NOTHING = 0.8
"""Below this a needless choice is shown: it costs less than a needless "not found"."""


@dataclass(frozen=True, slots=True)
class Model:
    """Texts into classes; a class is a key of ours, or None for none of them."""

    classes: tuple[str | None, ...]
    linear: Linear
    confidence: Confidence

    def ranking(self, vector: Vector) -> list[tuple[str | None, float]]:
        """Give every class its probability, best first."""
        shares = self.confidence.probabilities(self.linear.scores(vector))
        order = np.argsort(-shares, kind="stable")
        return [(self.classes[at], float(shares[at])) for at in order]


@dataclass(frozen=True, slots=True)
class Matcher:
    """Immutable and shared by all threads; `situations` is by question key."""

    words: tuple[str, ...]
    vocabulary: Vocabulary
    questions: Model
    situations: dict[str, Model]
    segmenter: Segmenter = field(compare=False, repr=False)

    def match(self, text: str) -> Decision:
        """Decide what a text means; never raises, a text without words is nothing."""
        vector = self._vector(text)
        ranking = self.questions.ranking(vector)
        options = tuple(
            Option(Case(key, self._situation(key, vector)), score)
            for key, score in ranking
            if key is not None
        )[:MOST_OPTIONS]
        best, score = ranking[0]
        if not len(vector.at) or not options:
            return Nothing(options)
        if best is None and score >= LIKELY_NOTHING:
            return Nothing(options)
        if best is not None and score >= self.questions.confidence.certain:
            return Certain(options)
        return Unsure(options)

    def situation(self, question: str, text: str) -> int | None:
        """Tell which situation of a question a text states, if it surely does."""
        return self._situation(question, self._vector(text))

    def _vector(self, text: str) -> Vector:
        return self.vocabulary.vector(extract(text, self.segmenter))

    def _situation(self, question: str, vector: Vector) -> int | None:
        if not len(vector.at) or not (model := self.situations.get(question)):
            return None
        key, score = model.ranking(vector)[0]
        return int(key) if key and score >= model.confidence.certain else None
