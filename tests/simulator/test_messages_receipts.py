"""Receipts: signed, to our own address only, and in every way in which they can come."""

from datetime import timedelta

import pytest

from simulator.provider import ACCOUNT_SID, OUR_NUMBER
from tests.simulator.company import APPLICANT, RECEIPTS, SERVICE, Company
from tests.simulator.fakes import BROKEN, Doors, having

SOON = timedelta(seconds=5)


def told(doors: Doors) -> list[str]:
    return [it.form["MessageStatus"] for it in doors.knocks]


def told_since(doors: Doors, count: int) -> str:
    return " ".join(told(doors)[count:])


def sent(doors: Doors, company: Company, **changed: str) -> str:
    callback = f"{doors.address}{RECEIPTS}?k=7"
    return company.sent(StatusCallback=callback, **changed)


def test_a_message_is_said_to_be_sent_then_delivered(
    doors: Doors, company: Company
) -> None:
    sid = sent(doors, company)

    company.later.pass_by()

    assert doors.paths == [RECEIPTS + "?k=7"] * 2
    assert told(doors) == ["sent", "delivered"]
    assert company.status(sid) == "delivered"
    (hop, _) = company.news()["wire"][1:3]
    assert (hop["status"], hop["fault"]) == (204, "")


def test_a_receipt_carries_what_the_real_company_sends(
    doors: Doors, company: Company
) -> None:
    sid = sent(doors, company)

    company.later.pass_by()

    first, last = (it.form.to_dict() for it in doors.knocks)
    assert first == {
        "MessageSid": sid,
        "SmsSid": sid,
        "MessageStatus": "sent",
        "SmsStatus": "sent",
        "To": APPLICANT,
        "From": OUR_NUMBER,
        "AccountSid": ACCOUNT_SID,
        "ApiVersion": "2010-04-01",
    }
    assert last == {
        **first,
        "MessageStatus": "delivered",
        "SmsStatus": "delivered",
        "RawDlrDoneDate": "2603020100",
    }


@pytest.mark.parametrize(
    ("seconds", "statuses"),
    [(0.5, []), (0.6, ["sent"]), (1.5, ["sent"]), (1.6, ["sent", "delivered"])],
)
def test_each_receipt_takes_its_time(
    doors: Doors, company: Company, seconds: float, statuses: list[str]
) -> None:
    sent(doors, company)

    company.later.pass_by(timedelta(seconds=seconds))

    assert told(doors) == statuses


def test_a_messaging_service_says_first_that_it_has_chosen_a_sender(
    doors: Doors, company: Company
) -> None:
    sent(doors, company, From="", MessagingServiceSid=SERVICE)

    company.later.pass_by()

    assert told(doors) == ["queued", "sent", "delivered"]
    assert {it.form["MessagingServiceSid"] for it in doors.knocks} == {SERVICE}
    assert {it.form["From"] for it in doors.knocks} == {OUR_NUMBER}


@pytest.mark.parametrize(
    ("way", "at_once", "soon", "in_the_end"),
    [
        ("normal", "", "sent delivered", ""),
        ("early", "sent delivered", "", ""),
        ("late", "", "", "sent delivered"),
        ("doubled", "", "sent sent delivered delivered", ""),
        ("shuffled", "", "delivered sent", ""),
        ("lost", "", "", ""),
        ("undelivered", "", "sent undelivered", ""),
    ],
)
def test_receipts_come_in_the_way_that_was_chosen(  # noqa: PLR0913, PLR0917  a table
    doors: Doors,
    company: Company,
    way: str,
    at_once: str,
    soon: str,
    in_the_end: str,
) -> None:
    company.choose(way)

    sent(doors, company)
    heard = [told_since(doors, 0)]
    for time in (SOON, timedelta.max):
        before = len(doors.knocks)
        company.later.pass_by(time)
        heard.append(told_since(doors, before))

    assert heard == [at_once, soon, in_the_end]


@pytest.mark.parametrize("way", ["normal", "early", "late", "doubled", "lost"])
def test_however_receipts_come_the_message_arrives(
    doors: Doors, company: Company, way: str
) -> None:
    company.choose(way)
    sid = sent(doors, company)

    company.later.pass_by(SOON)

    assert company.status(sid) == "delivered"


def test_what_was_taken_before_keeps_its_way(doors: Doors, company: Company) -> None:
    sent(doors, company)
    company.choose("lost")

    company.later.pass_by()

    assert told(doors) == ["sent", "delivered"]


def test_an_undelivered_receipt_bears_the_error(doors: Doors, company: Company) -> None:
    company.choose("undelivered")
    sent(doors, company)

    company.later.pass_by()

    form = doors.knocks[-1].form
    assert having(form, "ErrorCode", "RawDlrDoneDate") == {
        "ErrorCode": "30003",
        "RawDlrDoneDate": "2603020100",
    }
    assert "ErrorCode" not in doors.knocks[0].form


def test_without_an_address_nothing_is_told(doors: Doors, company: Company) -> None:
    sid = company.sent()

    company.later.pass_by()

    assert doors.knocks == []
    assert company.status(sid) == "delivered"


@pytest.mark.parametrize("elsewhere", ["http://elsewhere.example/r", "{}.cn/r"])
def test_nothing_is_told_to_anybody_else(
    doors: Doors, company: Company, elsewhere: str
) -> None:
    company.sent(StatusCallback=elsewhere.format(doors.address))

    company.later.pass_by()

    assert doors.knocks == []
    faults = [it["fault"] for it in company.news()["wire"] if it["fault"]]
    assert len(faults) == 2
    assert all("别处" in it for it in faults)


def test_what_follows_a_hash_is_not_sent(doors: Doors, company: Company) -> None:
    company.sent(StatusCallback=f"{doors.address}{RECEIPTS}?k=7#rc=2")

    company.later.pass_by()

    assert doors.paths == [RECEIPTS + "?k=7"] * 2
    assert {it["status"] for it in company.news()["wire"]} == {201, 204}


def test_a_receipt_that_is_refused_is_not_sent_again(
    doors: Doors, company: Company
) -> None:
    doors.answers[RECEIPTS] = BROKEN
    sid = sent(doors, company)

    company.later.pass_by()

    assert told(doors) == ["sent", "delivered"]
    assert company.status(sid) == "delivered"
