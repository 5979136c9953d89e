from collections import Counter
from functools import cache

import numpy as np
import pytest
from helpline.matching.features import WEIGHTS, extract, terms
from helpline.matching.vocabulary import Vocabulary
from hypothesis import given
from hypothesis import strategies as st

from helpline.segment import Segmenter

anything = st.text(st.characters(exclude_categories=()), max_size=60)


@cache
def words() -> Segmenter:
    return Segmenter()


def test_a_text_is_its_words_and_its_one_to_three_character_pieces() -> None:
    features = extract("开饭了", words())

    assert features == Counter(
        {
            **{f"w{it}": 1 for it in words().cut("开饭了")},
            **dict.fromkeys(["1开", "1饭", "1了", "2开饭", "2饭了", "3开饭了"], 1),
        }
    )


def test_a_mark_only_separates() -> None:
    assert extract("开，饭_了", words()) == extract("开 饭。。了", words())
    assert "2开饭" not in extract("开，饭", words())


def test_what_recurs_is_counted() -> None:
    assert extract("饭，饭，饭", words())["1饭"] == 3


@given(anything)
def test_every_feature_of_any_text_has_a_weight(text: str) -> None:
    assert all(it[0] in WEIGHTS and len(it) > 1 for it in extract(text, words()))


def test_a_term_is_what_recurs_among_changing_neighbours() -> None:
    texts = ["办跨省转出吧", "要跨省转出了", "跨省转出"]

    assert terms(texts) == ("跨省转出",)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["办跨省转出吧", "要跨省转出了"],
        ["要转出了"] * 9,
        ["要转出了", "要转出吧", "要转出吗"],
        ["转出，", "，转出", "转出"],
    ],
    ids=["none", "twice", "one neighbour", "one neighbour before", "too short"],
)
def test_what_is_rare_fixed_or_short_is_no_term(texts: list[str]) -> None:
    assert "要转出" not in terms(texts)
    assert not [it for it in terms(texts) if len(it) < 3 or it == "跨省转出"]


def test_a_vector_has_length_one_and_only_known_features() -> None:
    known = Vocabulary.learn(_bags("开饭", "饭卡"))

    vector = known.vector(extract("饭卡坏了", words()))

    assert float(np.linalg.norm(vector.value)) == pytest.approx(1)
    assert len(vector.at) == len(set(vector.at.tolist()))


def test_a_vector_of_strangers_is_empty() -> None:
    known = Vocabulary.learn(_bags("开饭", "饭卡"))

    vector = known.vector(extract("xyz", words()))

    assert len(vector.at) == 0
    assert float(vector.value.sum()) == 0


def test_a_rare_feature_tells_more_than_a_common_one() -> None:
    known = Vocabulary.learn(_bags("开饭", "饭卡", "饭"))

    assert known.weight[known.columns["1开"]] > known.weight[known.columns["1饭"]]


def _bags(*texts: str) -> list[Counter[str]]:
    return [extract(it, words()) for it in texts]
