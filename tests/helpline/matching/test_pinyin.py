from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpline.matching.pinyin import FIRST, LAST, PinyinTable


@cache
def readings() -> PinyinTable:
    return PinyinTable.load()


def sounds(text: str) -> list[str]:
    return list(readings().sounds(text))


han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=8)


def test_a_character_sounds_as_it_is_usually_read_without_its_tone() -> None:
    assert sounds("照片绿色") == ["zhao", "pian", "lv", "se"]


def test_what_sounds_alike_is_alike() -> None:
    assert sounds("办洁") == sounds("办结")


def test_typed_pinyin_is_cut_into_syllables() -> None:
    assert sounds("zhaopian") == sounds("照片")
    assert sounds("传zhaopian吧") == sounds("传照片吧")


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ("excel", ["-excel"]),
        ("ie11", ["-ie", "-11"]),
        ("a", ["-a"]),
        ("360", ["-360"]),
        ("é", ["-é"]),
        ("", []),
    ],
)
def test_what_does_not_sound_stands_for_itself(run: str, said: list[str]) -> None:
    assert sounds(run) == said


def test_a_character_that_nobody_reads_stands_for_itself() -> None:
    unread = [it for it in range(FIRST, LAST + 1) if not readings().number(chr(it))]

    assert unread
    assert sounds(chr(unread[0])) == [chr(unread[0])]


def test_a_character_outside_the_common_blocks_has_no_number() -> None:
    assert [readings().number(it) for it in ("a", "\U00020000", "，")] == [0, 0, 0]


def test_typed_letters_are_cut_into_the_fewest_syllables() -> None:
    assert sounds("xian") == ["xian"]
    assert sounds("banjie") == ["ban", "jie"]


def test_an_interjection_without_a_vowel_swallows_no_letters() -> None:
    assert not {"m", "n", "ng", "hm"} & set(readings().syllables)


def test_readings_learnt_twice_are_the_same() -> None:
    again = PinyinTable.load()

    assert again.syllables == readings().syllables
    assert np.array_equal(again.numbers, readings().numbers)


@given(han)
def test_every_character_makes_one_sound(text: str) -> None:
    assert len(sounds(text)) == len(text)
    assert all(sounds(text))


@given(han)
def test_typed_sounds_are_cut_into_as_few_and_lose_no_letter(text: str) -> None:
    said = [it for it in sounds(text) if it.isascii()]
    typed = "".join(said)
    assume(len(typed) > 1)

    cut = sounds(typed)

    assert "".join(cut) == typed
    assert len(cut) <= len(said)


@given(st.text(max_size=40))
def test_no_sound_of_any_text_is_empty(text: str) -> None:
    assert all(sounds(text))
