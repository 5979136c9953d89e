import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.masking import mask
from helpline.text import LIMIT, bare_form, clean, drop_illegal, normalise, parse_count
from tests.helpline.texts import anything

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
IDENTITIES = st.from_regex(r"[1-6][0-9]{16}[0-9Xx]", fullmatch=True)
AROUND = st.text("我的电话是身份证：，。ab \n", max_size=10)


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


@given(text=anything())
def test_a_clean_text_is_held_by_xml_and_by_postgresql(text: str) -> None:
    kept = clean(text)

    element = ET.Element("Body")
    element.text = kept.replace("\r", "\n")
    parsed = ET.fromstring(ET.tostring(element, "utf-8"))  # noqa: S314
    assert (parsed.text or "") == kept.replace("\r", "\n")
    assert "\x00" not in kept
    assert clean(kept) == kept


def test_control_characters_and_lone_surrogates_are_dropped() -> None:
    assert clean("\x00你\x1b好\ud83d\ufffe\x85") == "你好"


def test_nothing_but_space_is_empty() -> None:
    assert clean(" \t\u3000\n") == ""


def test_a_text_at_the_limit_is_kept_whole_and_one_beyond_is_cut_visibly() -> None:
    assert clean("中" * LIMIT) == "中" * LIMIT
    assert clean("中" * (LIMIT + 1)) == "中" * (LIMIT - 1) + "…"


@given(text=anything())
def test_a_legal_text_is_left_alone(text: str) -> None:
    kept = drop_illegal(text)

    assert drop_illegal(kept) == kept


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("查詢", "查询"),
        ("ＴＤ", "td"),
        ("１２３４", "1234"),
        ("資質證書", "资质证书"),
        ("IE11", "ie11"),
        ("②", "2"),
    ],
)
def test_width_case_and_script_are_folded(written: str, folded: str) -> None:
    assert normalise(written) == folded


@pytest.mark.parametrize("written", ["查 询", "查询。！", "“查詢”", "\u200b查询"])
def test_a_keyword_is_compared_without_marks(written: str) -> None:
    assert bare_form(written) == "查询"


@given(text=anything())
def test_no_text_is_too_strange_to_normalise(text: str) -> None:
    assert bare_form(text) == "".join(it for it in normalise(text) if it.isalnum())


@given(before=AROUND, number=MOBILES, after=AROUND)
def test_a_mobile_shows_its_ends_only(before: str, number: str, after: str) -> None:
    hidden = mask(f"{before}{number}{after}")

    assert hidden == f"{before}{number[:3]}****{number[-4:]}{after}"


@given(
    number=MOBILES,
    mark=st.sampled_from(
        ["-", " ", "—", "－", ".", "·", "/", "，", "\u200b", " - "[:2]]
    ),
)
def test_a_mobile_in_groups_is_hidden_too(number: str, mark: str) -> None:
    hidden = mask(mark.join((number[:3], number[3:7], number[7:])))

    assert digits(hidden) == number[:3] + number[-4:]


@given(before=AROUND, number=IDENTITIES, after=st.text("，。我", max_size=5))
def test_an_identity_number_shows_its_ends_only(
    before: str, number: str, after: str
) -> None:
    hidden = mask(f"{before}{number}{after}")

    assert hidden == f"{before}{number[:3]}{'*' * 11}{number[-4:]}{after}"


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("电话63284897", "电话****4897"),
        ("410105 19900307 1234", "410*************1234"),
        ("+86 138 0013 8000", "+86**********8000"),
        ("138 - 0013 - 8000", "138**********8000"),
        ("138.001.38000", "138******8000"),
        ("410101.1990.0101.1234", "410**************1234"),
        ("座机(0371)6328-4897", "座机(037*******4897"),
        ("+1 (415) 555-2671", "+1 **********2671"),
        ("2026-03-02 01:30:00", "2026-03-02 01:30:00"),
        ("a13800138000b", "a138****8000b"),
    ],
)
def test_other_long_numbers_are_hidden(written: str, hidden: str) -> None:
    assert mask(written) == hidden


@pytest.mark.parametrize(
    "written",
    [
        "96500",
        "2026-03-02",
        "IE11",
        "情形2",
        "SM0123456789abcdef0123456789abcdef",
        "没有号码",
    ],
)
def test_short_numbers_and_the_providers_ids_are_left_alone(written: str) -> None:
    assert mask(written) == written


@given(text=anything())
def test_masking_keeps_the_length(text: str) -> None:
    assert len(mask(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("61", 61),
        ("999", 999),
        ("1000", None),
        ("", None),
        ("-1", None),
        ("１", None),
        ("1.5", None),
        ("abc", None),
        (" 1", None),
    ],
)
def test_a_count_is_a_few_plain_digits_and_nothing_else(
    text: str, number: int | None
) -> None:
    assert parse_count(text, 3) == number
