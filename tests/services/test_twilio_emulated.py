"""The gateway and an emulated Twilio understand each other over real HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from twilio.request_validator import RequestValidator

from notices.faults import Fault
from notices.gateways.base import (
    GatewayError,
    OutgoingMessage,
    Receipt,
    SendAccepted,
    SendRefused,
)
from notices.gateways.twilio.gateway import TwilioGateway, TwilioOptions
from notices.status import Status
from tests.services.emulator import NUMBER, TOKEN, Emulator
from tests.services.mailbox import Mailbox

THEIRS = "+8613800138000"
TEXT = "【安管考核】张三，您的申请已退件😀。\n请登录系统查看。"
NOBODY = "SM" + "0" * 32
THE_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
FOR_EVER = datetime(2200, 1, 1, tzinfo=UTC)


def outgoing(receipts: Mailbox, id: str = "n-1", to: str = THEIRS) -> OutgoingMessage:  # noqa: A002
    return OutgoingMessage(id, to, TEXT, receipts.url(id), timedelta(hours=4))


def sent(gateway: TwilioGateway, message: OutgoingMessage) -> str:
    outcome = gateway.send(message)
    assert isinstance(outcome, SendAccepted)
    return outcome.sid


def heard(gateway: TwilioGateway, receipts: Mailbox) -> list[Receipt]:
    return [gateway.parse_receipt(it.id, it.form) for it in receipts.letters]


def test_a_message_is_taken(gateway: TwilioGateway, receipts: Mailbox) -> None:
    outcome = gateway.send(outgoing(receipts))

    assert isinstance(outcome, SendAccepted)
    assert outcome.sid.startswith("SM")
    assert outcome.status is Status.ACCEPTED


def test_a_receipt_comes_before_the_answer_and_names_our_id(
    gateway: TwilioGateway, receipts: Mailbox
) -> None:
    sid = sent(gateway, outgoing(receipts, "n-7"))

    (receipt,) = heard(gateway, receipts)
    assert (receipt.id, receipt.sid, receipt.code) == ("n-7", sid, "")
    assert (receipt.word, receipt.status) == ("queued", Status.ACCEPTED)
    assert (receipt.raw["To"], receipt.raw["From"]) == (THEIRS, NUMBER)


def test_receipts_are_signed_by_our_account(
    gateway: TwilioGateway, receipts: Mailbox
) -> None:
    gateway.send(outgoing(receipts))

    (letter,) = receipts.letters
    validator = RequestValidator(TOKEN)
    assert validator.validate(letter.url, letter.form, letter.signature)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("sending", Status.ACCEPTED),
        ("sent", Status.SENT),
        ("delivered", Status.DELIVERED),
        ("undelivered", Status.UNDELIVERED),
        ("failed", Status.FAILED),
    ],
)
def test_what_becomes_of_it_is_told_and_can_be_looked_up(
    emulated_twilio: Emulator,
    gateway: TwilioGateway,
    receipts: Mailbox,
    word: str,
    status: Status,
) -> None:
    sid = sent(gateway, outgoing(receipts))

    emulated_twilio.move(sid, word)

    receipt = heard(gateway, receipts)[-1]
    assert (receipt.sid, receipt.word, receipt.status) == (sid, word, status)
    found = gateway.look_up(sid)
    assert found is not None
    assert (found.status, found.to, found.text) == (status, THEIRS, TEXT)


def test_a_message_that_was_never_sent_is_not_found(gateway: TwilioGateway) -> None:
    assert gateway.look_up(NOBODY) is None


def test_what_went_to_a_number_is_listed_newest_first(
    gateway: TwilioGateway, receipts: Mailbox
) -> None:
    before = datetime.now(UTC)
    others = outgoing(receipts, to="+8613900139000")
    sids = [sent(gateway, outgoing(receipts, f"n-{it}")) for it in range(3)]
    sent(gateway, others)

    listed = gateway.list_sent_to(THEIRS, before)

    assert {it.sid for it in listed} == set(sids)
    assert [it.at for it in listed] == sorted((it.at for it in listed), reverse=True)
    assert {it.text for it in listed} == {TEXT}


def test_older_messages_are_not_listed(
    gateway: TwilioGateway, receipts: Mailbox
) -> None:
    gateway.send(outgoing(receipts))

    assert gateway.list_sent_to(THEIRS, FOR_EVER) == ()


def test_a_list_of_several_pages_is_read_whole(
    gateway: TwilioGateway, receipts: Mailbox
) -> None:
    message = replace(outgoing(receipts), receipts_url="")
    sids = {sent(gateway, message) for _ in range(103)}

    assert {it.sid for it in gateway.list_sent_to(THEIRS, THE_FIRST_MOMENT)} == sids


def test_wrong_credentials_halt_sending(
    options: TwilioOptions, receipts: Mailbox
) -> None:
    stranger = TwilioGateway(replace(options, auth_token=TOKEN[:-1]))

    assert stranger.send(outgoing(receipts)) == SendRefused(Fault.ACCOUNT, "20003")
    with pytest.raises(GatewayError, match="20003"):
        stranger.look_up(NOBODY)


def test_a_number_that_is_not_ours_may_not_send(
    options: TwilioOptions, receipts: Mailbox
) -> None:
    stranger = TwilioGateway(replace(options, from_number="+15550000000"))

    assert stranger.send(outgoing(receipts)) == SendRefused(Fault.SENDER, "21606")


def test_a_number_that_is_none_is_refused_for_ever(
    gateway: TwilioGateway, receipts: Mailbox
) -> None:
    outcome = gateway.send(outgoing(receipts, to="13800138000"))

    assert outcome == SendRefused(Fault.RECIPIENT, "21201")
