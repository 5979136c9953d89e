"""What comes of each key, read as the provider would read it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.voice.menu import MenuPath
from helpline.wording import Prompts
from ivr import call_flow
from ivr.position import MOST_MISSES, Position
from simulator import twiml
from simulator.twiml import Dial, Gather, Hangup, Redirect, Say, Verb
from tests import seeded
from tests.faq_store.examples import SMALL

SPOKEN = replace(SMALL, prompts=Prompts())


def answered(position: Position, digits: str) -> tuple[Verb, ...]:
    return twiml.parse_verbs(call_flow.answer_key(SPOKEN, position, digits).encode())


def said(verbs: tuple[Verb, ...]) -> str:
    spoken = [it for it in verbs if isinstance(it, Say)]
    waits = [it for it in verbs if isinstance(it, Gather)]
    return "".join(
        item.text
        for item in (*spoken, *(s for w in waits for s in w.nested))
        if isinstance(item, Say)
    )


def test_the_menu_is_spoken_inside_a_wait_for_one_key_that_may_be_a_hash() -> None:
    gather, redirect = twiml.parse_verbs(
        call_flow.greet_caller(SPOKEN, Position(1)).encode()
    )

    assert isinstance(gather, Gather)
    assert isinstance(redirect, Redirect)
    assert (gather.keys, gather.finish) == (1, "")
    assert (
        gather.action
        == redirect.url
        == "/ivr/key?edition=1&at=0&step=0&silent=0&wrong=0"
    )


def test_every_sentence_is_mandarin() -> None:
    (gather, _) = twiml.parse_verbs(
        call_flow.greet_caller(SPOKEN, Position(1)).encode()
    )

    assert isinstance(gather, Gather)
    assert {it.language for it in gather.nested if isinstance(it, Say)} == {"cmn-CN"}


def test_the_whole_answer_is_in_the_response_to_the_key() -> None:
    heard = said(answered(Position(1, MenuPath((1, 2))), "2"))

    assert "建议：去解挂。" in heard


def test_silence_and_wrong_keys_are_told_apart() -> None:
    assert "没有听到" in said(answered(Position(1), ""))
    assert "没有这个选项" in said(answered(Position(1), "8"))


@pytest.mark.parametrize(
    "digits", ["12", "12*34", "#456", "hangup", "1" * 40, "１", "-1"]
)
def test_what_is_not_one_key_is_a_wrong_key(digits: str) -> None:
    assert "没有这个选项" in said(answered(Position(1), digits))


def test_silence_ends_in_a_goodbye() -> None:
    verbs = answered(Position(1, silent=MOST_MISSES - 1), "")

    assert isinstance(verbs[-1], Hangup)
    assert "再见" in said(verbs)


def test_wrong_keys_end_in_a_goodbye() -> None:
    verbs = answered(Position(1, wrong=MOST_MISSES - 1), "8")

    assert isinstance(verbs[-1], Hangup)
    assert "按键无效" in said(verbs)


def test_a_good_key_forgives_the_misses_before_it() -> None:
    gather, _ = answered(Position(1, silent=2, wrong=2), "1")

    assert isinstance(gather, Gather)
    assert "silent=0&wrong=0" in gather.action


def test_the_hotline_is_only_spoken_where_no_number_is_set() -> None:
    verbs = answered(Position(1), "0")

    assert "9 6 5 0 0" in said(verbs)
    assert not any(isinstance(it, Dial) for it in verbs)


def test_the_hotline_is_dialled_where_the_edition_says_how() -> None:
    prompts = Prompts(hotline_dialled="+8637196500")
    edition = replace(SPOKEN, prompts=prompts)

    verbs = twiml.parse_verbs(call_flow.answer_key(edition, Position(1), "0").encode())

    dial = verbs[-1]
    assert isinstance(dial, Dial)
    assert dial.number == "+8637196500"
    assert dial.action is not None
    assert dial.action.startswith("/ivr/dialled?")


def test_a_hotline_that_does_not_answer_is_told_and_the_call_goes_on() -> None:
    verbs = twiml.parse_verbs(
        call_flow.answer_not_reached(SPOKEN, Position(1)).encode()
    )

    assert "没有接通" in said(verbs)
    assert isinstance(verbs[0], Gather)


@given(st.lists(st.sampled_from([*"0123456789*#", "", "99"]), max_size=40))
def test_any_keys_lead_to_chinese_within_the_limits(keys: list[str]) -> None:
    position = Position(1)
    for key in keys:
        markup = call_flow.answer_key(seeded.edition(), position, key)
        verbs = twiml.parse_verbs(markup.encode())  # refuses what the provider would
        assert said(verbs)
        if not isinstance(verbs[0], Gather):
            assert isinstance(verbs[-1], Hangup)
            return
        query = dict(
            part.split("=") for part in verbs[0].action.partition("?")[2].split("&")
        )
        position = Position.read(query)
