"""A call played without a telephone says what a telephone would."""

from dataclasses import replace

from console.playground import call_player
from helpline.voice.menu import MenuPath
from helpline.wording import Prompts
from tests import seeded
from tests.faq_store.examples import SMALL

PLAIN = replace(SMALL, prompts=Prompts())


def test_a_call_begins_with_the_announcement_the_greeting_and_the_menu() -> None:
    (start,) = call_player.play_call(SMALL, "", "今天停电。")

    assert start.act == ""
    assert start.sentences[0] == "今天停电。"
    assert any("用餐，请按1。" in it for it in start.sentences)
    assert start.position is not None
    assert start.position.path == MenuPath()


def test_keys_lead_to_an_answer_and_back() -> None:
    *_, told, back = call_player.play_call(PLAIN, "122*")

    assert "建议：去解挂。" in told.sentences
    assert told.position is not None
    assert told.position.path == MenuPath((1, 2, 2))
    assert back.position is not None
    assert back.position.path == MenuPath((1, 2))


def test_silence_three_times_ends_the_call_and_nothing_follows() -> None:
    played = tuple(call_player.play_call(PLAIN, "sss1"))

    assert [it.act for it in played] == ["", "s", "s", "s"]
    assert played[-1].position is None
    assert "再见" in played[-1].sentences[-1]


def test_a_dialled_hotline_that_is_not_reached_leads_back() -> None:
    *_, dialled, back = call_player.play_call(SMALL, "10n")

    assert dialled.dialled == "+861234567"
    assert back.sentences[0] == "电话没有接通。"
    assert back.position is not None
    assert back.position.path == MenuPath((1,))


def test_the_packaged_faq_is_played() -> None:
    *_, last = call_player.play_call(seeded.edition(), "1")

    assert last.position is not None
    assert last.position.path == MenuPath((1,))
