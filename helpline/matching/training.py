"""Teaching a matcher the sentences and phrasings of an edition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from helpline.cases import Case, Edition, Question
from helpline.matching.confidence import Confidence
from helpline.matching.features import extract, terms
from helpline.matching.linear import fit
from helpline.matching.matcher import Matcher, Model
from helpline.matching.vocabulary import Vector, Vocabulary
from helpline.segment import Segmenter

WRONG_QUESTION = 0.02
"""Of the left-out texts answered outright, the share that may be wrong.

Left-out phrasings are harder than life: they were written to stand near the
borders between questions. Applicants' texts are answered wrongly far less often.
"""

WRONG_SITUATION = 0.05
"""The same for a situation: it is named in its answer, so an applicant sees it."""


@dataclass(frozen=True, slots=True)
class _Lesson:
    """One text, what it means, and whether a person said it or the FAQ."""

    text: str
    case: Case | None
    spoken: bool

    @property
    def question(self) -> str | None:
        return self.case.question if self.case else None

    @property
    def situation(self) -> str | None:
        stated = self.case.situation if self.case else None
        return None if stated is None else str(stated)


def build(edition: Edition) -> Matcher:
    """Teach a matcher one edition (a few seconds for the seed)."""
    nothing = _Lesson("", None, spoken=True)  # all that an empty edition can teach
    lessons = tuple(_lessons(edition)) or (nothing,)
    words = terms(it.text for it in lessons if not it.spoken)
    segmenter = Segmenter(words)
    bags = [extract(it.text, segmenter) for it in lessons]
    vocabulary = Vocabulary.learn(bags)
    vectors = [vocabulary.vector(bag) for bag in bags]
    width = len(vocabulary.columns)
    every = range(len(lessons))
    questions = _model(
        [
            _Example(vectors[at], lessons[at].question, lessons[at].spoken)
            for at in every
        ],
        width,
        WRONG_QUESTION,
    )
    situations = {
        question.key: _model(
            [
                _Example(vectors[at], lessons[at].situation, spoken=True)
                for at in every
                if lessons[at].question == question.key
            ],
            width,
            WRONG_SITUATION,
        )
        for question in edition.questions
        if question.situations
    }
    return Matcher(words, vocabulary, questions, situations, segmenter)


def _lessons(edition: Edition) -> Iterator[_Lesson]:
    for question in edition.questions:
        yield from _sentences(question)
    for phrasing in edition.phrasings:
        yield _Lesson(phrasing.text, phrasing.case, spoken=True)


def _sentences(question: Question) -> Iterator[_Lesson]:
    case = Case(question.key)
    yield _Lesson(question.title, case, spoken=False)
    if not question.situations:
        yield _Lesson(question.answer, case, spoken=False)
    for situation in question.situations:
        branch = Case(question.key, situation.key)
        yield _Lesson(situation.condition, branch, spoken=False)
        yield _Lesson(situation.suggestion, branch, spoken=False)


@dataclass(frozen=True, slots=True)
class _Example:
    vector: Vector
    label: str | None
    spoken: bool


def _model(examples: Sequence[_Example], width: int, error: float) -> Model:
    classes = sorted(
        {it.label for it in examples}, key=lambda it: (it is None, it or "")
    )
    number = {label: at for at, label in enumerate(classes)}
    labels = np.array([number[it.label] for it in examples], np.int32)
    result = fit([it.vector for it in examples], labels, len(classes), width)
    # The FAQ's own sentences stand in several questions alike ("使用360软件管家");
    # what people said is what certainty is about.
    judged = np.array([it.spoken for it in examples])
    if not judged.any():
        judged[:] = True
    confidence = Confidence.learn(
        result.left_out[judged],
        labels[judged],
        np.array([label is not None for label in classes]),
        error,
    )
    return Model(tuple(classes), result.model, confidence)
