"""Delivering a text: what is sent, and what becomes of each kind of answer."""

from datetime import UTC, datetime

import pytest

from simulator.provider import ACCOUNT_SID, OUR_NUMBER, Provider
from tests.simulator.fakes import BROKEN, Doors, having, numbered, replied, spoken

APPLICANT = "+8613800138000"
INBOUND, FALLBACK = "/sms/inbound", "/sms/fallback"


def test_a_text_brings_its_replies_back_in_order(
    doors: Doors, provider: Provider
) -> None:
    doors.answers[INBOUND] = replied("第一条", "第二条")

    done = provider.text(APPLICANT, "菜单")

    assert done.replies == ("第一条", "第二条")
    assert done.fault == ""
    assert done.status == 200
    assert "第一条" in done.answer
    assert ("Body", "菜单") in done.form


def test_a_text_carries_what_the_real_company_sends(
    doors: Doors, provider: Provider
) -> None:
    provider.text(APPLICANT, "汉" * 71)

    form = doors.knocks[0].form
    assert having(form, "From", "To", "AccountSid") == {
        "From": APPLICANT,
        "To": OUR_NUMBER,
        "AccountSid": ACCOUNT_SID,
    }
    assert form["MessageSid"] == form["SmsSid"] == "SM" + "1".zfill(32)
    assert having(form, "NumSegments", "NumMedia", "FromCountry", "FromCity") == {
        "NumSegments": "2",
        "NumMedia": "0",
        "FromCountry": "CN",
        "FromCity": "",
    }
    assert doors.knocks[0].agent == "TwilioProxy/1.1"


def test_a_sender_of_an_unknown_country_has_none(
    doors: Doors, provider: Provider
) -> None:
    provider.text("anonymous", "菜单")

    assert doors.knocks[0].form["FromCountry"] == ""


def test_no_message_is_no_reply(doors: Doors, provider: Provider) -> None:
    doors.answers[INBOUND] = replied()

    assert provider.text(APPLICANT, "退订").replies == ()


def test_a_redelivery_bears_the_same_id(doors: Doors, provider: Provider) -> None:
    doors.answers[INBOUND] = replied("好")

    first = provider.text(APPLICANT, "菜单")
    again = provider.text(APPLICANT, "菜单", first.message_sid)

    assert again.message_sid == first.message_sid
    assert {it.form["MessageSid"] for it in doors.knocks} == {first.message_sid}


def test_half_a_pair_is_sent_as_a_replacement_character(
    doors: Doors, provider: Provider
) -> None:
    provider.text(APPLICANT + "\udc80", "好\ud83d的")

    assert doors.knocks[0].form["Body"] == "好\ufffd的"
    assert doors.knocks[0].form["From"] == APPLICANT + "\ufffd"


def test_the_public_address_is_signed_whatever_the_way_there(doors: Doors) -> None:
    doors.public = "https://helpline.example.com"
    doors.answers[INBOUND] = replied("好")
    behind_a_proxy = Provider(
        doors.address + "/",
        doors.public + "/",
        ids=numbered(),
        clock=lambda: datetime.now(UTC),
    )

    assert behind_a_proxy.text(APPLICANT, "菜单").replies == ("好",)


def test_a_wrong_public_address_is_named_as_the_reason(doors: Doors) -> None:
    wrong = Provider(
        doors.address,
        "https://other.example.com",
        ids=numbered(),
        clock=lambda: datetime.now(UTC),
    )

    assert "PUBLIC_BASE_URL" in wrong.text(APPLICANT, "菜单").fault


def test_the_fallback_answers_for_a_broken_door_and_is_told_why(
    doors: Doors, provider: Provider
) -> None:
    doors.answers |= {INBOUND: BROKEN, FALLBACK: replied("请稍后再发")}

    done = provider.text(APPLICANT, "菜单")

    assert done.replies == ("请稍后再发",)
    assert done.fault == "服务器暂时不能回答（503）"
    assert having(doors.knocks[1].form, "Body", "ErrorCode", "ErrorUrl") == {
        "Body": "菜单",
        "ErrorCode": "11200",
        "ErrorUrl": doors.address + INBOUND,
    }


def test_a_text_nobody_can_answer_says_the_doors_own_fault(
    doors: Doors, provider: Provider
) -> None:
    doors.answers |= {INBOUND: BROKEN, FALLBACK: (500, "text/plain", "")}

    done = provider.text(APPLICANT, "菜单")

    assert done.replies == ()
    assert done.fault == "服务器暂时不能回答（503）"
    assert [it.status for it in done.hops] == [503, 500]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, "text/plain", ""), "404"),
        ((302, "text/html", ""), "302"),
        ((200, "application/json", "{}"), "application/json"),
        ((200, "text/xml", "<Response>"), "XML"),
        (spoken("<Say>您好</Say>"), "<Say>"),
        (replied(" "), "空的"),
    ],
)
def test_an_answer_of_no_use_is_explained(
    doors: Doors, provider: Provider, answer: tuple[int, str, str], reason: str
) -> None:
    doors.answers[INBOUND] = answer

    assert reason in provider.text(APPLICANT, "菜单").fault
