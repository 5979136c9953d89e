"""Whom the fallback of texts apologises to, when the store is of no help."""

import pytest

from helpline.wording import Prompts
from simulator import twiml
from tests.server.callers import Caller, a_text


def replies(caller: Caller, **more: str) -> tuple[str, ...]:
    fields = a_text(**more, ErrorCode="11200", ErrorUrl="https://x")
    return twiml.parse_messages(caller.signed("/sms/fallback", fields).data)


def test_an_applicant_is_asked_to_text_again(caller: Caller) -> None:
    (reply,) = replies(caller)

    assert "请稍后再发一次" in reply


@pytest.mark.parametrize(
    "more",
    [
        {"From": "10690001234"},
        {"From": "TENCENT"},
        {"OptOutType": "STOP"},
        {"Body": Prompts().with_hotline(Prompts().apology)},
    ],
)
def test_whom_we_would_not_answer_gets_no_apology(
    caller: Caller, more: dict[str, str]
) -> None:
    assert replies(caller, **more) == ()
