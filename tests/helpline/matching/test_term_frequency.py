from functools import cache
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching.pinyin import PinyinTable
from helpline.matching.term_frequency import FrequencyTable, TermFrequency


@cache
def readings() -> PinyinTable:
    return PinyinTable.load()


@cache
def background() -> FrequencyTable:
    return FrequencyTable.load(readings())


@cache
def commonness() -> TermFrequency:
    return TermFrequency(background(), readings())


def test_shares_of_letters_and_of_syllables_sum_to_one() -> None:
    silent = 1 - float(background().syllables.sum())

    assert float(background().letters.sum()) == pytest.approx(1, abs=1e-4)
    assert 0 <= silent < 0.01


def test_only_words_in_common_use_are_kept_with_their_shares() -> None:
    shares = dict(
        zip(background().words, background().word_shares.tolist(), strict=True)
    )

    assert "建筑" in shares
    assert "建造师" not in shares
    assert shares["我们"] > shares["建筑"] > 0
    assert sum(shares.values()) < 1


@pytest.mark.parametrize(
    ("common", "rare"),
    [
        ("w我们", "w建筑"),
        ("1的", "1筑"),
        ("2我们", "2建筑"),
        ("pde", "pzhu"),
        ("qwo men", "qlve pian"),
    ],
)
def test_what_is_said_often_is_more_common(common: str, rare: str) -> None:
    assert commonness().share(common) > commonness().share(rare) > 0


@pytest.mark.parametrize(
    "term", ["wxyz", "1a", "1😀", "2ab", "2饭a", "p-excel", "p饭", "q-excel fan", "w"]
)
def test_what_is_not_chinese_is_not_common(term: str) -> None:
    assert commonness().share(term) == 0


def test_a_pair_that_is_a_word_is_more_common_than_its_letters_would_be() -> None:
    letters = prod(background().letter(it) for it in "我们")

    assert commonness().share("2我们") > 15 * letters


@given(
    st.text("我们的饭卡z😀", min_size=2, max_size=2),
    st.sampled_from(["de", "fan", "zhao", "x", ""]),
    st.sampled_from(["de", "fan", "zhao", "x", ""]),
)
def test_a_share_is_a_probability(pair: str, sound: str, other: str) -> None:
    terms = (f"w{pair}", f"1{pair[0]}", f"2{pair}", f"p{sound}", f"q{sound} {other}")

    assert all(0 <= commonness().share(it) <= 1 for it in terms)
