"""A model taught by phrasings: which of a few classes a text belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpline.matching.arrays import Booleans, Floats, Integers
from helpline.matching.calibration import Calibration
from helpline.matching.linear import LinearModel, fit, refit
from helpline.matching.vectors import TermVector, TermVectors


@dataclass(frozen=True, slots=True)
class Classifier:
    """Texts into classes; a class is a key of ours, or "" for none of them.

    `dual` [texts, classes] is the solution among the texts it was taught, kept so
    that a few more can be added quickly; `left_out` what each scored without itself.
    """

    classes: tuple[str, ...]
    linear: LinearModel
    confidence: Calibration
    dual: Floats
    left_out: Floats

    def shares(self, vector: TermVector) -> Floats:
        """Give every class its probability, in the order of `classes`."""
        return self.confidence.probabilities(self.linear.scores(vector))

    def ranking(self, vector: TermVector) -> list[tuple[str, float]]:
        """Give every class its probability, best first."""
        shares = self.shares(vector)
        order = np.argsort(-shares, kind="stable")
        return [(self.classes[at], float(shares[at])) for at in order]


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Texts with what they mean; `spoken` are those that people said."""

    vectors: TermVectors
    labels: tuple[str, ...]
    spoken: Booleans

    @property
    def classes(self) -> tuple[str, ...]:
        """What the texts can mean; none of them comes last."""
        return tuple(sorted(set(self.labels), key=lambda it: (not it, it)))

    def label_numbers(self, classes: Sequence[str]) -> Integers:
        """Tell the number of each label among the classes."""
        number = {label: at for at, label in enumerate(classes)}
        return np.array([number[it] for it in self.labels], np.int32)


def train(training_set: TrainingSet, error: float) -> Classifier:
    """Train on lessons; of what it answers for sure, `error` may be wrong."""
    classes = training_set.classes
    labels = training_set.label_numbers(classes)
    result = fit(training_set.vectors, labels, len(classes))
    # The FAQ's own sentences stand in several questions alike ("使用360软件管家");
    # what people said is what certainty is about.
    judged = training_set.spoken if training_set.spoken.any() else ~training_set.spoken
    confidence = Calibration.fit(
        result.left_out[judged],
        labels[judged],
        np.array([bool(label) for label in classes]),
        error,
    )
    return Classifier(classes, result.model, confidence, result.dual, result.left_out)


def retrain(
    model: Classifier, training_set: TrainingSet, known: Integers
) -> Classifier:
    """Train on from a model; `known` [texts] tells where each was then, or -1.

    Its certainty stays as it was learnt: that takes all the texts left out in turn.
    """
    classes = training_set.classes
    dual = np.zeros((len(known), len(classes)), np.float32)
    left_out = np.zeros_like(dual)
    kept = [it for it in model.classes if it in classes]
    column = np.array([classes.index(it) for it in kept], np.int64)
    before = np.array([model.classes.index(it) for it in kept], np.int64)
    old = np.flatnonzero(known >= 0)
    dual[np.ix_(old, column)] = model.dual[np.ix_(known[old], before)]
    left_out[np.ix_(old, column)] = model.left_out[np.ix_(known[old], before)]
    linear = refit(
        training_set.vectors, training_set.label_numbers(classes), len(classes), dual
    )
    return Classifier(classes, linear, model.confidence, dual, left_out)
