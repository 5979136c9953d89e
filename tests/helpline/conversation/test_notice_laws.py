"""What holds whatever an applicant was sent, and whatever they text."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.conversation.commands import COMMAND_WORDS, Command
from helpline.conversation.dialogue import reply
from helpline.conversation.sent_notices import SentNotices
from helpline.conversation.settings import ConversationRules
from helpline.conversation.state import ConversationState
from helpline.matching import Certain
from helpline.sms_segments import segments
from tests import seeded
from tests.helpline.canteen import NOON, Conversation, desk
from tests.helpline.letters import mailboxes
from tests.helpline.texts import anything

KNOWN = ["1", "2", "办法", "进度", "原因", "通知", "退订", "恢复", "stop", "start"]
KNOWN += [
    "菜单",
    "返回",
    "更多",
    "不对",
    "都不是",
    "人工",
    "开饭",
    "刷卡",
    "饭",
    "没余额",
]

texts = st.sampled_from(KNOWN) | anything()
pauses = st.sampled_from([timedelta(), timedelta(minutes=5), timedelta(days=1)])
rules = st.sampled_from(
    [ConversationRules(), ConversationRules(notice_questions=("1.1", "1.2"))]
)


@given(st.lists(st.tuples(texts, mailboxes, pauses), max_size=8), rules)
def test_no_mailbox_makes_the_dialogue_raise_or_say_more_than_it_may(
    said: list[tuple[str, SentNotices, timedelta]], kept: ConversationRules
) -> None:
    state, now = ConversationState(), NOON
    for text, notices, pause in said:
        now += pause

        at_desk = replace(desk(rules=kept), sent=notices)
        state, turn = reply(state, text, at_desk, now)

        assert segments(turn.reply) <= kept.segments
        assert ConversationState.from_json(state.to_json()) == state
        assert turn.inquiry is None or turn.inquiry.asked


@given(st.lists(texts, max_size=8), mailboxes)
def test_no_number_but_one_is_answered_otherwise_for_a_notice(
    said: list[str], notices: SentNotices
) -> None:
    applicant = Conversation(mailbox=notices)
    for text in said:
        applicant.says(text)
    stored, with_notices = applicant.stored, applicant.says("2")

    applicant.stored, applicant.mailbox = stored, SentNotices()

    assert applicant.says("2") == with_notices


@pytest.mark.parametrize(
    ("meant", "question"),
    [
        (Command.REMEDY, "2.1"),
        (Command.NOTICES, "2.1"),
        (Command.PROGRESS, "2.1"),
        (Command.WHY, "2.3"),
        (Command.RESUME, "none"),
    ],
)
def test_a_word_about_notices_takes_no_text_from_another_question(
    meant: Command, question: str
) -> None:
    decisions = [seeded.matcher().match(it) for it in COMMAND_WORDS[meant].split()]

    certain = {
        decision.options[0].case.question
        for decision in decisions
        if isinstance(decision, Certain)
    }

    assert certain <= {question}
