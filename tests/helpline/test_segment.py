from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from helpline.segment import Segmenter


@cache
def own() -> Segmenter:
    return Segmenter(["跨省转出"])


def test_a_text_is_cut_into_words_with_the_parts_of_long_ones() -> None:
    assert set(Segmenter().cut("电子证书")) >= {"电子", "证书"}


def test_a_word_of_ones_own_stays_together() -> None:
    assert "跨省转出" in own().cut("申请跨省转出业务")


def test_a_word_of_one_segmenter_is_unknown_to_another() -> None:
    assert "跨省转出" not in Segmenter().cut("申请跨省转出业务")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_the_words_hold_every_character_of_the_text(text: str) -> None:
    assert set("".join(own().cut(text))) == set(text)
