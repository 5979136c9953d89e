from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_store.editing.prompts import (
    LONGEST_HOTLINE,
    PROMPT_NAMES,
    BadPromptError,
    validate_prompt,
)
from helpline.wording import Prompts
from tests.helpline.texts import anything


def test_every_prompt_has_a_name_for_staff() -> None:
    assert set(PROMPT_NAMES) == {it.name for it in fields(Prompts)}


@pytest.mark.parametrize("name", PROMPT_NAMES)
def test_the_default_wording_may_be_kept_as_it_is(name: str) -> None:
    default = getattr(Prompts(), name)

    assert validate_prompt(name, default) == default


@given(name=st.sampled_from(sorted(PROMPT_NAMES)), text=anything())
def test_what_is_kept_is_kept_the_same_a_second_time(name: str, text: str) -> None:
    try:
        kept = validate_prompt(name, text)
    except BadPromptError:
        return

    assert validate_prompt(name, kept) == kept


@pytest.mark.parametrize("written", ["{hotline}", "｛hotline｝", "{ Hotline ｝"])
def test_the_hotline_s_place_is_known_however_it_is_typed(written: str) -> None:
    assert validate_prompt("sorry", f"请拨{written}。") == "请拨{hotline}。"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("no_match", "请拨打{电话}。", "花括号"),
        ("hotline_spoken", "", "电话号码"),
        ("hotline_spoken", "人工台", "电话号码"),
        ("hotline_spoken", "{hotline}1", "电话号码"),
        ("hotline_spoken", "9" * (LONGEST_HOTLINE + 1), f"最多{LONGEST_HOTLINE}个字"),
        ("hotline_dialled", "96500", "短号"),
        ("hotline_dialled", "12345678", "区号"),
        ("hotline_dialled", "0371-12345678转8", "分机"),
        ("hotline_dialled", "客服", "不是能转接的"),
    ],
)
def test_what_cannot_be_said_or_dialled_is_refused(
    name: str, text: str, said: str
) -> None:
    with pytest.raises(BadPromptError, match=said):
        validate_prompt(name, text)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        (" ", ""),
        ("0371-12345678", "+8637112345678"),
        ("０３７１ 12345678", "+8637112345678"),
        ("13800138000", "+8613800138000"),
        ("400-123-4567", "+864001234567"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_number_to_dial_is_understood_as_it_is_usually_written(
    written: str, kept: str
) -> None:
    assert validate_prompt("hotline_dialled", written) == kept


def test_the_hotline_as_told_is_one_line() -> None:
    assert validate_prompt("hotline_spoken", " 96500 \n转1 ") == "96500 转1"
