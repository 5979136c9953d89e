from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.faq import Synonym
from helpline.matching.features import (
    FAMILY_BITS,
    FEATURE_FAMILIES,
    FeatureExtractor,
    keep_letters,
    split_runs,
    term_keys,
)
from helpline.matching.folding import Folding
from helpline.matching.pinyin import PinyinTable
from helpline.matching.tokenizer import Tokenizer
from helpline.text import normalise

anything = st.text(st.characters(exclude_categories=()), max_size=60)


@cache
def views() -> FeatureExtractor:
    synonyms = [Synonym("伙食", "饭菜")]
    return FeatureExtractor(Folding(synonyms), Tokenizer(), PinyinTable.load())


def terms(text: str) -> Counter[str]:
    return views().terms(text)


def test_a_text_is_its_words_its_letters_and_its_sounds_and_pairs_of_them() -> None:
    assert terms("开饭了") == Counter(
        {
            **{f"w{it}": 1 for it in views().tokenizer.cut("开饭了")},
            **dict.fromkeys(["1开", "1饭", "1了", "2开饭", "2饭了"], 1),
            **dict.fromkeys(["pkai", "pfan", "ple", "qkai fan", "qfan le"], 1),
        }
    )


def test_a_mark_only_separates() -> None:
    assert terms("开饭，饭卡_坏了") == terms("开饭 饭卡。。坏了")
    assert "2饭饭" not in terms("开饭，饭卡")


def test_a_mark_beside_a_lone_letter_does_not_count() -> None:
    assert terms("开，饭_了") == terms("开 饭。。了") == terms("开饭了")


def test_a_mark_between_a_lone_letter_and_a_latin_word_counts() -> None:
    assert split_runs("饭,app") == ["饭", "app"]


def test_what_recurs_is_counted() -> None:
    assert terms("饭，饭，饭")["1饭"] == 3


def test_a_text_is_folded_before_it_is_seen() -> None:
    assert terms("请问伙食") == terms("饭菜")


def test_what_is_written_and_what_is_typed_sound_alike() -> None:
    def sounding(text: str) -> set[str]:
        return {it for it in terms(text) if it[0] in "pq"}

    assert sounding("照片传") == sounding("zhaopian传")
    assert sounding("照片") == sounding("zhao pian")
    assert sounding("照片，上传") == sounding("zhao pian，上传")


@pytest.mark.parametrize(
    "text",
    [
        "13800138000饭卡",
        "饭卡 41010119600101123X",
        "2026-11-23 10:23 饭卡",
        "饭卡12",
        "豫建安B（2019）0012345饭卡",
    ],
)
def test_whose_number_it_is_and_when_is_not_seen(text: str) -> None:
    assert keep_letters(text).startswith("饭卡")
    assert not {"w13800138000", "w2026", "w11", "w10"} & set(terms(text))


def test_a_number_that_may_be_a_name_is_seen() -> None:
    assert split_runs("96500打不通") == ["96500打不通"]
    assert split_runs("96500") == ["96500"]
    assert split_runs("360软件") == ["360软件"]


def test_the_letters_of_a_text_are_what_is_asked() -> None:
    assert keep_letters("  幾點 開飯？（12:00）\n") == "几点开饭"


@given(anything)
def test_every_term_of_any_text_names_its_view(text: str) -> None:
    assert all(it[0] in FEATURE_FAMILIES and len(it) > 1 for it in terms(text))


@given(anything)
def test_runs_hold_letters_and_digits_only(text: str) -> None:
    assert all(
        run and not set("，。？ _-") & set(run) for run in split_runs(normalise(text))
    )
    assert not set("，。？ _-") & set(keep_letters(text))


@given(
    st.lists(
        st.builds(
            str.__add__, st.sampled_from(list(FEATURE_FAMILIES)), st.text("饭卡a")
        )
    )
)
def test_a_key_names_the_view_of_its_term(several: list[str]) -> None:
    found = term_keys(several)

    seen = (found & np.uint64(FAMILY_BITS)).tolist()
    assert seen == [FEATURE_FAMILIES.index(it[0]) for it in several]
    assert len(set(found.tolist())) == len(set(several))


def test_a_key_is_the_same_on_every_machine() -> None:
    assert term_keys(["1饭", "qkai fan"]).tolist() == [
        0xC4FF1511F54511E9,
        0x8DACA8FD14686D9C,
    ]
