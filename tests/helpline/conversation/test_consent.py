"""退订, 恢复, and the words that the provider answers itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline import wording
from helpline.conversation.commands import Command, parse_command
from helpline.conversation.sent_notices import SentNotices
from helpline.conversation.turn import Consent, Turn
from tests.helpline.canteen import Conversation
from tests.helpline.letters import mailboxes
from tests.helpline.texts import anything

SUPPRESSED = SentNotices(suppressed=True)
STOP_WORDS = [
    "stop",
    "stopall",
    "unsubscribe",
    "cancel",
    "end",
    "quit",
    "revoke",
    "optout",
    *("STOP", "Unsubscribe", "QUIT"),
]
UNSUBSCRIBING = [
    "退订",
    "退訂",
    "TD",
    "Ｔ",
    "n",
    "取消订阅",
    "停止",
    "不再接收",
    "退订。",
    *("td", "T", "ＴＤ", "停止。", "退 订！"),
]
RESUMING = ["恢复", "订阅", "开通", "恢复订阅", "恢復", "恢复通知。", "開通"]
DECIDING = {Command.UNSUBSCRIBE, Command.RESUME, Command.STOP, Command.START}


@pytest.mark.parametrize("word", UNSUBSCRIBING)
def test_who_unsubscribes_is_sent_no_more_and_told_so(word: str) -> None:
    applicant = Conversation()

    applicant.says(word)

    assert applicant.last == Turn(wording.UNSUBSCRIBED, consent=Consent.SUPPRESS)


def test_the_confirmation_says_what_ends_what_goes_on_and_the_way_back() -> None:
    assert Conversation().says("退订") == (
        "已退订，不再向您的号码发送通知短信。提问照常答复。要恢复通知请回复“恢复”。"
    )


def test_it_is_confirmed_once() -> None:
    applicant = Conversation(mailbox=SUPPRESSED)

    applicant.says("退订")

    assert applicant.last == Turn("", consent=Consent.SUPPRESS)


@pytest.mark.parametrize("word", RESUMING)
def test_who_resumes_is_sent_notices_again_and_told_so(word: str) -> None:
    applicant = Conversation(mailbox=SUPPRESSED)

    applicant.says(word)

    assert applicant.last == Turn(wording.RESUMED, consent=Consent.RESUME)


def test_who_resumes_what_never_ended_is_told_so() -> None:
    applicant = Conversation()

    applicant.says("恢复")

    assert applicant.last == Turn(wording.NOT_UNSUBSCRIBED, consent=Consent.RESUME)


@pytest.mark.parametrize("suppressed", [True, False])
@pytest.mark.parametrize(
    ("word", "consent"),
    [
        *((it, Consent.SUPPRESS) for it in STOP_WORDS),
        ("START", Consent.RESUME),
        ("Unstop", Consent.RESUME),
    ],
)
def test_what_the_provider_answers_itself_counts_and_gets_no_reply(
    word: str, consent: Consent, *, suppressed: bool
) -> None:
    applicant = Conversation(mailbox=SentNotices(suppressed=suppressed))

    applicant.says(word)

    assert applicant.last == Turn("", consent=consent)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "YES",
            "yes",
            "请不要停止",
            "我要退订短信吗",
            "T证怎么办",
            "恢复账号",
            "1",
            "",
        ),
        *("不要退订", "怎么退订", "退订了怎么恢复", "恢复考试了吗", "停止受理了吗"),
        *("Y", "tt", "订阅号是什么", "T1", "N0"),
    ],
)
def test_nothing_else_decides_it(text: str) -> None:
    applicant = Conversation()

    applicant.says(text)

    assert applicant.last.consent is None


@given(anything() | st.text("退订恢复停止TDNtdn stop。，", max_size=6), mailboxes)
def test_consent_only_ever_comes_from_a_word_that_is_the_whole_text(
    text: str, notices: SentNotices
) -> None:
    applicant = Conversation(mailbox=notices)

    applicant.says(text)

    assert (applicant.last.consent is not None) == (parse_command(text) in DECIDING)
