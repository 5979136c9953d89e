from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.faq import Case, Edition
from helpline.voice.menu import (
    ROOT,
    HotlineRequest,
    InvalidKey,
    MenuAnswer,
    MenuList,
    MenuPath,
    MenuStep,
    NoticesRequest,
    menu_at,
    press_key,
)
from tests.helpline.canteen import EDITION
from tests.helpline.papers import edition, editions

KEYS = "0123456789*#"

positions = st.lists(st.integers(1, 30), max_size=5).map(tuple)
paths = st.builds(MenuPath, positions, st.integers(0, 9))
keys = st.sampled_from(KEYS) | st.text(max_size=3)


def walk(faq: Edition, pressed: str) -> MenuStep:
    """Press keys one after the other, from the start."""
    step: MenuStep = menu_at(faq, ROOT)
    for key in pressed:
        step = press_key(faq, step.path, key)
    return step


def told(faq: Edition) -> set[Case]:
    """Press every offered key and every 9 that turns a page, wherever that leads."""
    waiting, seen, heard = [ROOT], set(), set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        step = menu_at(faq, path)
        if isinstance(step, MenuAnswer):
            heard.add(step.case)
            continue
        offered = [it.key for it in step.choices] + ["9"] * step.more
        waiting += [press_key(faq, path, key).path for key in offered]
    return heard


@given(paths)
def test_a_path_reads_back_from_its_text(path: MenuPath) -> None:
    assert MenuPath.parse(path.text) == path


@given(st.text())
def test_any_text_is_some_path(text: str) -> None:
    assert MenuPath.parse(text) == MenuPath.parse(MenuPath.parse(text).text)


@pytest.mark.parametrize(
    "text", ["", "-1", "1--2", "1-0", "x", "1~0", "1~x", "~2", "1-" * 9, "9" * 5000]
)
def test_what_is_no_path_is_the_start(text: str) -> None:
    assert MenuPath.parse(text) == ROOT


@pytest.mark.parametrize(("positions", "page"), [((0,), 0), ((1, -1), 0), ((), -1)])
def test_a_path_counts_from_one_and_its_pages_from_nought(
    positions: tuple[int, ...], page: int
) -> None:
    with pytest.raises(ValueError, match="a path counts from 1"):
        MenuPath(positions, page)


@given(editions, paths, st.lists(keys, max_size=8))
def test_any_keys_from_any_path_give_a_step_that_stands_somewhere(
    faq: Edition, path: MenuPath, pressed: list[str]
) -> None:
    for key in pressed:
        path = press_key(faq, path, key).path

        assert menu_at(faq, path).path == path


@given(editions)
def test_the_keypad_reaches_every_answer_of_any_edition(faq: Edition) -> None:
    assert told(faq) == set(faq.leaves())


@given(editions, st.text(KEYS, max_size=6), st.sampled_from("12345678"))
def test_back_returns_to_the_list_a_choice_was_made_from(
    faq: Edition, pressed: str, key: str
) -> None:
    here = walk(faq, pressed)

    there = press_key(faq, here.path, key)

    if here.path != there.path:
        assert press_key(faq, there.path, "*") == menu_at(faq, here.path)


@given(editions, paths, keys)
def test_repeating_says_the_same_again(faq: Edition, path: MenuPath, key: str) -> None:
    step = press_key(faq, path, key)

    again = press_key(faq, step.path, "#")

    assert again == menu_at(faq, step.path)


@given(editions, paths)
def test_no_list_offers_more_than_its_keys_can_choose(
    faq: Edition, path: MenuPath
) -> None:
    step = menu_at(faq, path)

    if isinstance(step, MenuList):
        given_keys = [it.key for it in step.choices]
        assert given_keys == [str(it) for it in range(1, len(given_keys) + 1)]
        assert len(given_keys) <= (8 if step.more else 9)


def test_a_caller_reaches_a_suggestion_by_three_keys() -> None:
    step = walk(EDITION, "122")

    assert step == MenuAnswer(
        MenuPath((1, 2, 2)), Case("1.2", 2), "饭卡已经挂失。", "建议：去窗口解挂。"
    )


def test_the_line_above_the_situations_is_said_before_them() -> None:
    step = walk(EDITION, "12")

    assert isinstance(step, MenuList)
    assert step.lead == "饭卡刷不出来怎么办？\n请排查以下情况："
    assert [it.title for it in step.choices] == ["饭卡没有余额。", "饭卡已经挂失。"]


