"""An announcement stands before every reply, and before none where none is due."""

from dataclasses import replace

from helpline.conversation.dialogue import reply
from helpline.conversation.state import ConversationState
from tests.helpline.canteen import NOON, desk

CLOSED = "明天停电，热线暂停。"


def said(text: str) -> str:
    announcing = replace(desk(), announcement=CLOSED)
    return reply(ConversationState(), text, announcing, NOON)[1].reply


def test_what_is_announced_comes_first() -> None:
    assert said("开饭").startswith(f"{CLOSED}\n")
    assert said("开饭").endswith(
        reply(ConversationState(), "开饭", desk(), NOON)[1].reply
    )


def test_who_gets_no_reply_hears_no_announcement() -> None:
    assert said("STOP") == ""


def test_a_reply_is_no_longer_for_it_than_it_may_be() -> None:
    short = replace(desk().rules, segments=1)
    announcing = replace(desk(), announcement=CLOSED * 3, rules=short)

    told = reply(ConversationState(), "卡", announcing, NOON)[1].reply

    assert told.startswith(CLOSED)
    assert len(told) <= 70
