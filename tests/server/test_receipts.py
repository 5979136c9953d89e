"""Receipts through the guarded application: taken once signed, whatever they say."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from notices.status import Status
from server.all_tables import METADATA
from tests import stores
from tests.faq_store import examples
from tests.notices.fakes import Post
from tests.server.callers import (
    ACCOUNT,
    Caller,
    a_receipt,
    added,
    cut,
    production,
    rows,
    running,
    without,
)

SID = "SM" + "2" * 32


@pytest.fixture
def door(post: Post) -> Iterator[Caller]:
    with running(production(post.engine), post.now) as app:
        yield Caller(app)


def handed_over(post: Post) -> str:
    """Send a notice of which no receipt has come yet."""
    notice = post.order()
    post.send_all()
    return notice


def receipt(notice: str) -> str:
    return f"/notices/receipts?k={notice}"


def test_a_signed_receipt_raises_its_notice_s_status(door: Caller, post: Post) -> None:
    notice = handed_over(post)

    answer = door.signed(receipt(notice), a_receipt("delivered"))

    (kept,) = post.receipts()
    assert (answer.status_code, answer.data) == (204, b"")
    assert post.status(notice) is Status.DELIVERED
    assert (kept.notice_id, kept.word, kept.sid) == (notice, "delivered", SID)


def test_the_first_receipt_may_come_before_we_know_the_provider_s_id(
    door: Caller, post: Post
) -> None:
    notice = post.order()
    post.claim()

    answer = door.signed(receipt(notice), a_receipt("sent"))

    assert answer.status_code == 204
    assert (post.status(notice), post.notice(notice).sid) == (Status.SENT, SID)


def test_receipts_twice_and_out_of_order_leave_the_last_word(
    door: Caller, post: Post
) -> None:
    notice = handed_over(post)
    words = ("delivered", "sent", "queued", "delivered")

    answers = [door.signed(receipt(notice), a_receipt(it)) for it in words]

    assert {it.status_code for it in answers} == {204}
    assert post.status(notice) is Status.DELIVERED
    assert len(post.receipts()) == 4
    assert post.story(notice)[-1] == "delivered"


def test_a_word_that_nobody_knows_is_kept_and_taken(door: Caller, post: Post) -> None:
    notice = handed_over(post)
    before = post.status(notice)

    answer = door.signed(receipt(notice), a_receipt("partially_delivered"))

    assert (answer.status_code, post.status(notice)) == (204, before)
    assert [(it.word, it.status) for it in post.receipts()] == [
        ("partially_delivered", None)
    ]


@pytest.mark.parametrize("code", ["", "abc", "30003", "9" * 40, "\x00"])
def test_an_error_code_may_be_anything(door: Caller, post: Post, code: str) -> None:
    notice = handed_over(post)
    form = (*a_receipt("undelivered"), ("ErrorCode", code))

    answer = door.signed(receipt(notice), form)

    assert answer.status_code == 204
    assert post.status(notice) is Status.UNDELIVERED
    assert post.notice(notice).code == ("30003" if code == "30003" else "")


@pytest.mark.parametrize("asked", ["nowhere", "", "0" * 32, "x" * 5000, "%00", "'--"])
def test_a_receipt_that_fits_no_notice_is_taken_and_parked(
    door: Caller, post: Post, log: pytest.LogCaptureFixture, asked: str
) -> None:
    handed_over(post)

    answer = door.signed(receipt(asked), a_receipt())

    (kept,) = post.receipts()
    assert (answer.status_code, kept.notice_id) == (204, None)
    assert f"a receipt for {SID} fits no notice yet" in log.text


def test_a_parked_receipt_is_applied_once_its_notice_is_known(
    door: Caller, post: Post
) -> None:
    door.signed("/notices/receipts", a_receipt("delivered"))
    notice = post.order()
    post.claim()
    post.hear(notice, "sent", SID)

    post.tidy()

    assert post.status(notice) is Status.DELIVERED


@pytest.mark.parametrize("signature", ["", "0" * 28])
def test_an_unsigned_receipt_has_no_effect(
    door: Caller, post: Post, signature: str
) -> None:
    notice = handed_over(post)
    before = rows(post.engine)

    answer = door.sent(receipt(notice), a_receipt(), signature)

    assert answer.status_code == 403
    assert rows(post.engine) == before


def test_a_notice_named_twice_is_refused_though_signed(
    door: Caller, post: Post
) -> None:
    notice, other = handed_over(post), handed_over(post)
    before = rows(post.engine)

    answers = [
        door.signed(f"{receipt(notice)}&k={item}", a_receipt()).status_code
        for item in (other, notice, "")
    ]

    assert answers == [403, 403, 403]
    assert rows(post.engine) == before


def test_the_signature_of_one_notice_s_receipt_is_none_for_another_s(
    door: Caller, post: Post
) -> None:
    notice, other = handed_over(post), handed_over(post)
    signature = door.signature(receipt(notice), a_receipt())

    answer = door.sent(receipt(other), a_receipt(), signature)

    assert answer.status_code == 403
    assert post.receipts() == []


@pytest.mark.parametrize(
    "form",
    [
        cut(a_receipt(), AccountSid=ACCOUNT[:-1] + "0"),
        cut(a_receipt(), MessageSid="SM1"),
        without(a_receipt(), "MessageSid"),
        (*a_receipt(), ("MessageSid", "SM" + "3" * 32)),
    ],
)
def test_a_receipt_of_another_shape_is_refused_though_signed(
    door: Caller, post: Post, form: tuple[tuple[str, str], ...]
) -> None:
    answer = door.signed(receipt(handed_over(post)), form)

    assert answer.status_code == 403
    assert post.receipts() == []


def test_a_receipt_adds_nothing_but_itself_and_a_step(door: Caller, post: Post) -> None:
    notice = handed_over(post)
    before = rows(post.engine)

    door.signed(receipt(notice), a_receipt())

    assert added(before, rows(post.engine)) == {"receipts": 1, "notice_events": 1}


def test_who_said_stop_to_the_provider_is_sent_nothing_more(
    door: Caller, post: Post
) -> None:
    notice, waiting = post.order(), post.order(reason="又一张")
    post.claim(1)
    form = (*a_receipt("failed"), ("ErrorCode", "21610"))

    door.signed(receipt(notice), form)

    assert post.status(waiting) is Status.SUPPRESSED


def test_with_the_store_gone_a_receipt_is_not_acknowledged(
    kind: str, now: datetime, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with stores.migrated(kind, tmp_path_factory.mktemp("gone")) as lost:
        examples.publish(lost, examples.SMALL, now)
        with running(production(lost), now) as app:
            METADATA.drop_all(lost)

            answer = Caller(app).signed(receipt("x"), a_receipt())

    assert answer.status_code == 503


def test_nobody_s_number_is_in_the_log_of_it(
    door: Caller, post: Post, log: pytest.LogCaptureFixture
) -> None:
    door.signed(receipt("nowhere"), a_receipt())
    door.signed(receipt(handed_over(post)), a_receipt())

    told = [it.getMessage() for it in log.records]
    assert not [it for it in told if "13800138000" in it]
