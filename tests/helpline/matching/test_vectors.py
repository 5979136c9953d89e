from collections import Counter

import numpy as np
import pytest

from helpline.matching import Matcher
from helpline.matching.vectors import TermVector, TermVectors
from tests.helpline.matching.editions import encoded, matcher


def vector(of: Matcher, text: str) -> TermVector:
    return TermVector.build(of.index, of.query_terms(text))


def row(vectors: TermVectors, at: int) -> TermVector:
    span = slice(vectors.start[at], vectors.start[at + 1])
    return TermVector(vectors.at[span], vectors.value[span])


@pytest.mark.parametrize("text", ["饭卡坏了", "几点开饭，几点", "照片没有"])
def test_a_vector_has_length_one_and_only_known_terms(text: str) -> None:
    found = vector(matcher(), text)

    assert float(np.linalg.norm(found.value)) == pytest.approx(1)
    assert found.at.tolist() == sorted(set(found.at.tolist()))
    assert found.at.max() < len(matcher().index.keys)


def test_a_vector_of_strangers_is_empty() -> None:
    found = vector(matcher(), "xyz")

    assert len(found.at) == 0
    assert float(found.value.sum()) == 0


def test_a_rare_term_tells_more_than_a_common_one() -> None:
    index = matcher().index
    no_meaning = np.zeros(0, np.float32)

    one, other = (
        index.query_terms(Counter([item]), lambda _: 1.0, no_meaning)
        for item in ("1挂", "1饭")
    )

    assert index.rarity[one.at[0]] > index.rarity[other.at[0]]


@pytest.mark.parametrize("meaning", [False, True], ids=["terms", "and meaning"])
def test_a_passage_is_weighed_like_a_text_that_says_it(*, meaning: bool) -> None:
    found = encoded() if meaning else matcher()

    vectors = TermVectors.build(found.index)

    for at, text in enumerate(found.corpus.texts):
        asked, passage = vector(found, text), row(vectors, at)
        assert passage.at.tolist() == asked.at.tolist()
        assert passage.value == pytest.approx(asked.value, abs=1e-3)


def test_meaning_is_numbered_on_from_the_terms_and_shorter_than_they_are() -> None:
    index = encoded().index

    found = vector(encoded(), "饭卡")

    beyond = found.at >= len(index.keys)
    assert found.at[beyond].tolist() == [len(index.keys) + it for it in range(16)]
    assert float(np.linalg.norm(found.value[~beyond])) == pytest.approx(1)
    assert float(np.linalg.norm(found.value[beyond])) == pytest.approx(0.7)
    assert TermVectors.build(index).width == len(index.keys) + 16


@pytest.mark.parametrize("chosen", [[], [0], [3, 1, 1]])
def test_some_can_be_picked_of_several(chosen: list[int]) -> None:
    vectors = TermVectors.build(matcher().index)

    few = vectors.only(np.array(chosen, np.int64))

    assert len(few.start) == len(chosen) + 1
    for at, was in enumerate(chosen):
        assert row(few, at).at.tolist() == row(vectors, was).at.tolist()
        assert row(few, at).value.tolist() == row(vectors, was).value.tolist()
