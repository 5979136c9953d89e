"""Whatever a receipt holds, it is read, and what it held is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.rest.api.v2010.account.message import MessageInstance
from werkzeug.datastructures import MultiDict

from notices.faults import Fault
from notices.gateways.base import Receipt
from notices.gateways.twilio.status_callback import STATUSES, read_receipt
from notices.status import Status
from tests.notices.gateways.accounts import SID, gateway

FORM = {
    "MessageSid": SID,
    "SmsSid": SID,
    "MessageStatus": "undelivered",
    "SmsStatus": "undelivered",
    "ErrorCode": "30003",
    "RawDlrDoneDate": "2603020130",
    "To": "+8613800138000",
    "ChannelPrefix": "",
}
NAMES = st.sampled_from(
    ["MessageSid", "SmsSid", "MessageStatus", "SmsStatus", "ErrorCode"]
)


def test_a_receipt_says_whose_it_is_and_what_became_of_it() -> None:
    assert gateway().parse_receipt("n-1", FORM) == Receipt(
        id="n-1",
        sid=SID,
        status=Status.UNDELIVERED,
        word="undelivered",
        code="30003",
        raw=FORM,
    )


@pytest.mark.parametrize(
    ("given_code", "code"),
    [
        ("", ""),
        ("abc", ""),
        ("30003", "30003"),
        (" 30003 ", "30003"),
        ("0", ""),
        ("-1", ""),
        ("٣٠٠٠٣", ""),
        ("1234567", ""),
    ],
)
def test_an_error_code_is_a_number_or_none(given_code: str, code: str) -> None:
    assert read_receipt("", FORM | {"ErrorCode": given_code}).code == code


def test_a_receipt_says_whose_fault_its_code_is() -> None:
    assert read_receipt("", FORM | {"ErrorCode": "21610"}).fault is Fault.OPTED_OUT
    assert read_receipt("", FORM).fault is None


def test_an_error_code_may_be_missing() -> None:
    form = {key: value for key, value in FORM.items() if key != "ErrorCode"}

    assert read_receipt("n-1", form).code == ""


def test_an_older_name_does_where_the_newer_is_missing() -> None:
    receipt = read_receipt("n-1", {"SmsSid": SID, "SmsStatus": "sent"})

    assert (receipt.sid, receipt.status) == (SID, Status.SENT)


@pytest.mark.parametrize("word", ["partially_delivered", "received", "new", ""])
def test_a_word_that_we_do_not_know_is_kept_as_it_is(word: str) -> None:
    receipt = read_receipt("n-1", {"MessageStatus": word})

    assert (receipt.status, receipt.word) == (None, word)


def test_every_word_of_the_client_is_known_or_left_out_by_intent() -> None:
    words = {
        value for key, value in vars(MessageInstance.Status).items() if key.isupper()
    }

    assert words - set(STATUSES) == {"receiving", "received", "partially_delivered"}
    assert set(STATUSES) <= words


def test_ids_are_short_and_clean() -> None:
    receipt = read_receipt("n\0-1" + "x" * 100, {"MessageSid": " SM\ud8001\n"})

    assert receipt.id == "n-1" + "x" * 61
    assert receipt.sid == "SM1"


def test_what_came_is_kept_as_it_came() -> None:
    form = MultiDict([("RawDlrDoneDate", "2603020130"), ("Odd", "\0")])

    assert read_receipt("", form).raw == {"RawDlrDoneDate": "2603020130", "Odd": "\0"}


@given(st.text(), st.dictionaries(NAMES | st.text(), st.text()))
def test_no_form_makes_it_raise(id: str, form: dict[str, str]) -> None:  # noqa: A002
    receipt = read_receipt(id, form)

    assert receipt.raw == form
    assert max(len(receipt.id), len(receipt.sid), len(receipt.word)) <= 64
