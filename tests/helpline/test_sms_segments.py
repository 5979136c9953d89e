from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.sms_segments import PART, SINGLE, capacity, paginate, segments, units
from helpline.wording import MORE
from tests.helpline.texts import anything

KNOWN = (
    ("中", 0, 1),
    ("中", 70, 1),
    ("中", 71, 2),
    ("中", 134, 2),
    ("中", 135, 3),
    ("中", 1600, 24),
    ("😀", 35, 1),
    ("😀", 36, 2),
    ("😀", 66, 2),
    ("😀", 67, 3),  # 33 whole emoji in each part of 67 units
    ("a", 160, 1),
    ("a", 161, 2),
    ("a", 306, 2),
    ("a", 307, 3),
    ("€", 80, 1),
    ("€", 81, 2),
    ("€", 152, 2),
    ("€", 153, 3),  # an escaped character moves whole to the next part
)
ATOMS = st.sampled_from(
    [
        "0371-63284897",
        "410105199003071234",
        "1,234.50",
        "１２３４５",
        "IE11",
        "https://hngcjs.hnjs.gov.cn/a?b=1,2",
        "www.hnjs.gov.cn/x?id=7&page=2",
        "👩\u200d👩\u200d👧",
        "👍🏽",
        "🇨🇳",
    ]
)
PROSE = st.text("的一是不了。，；？\n", max_size=90)


@pytest.mark.parametrize(("character", "times", "count"), KNOWN)
def test_segments_are_those_of_the_standard(
    character: str, times: int, count: int
) -> None:
    assert segments(character * times) == count


def test_one_character_outside_gsm_makes_all_of_a_text_ucs_2() -> None:
    assert segments("a" * 69 + "中") == 1
    assert segments("a" * 70 + "中") == 2


def test_units_are_counted_in_utf_16() -> None:
    assert units("中a😀") == 4
    assert units("\ud83d") == 1


def test_one_segment_alone_holds_more_than_each_of_several() -> None:
    assert [capacity(it) for it in (1, 2, 5)] == [SINGLE, 2 * PART, 335]


@given(text=st.text("中😀", max_size=400), count=st.integers(1, 6))
def test_what_surely_fits_a_number_of_segments_fits(text: str, count: int) -> None:
    pairs_at_seams = count - 1

    fits = units(text) <= capacity(count) - pairs_at_seams

    assert segments(text) <= count or not fits


@given(text=anything(), count=st.integers(1, 5))
def test_pages_join_back_to_the_text_and_fit_with_their_suffix(
    text: str, count: int
) -> None:
    pages = paginate(text, count, MORE)

    assert "".join(pages) == text
    assert all(pages) or pages == ("",)
    assert all(segments(page + MORE) <= count for page in pages[:-1])
    assert segments(pages[-1]) <= count


@given(pieces=st.lists(st.tuples(PROSE, ATOMS), max_size=30), count=st.integers(1, 5))
def test_no_page_ends_inside_a_number_an_address_or_an_emoji(
    pieces: list[tuple[str, str]], count: int
) -> None:
    text, inside = "", set[int]()
    for prose, atom in pieces:
        text += f"{prose}是{atom}是"
        inside.update(range(len(text) - len(atom), len(text) - 1))

    pages = paginate(text, count, MORE)

    seams = set(accumulate(map(len, pages)))
    assert not seams & inside


def test_a_page_ends_after_a_sentence_of_its_second_half() -> None:
    text = "一" * 20 + "。" + "二" * 25 + "。" + "三，" + "四" * 30

    pages = paginate(text, 1, "")

    assert pages == ("一" * 20 + "。" + "二" * 25 + "。", "三，" + "四" * 30)


def test_a_page_ends_after_a_line_rather_than_a_sentence() -> None:
    text = "一" * 40 + "\n" + "二" * 10 + "。" + "三" * 30

    pages = paginate(text, 1)

    assert pages[0] == "一" * 40 + "\n"


def test_a_page_ends_after_a_comma_for_want_of_better() -> None:
    text = "一" * 60 + "，" + "二" * 30

    pages = paginate(text, 1)

    assert pages[0] == "一" * 60 + "，"


def test_an_ending_in_the_first_half_does_not_waste_the_second() -> None:
    text = "一。" + "二" * 100

    pages = paginate(text, 1)

    assert len(pages[0]) == SINGLE


def test_an_address_longer_than_a_page_is_cut() -> None:
    address = "https://a.cn/" + "a" * 100

    pages = paginate(f"见{address}。", 1, MORE)

    assert "".join(pages) == f"见{address}。"
    assert all(segments(page) == 1 for page in pages)


def test_a_text_that_fits_is_one_page_without_room_for_the_suffix() -> None:
    assert paginate("中" * 335, 5, MORE) == ("中" * 335,)
    assert len(paginate("中" * 336, 5, MORE)) == 2


def test_surrogate_pairs_at_the_seams_cost_a_page_its_last_character() -> None:
    # 335 units of pairs need a sixth segment: each of five has one unit unused.
    text = "中" + "😀" * 167

    assert units(text) == capacity(5)
    assert len(paginate(text, 5)) == 2
