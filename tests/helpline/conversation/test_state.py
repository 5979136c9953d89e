import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.conversation.state import (
    DEEPEST,
    NONE_OF_THESE,
    ConversationState,
    Screen,
    ScreenKind,
)
from helpline.faq import Case

words = st.text(max_size=10)
keys = st.builds(
    Case,
    st.text("0123456789.", min_size=1, max_size=4),
    st.none() | st.integers(1, 99),
).map(str)
lists = st.lists(keys, max_size=4).map(tuple)
answers = st.sampled_from(
    [ScreenKind.SITUATIONS, ScreenKind.ANSWER, ScreenKind.NOTICES]
)
screens = st.one_of(
    st.builds(Screen, st.just(ScreenKind.SECTIONS), words, st.lists(words).map(tuple)),
    st.builds(Screen, st.just(ScreenKind.QUESTIONS), words, lists, words),
    st.builds(
        Screen,
        st.just(ScreenKind.CHOICES),
        words,
        lists.map(lambda offered: (*offered, NONE_OF_THESE)),
    ),
    st.builds(Screen, answers, keys, lists, words),
)
states = st.builds(
    ConversationState,
    st.integers(0),
    st.lists(screens, max_size=DEEPEST).map(tuple),
    st.lists(words, max_size=3).map(tuple),
    words,
    lists,
    st.none() | st.datetimes(timezones=st.just(UTC)),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | words,
    lambda it: st.lists(it, max_size=4) | st.dictionaries(words, it, max_size=4),
)

WHOLE = {
    "edition": 1,
    "trail": [
        {"view": "situations", "about": "1.2", "offered": ["1.2#1"], "asked": "卡"}
    ],
    "rest": ["下文"],
    "asked": "饭卡",
    "runners_up": ["1.1"],
    "at": "2026-03-02T04:00:00+00:00",
}


@given(states)
def test_a_state_reads_back_from_its_json(state: ConversationState) -> None:
    assert ConversationState.from_json(state.to_json()) == state


def test_a_stored_state_is_plain_json() -> None:
    state = ConversationState.from_json(json.dumps(WHOLE))

    assert json.loads(state.to_json()) == WHOLE
    assert state.at == datetime(2026, 3, 2, 4, tzinfo=UTC)


@given(st.text() | json_values.map(json.dumps))
def test_garbage_is_a_fresh_conversation(text: str) -> None:
    assert ConversationState.from_json(text) == ConversationState()


@given(st.sampled_from(sorted(WHOLE)), json_values)
def test_a_state_with_one_part_of_garbage_still_reads(part: str, value: object) -> None:
    state = ConversationState.from_json(json.dumps(WHOLE | {part: value}))

    assert ConversationState.from_json(state.to_json()) == state


@pytest.mark.parametrize(
    "wrong",
    [
        {"edition": float("inf")},
        {"edition": "九"},
        {"trail": None},
        {"trail": ["situations"]},
        {"trail": [{"view": "dream", "about": "", "offered": []}]},
        {"trail": [{"view": "answer", "about": "", "offered": []}]},
        {"trail": [{"view": "sections", "about": "", "offered": "12"}]},
        {"trail": [{"view": "choices", "about": "", "offered": ["1.2#x"]}]},
        {"rest": 3},
        {"runners_up": ["#"]},
        {"at": "yesterday"},
        {"at": "2026-03-02T04:00:00"},
        {"at": 5},
    ],
    ids=str,
)
def test_a_state_of_another_shape_is_a_fresh_conversation(
    wrong: dict[str, object],
) -> None:
    assert ConversationState.from_json(json.dumps(WHOLE | wrong)) == ConversationState()


@pytest.mark.parametrize("part", sorted(WHOLE))
def test_a_state_that_lacks_a_part_is_a_fresh_conversation(part: str) -> None:
    rest = {key: value for key, value in WHOLE.items() if key != part}

    assert ConversationState.from_json(json.dumps(rest)) == ConversationState()


def test_a_state_of_the_first_release_is_read_whole() -> None:
    screen = {"view": "situations", "about": "1.2", "offered": ["1.2#1"]}

    state = ConversationState.from_json(json.dumps(WHOLE | {"trail": [screen]}))

    assert state.trail == (Screen(ScreenKind.SITUATIONS, "1.2", ("1.2#1",)),)


def test_json_nested_beyond_measure_is_a_fresh_conversation() -> None:
    assert ConversationState.from_json("[" * 200_000) == ConversationState()


@given(st.lists(screens, max_size=9, unique=True))
def test_a_trail_keeps_the_newest_screens(shown: list[Screen]) -> None:
    state = ConversationState()
    for screen in shown:
        state = state.show(screen)

    assert state.trail == tuple(shown[-DEEPEST:])


def test_a_screen_shown_twice_is_one_step_back() -> None:
    screen = Screen(ScreenKind.ANSWER, "1.1")

    assert ConversationState().show(screen).show(screen).trail == (screen,)


def test_taking_a_screen_off_shows_the_one_below() -> None:
    below, above = Screen(ScreenKind.SECTIONS), Screen(ScreenKind.ANSWER, "1.1")

    state = ConversationState().show(below).show(above)

    assert state.screen == above
    assert state.back().screen == below
    assert state.back().back().screen is None
    assert replace(state, trail=()).back() == ConversationState()