def test_a_section_of_one_question_answers_at_once() -> None:
    step = walk(EDITION, "2")

    assert step == MenuAnswer(
        MenuPath((2,)), Case("2.1"), "可以带家属吗？", "周末可以。"
    )


def test_a_section_of_one_question_asks_for_the_situation_at_once() -> None:
    faq = edition((3,))

    assert isinstance(walk(faq, "1"), MenuList)
    assert walk(faq, "12") == MenuAnswer(
        MenuPath((1, 2)), Case("1.1", 2), "情况2", "建议：做法2"
    )


def test_nine_choices_need_no_second_page() -> None:
    step = walk(edition((0,) * 9), "1")

    assert isinstance(step, MenuList)
    assert len(step.choices) == 9
    assert not step.more


def test_nine_turns_the_page_of_a_long_list_and_comes_round() -> None:
    faq = edition((0,) * 18, (0,))
    steps = [walk(faq, "1" + "9" * turns) for turns in range(4)]

    shown = [
        [it.title for it in step.choices]
        for step in steps
        if isinstance(step, MenuList)
    ]

    assert [len(it) for it in shown] == [8, 8, 2, 8]
    assert shown[0] == shown[3]


def test_a_choice_on_a_later_page_is_that_pages_choice() -> None:
    step = walk(edition((0,) * 18, (0,)), "1992")

    assert isinstance(step, MenuAnswer)
    assert step.case == Case("1.18")


def test_back_from_an_answer_of_a_later_page_is_that_page() -> None:
    faq = edition((0,) * 18, (0,))

    assert walk(faq, "1992*") == walk(faq, "199")


def test_back_on_a_later_page_is_the_page_before() -> None:
    faq = edition((0,) * 25, (0,))
    there = [walk(faq, "1" + "9" * turns) for turns in range(4)]
    back = [walk(faq, "1999" + "*" * turns) for turns in range(4)]

    assert back == there[::-1]
    assert len({step.path for step in there}) == 4


def test_back_climbs_to_the_start_and_stays_there() -> None:
    steps = [walk(EDITION, "121" + "*" * times).path.at for times in range(5)]

    assert steps == [(1, 2, 1), (1, 2), (1,), (), ()]
    assert all(len(a) >= len(b) for a, b in pairwise(steps))


@given(editions, paths)
def test_a_star_asks_for_notices_at_the_start_and_nowhere_else(
    faq: Edition, path: MenuPath
) -> None:
    here = menu_at(faq, path)

    step = press_key(faq, path, "*")

    assert isinstance(step, NoticesRequest) == (here.path == ROOT)


def test_a_star_on_a_later_page_of_the_start_is_the_page_before() -> None:
    faq = edition(*[(0,)] * 12)

    step = walk(faq, "9*")

    assert step == menu_at(faq, ROOT)
    assert walk(faq, "*") == NoticesRequest(ROOT)


@pytest.mark.parametrize("key", ["9", "#"])
def test_inside_an_answer_nine_and_hash_repeat_it(key: str) -> None:
    assert walk(EDITION, "11" + key) == walk(EDITION, "11")


@pytest.mark.parametrize("pressed", ["", "1", "12", "121"])
def test_nought_is_the_hotline_and_keeps_the_place(pressed: str) -> None:
    here = walk(EDITION, pressed)

    assert press_key(EDITION, here.path, "0") == HotlineRequest(here.path)


@pytest.mark.parametrize("key", ["4", "9", "", "12", "a", "１", "hangup"])
def test_a_key_that_means_nothing_is_refused_where_it_was_pressed(key: str) -> None:
    assert press_key(EDITION, ROOT, key) == InvalidKey(ROOT)


@pytest.mark.parametrize("path", [(9,), (1, 9), (1, 1, 1), (1, 2, 9), (1, 2, 1, 1)])
def test_a_path_that_leads_nowhere_is_the_start(path: tuple[int, ...]) -> None:
    assert menu_at(EDITION, MenuPath(path)) == menu_at(EDITION, ROOT)


def test_a_page_means_nothing_inside_an_answer() -> None:
    assert menu_at(EDITION, MenuPath((1, 1), page=3)) == menu_at(
        EDITION, MenuPath((1, 1))
    )
