from functools import cache
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching.tokenizer import Tokenizer, segmenter, word_frequencies
from tests import seeded

WORDS = ("跨省转出", "继续教育")
QUICK_OR_NOT = pytest.mark.parametrize("quick", [True, False], ids=["rjieba", "jieba"])


@cache
def own(*, quick: bool) -> Tokenizer:
    return Tokenizer(WORDS, quick=quick)


@cache
def general(*, quick: bool) -> Tokenizer:
    return Tokenizer(quick=quick)


@QUICK_OR_NOT
def test_a_text_is_cut_into_words_with_the_parts_of_long_ones(*, quick: bool) -> None:
    assert set(general(quick=quick).cut("电子证书")) >= {"电子", "证书"}
    assert general(quick=quick).cut("有没有") == ("没有", "有没有")


@QUICK_OR_NOT
def test_unknown_characters_come_out_one_by_one(*, quick: bool) -> None:
    assert general(quick=quick).cut("龘爨") == ("龘", "爨")


@QUICK_OR_NOT
def test_a_word_of_ones_own_stays_together(*, quick: bool) -> None:
    assert "跨省转出" in own(quick=quick).cut("申请跨省转出业务")


@QUICK_OR_NOT
def test_a_word_of_one_segmenter_is_unknown_to_another(*, quick: bool) -> None:
    assert "跨省转出" in own(quick=quick).cut("申请跨省转出业务")

    assert "跨省转出" not in general(quick=quick).cut("申请跨省转出业务")
    assert "跨省转出" not in Tokenizer(["继续教育"], quick=quick).cut("跨省转出")
    assert "跨省转出" not in Tokenizer().cut("申请跨省转出业务")


def test_who_adds_the_same_words_shares_a_segmenter_with_those_who_use_it() -> None:
    used = segmenter(("跨省转出",))
    weakly = ref(segmenter(("继续教育",)))

    assert segmenter(("跨省转出",)) is used
    assert segmenter(()) is not used
    assert "跨省转出" in used.cut("申请跨省转出业务")
    assert weakly() is None


@QUICK_OR_NOT
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_the_words_hold_every_character_of_the_text(text: str, *, quick: bool) -> None:
    assert set("".join(own(quick=quick).cut(text))) == set(text)


@pytest.mark.parametrize("segmenter", [general, own], ids=["general", "own words"])
def test_both_cut_alike(segmenter: object) -> None:
    made = own if segmenter is own else general
    texts = [it.text for it in seeded.edition().phrasings[::18]]

    assert len(texts) > 300
    assert [made(quick=True).cut(it) for it in texts] == [
        made(quick=False).cut(text) for text in texts
    ]


def test_the_general_dictionary_lists_words_and_no_mere_beginnings() -> None:
    listed = dict(word_frequencies())

    assert listed["我们"] > listed["建筑"] > 0
    assert "建筑施" not in listed
    assert all(it > 0 for it in listed.values())
