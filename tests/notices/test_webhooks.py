"""The door for receipts keeps what comes and answers nothing but whether it did."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from notices import webhooks
from notices.status import Status
from tests.notices.fakes import Post
from tests.notices.troubles import gone

SID = "SM" + "a" * 32


def bring(post: Post, query: str, **form: str) -> TestResponse:
    app = Flask("door")
    door = webhooks.ReceiptContext(post.engine, post.gateway, lambda: post.now)
    app.register_blueprint(webhooks.blueprint(door))
    return app.test_client().post(f"/notices/receipts{query}", data=form)


def test_a_receipt_is_applied_by_our_id_in_its_address(post: Post) -> None:
    notice = post.order()
    post.claim()

    answer = bring(post, f"?k={notice}", sid=SID, status="delivered")

    assert (answer.status_code, answer.data) == (204, b"")
    assert post.status(notice) is Status.DELIVERED


def test_a_receipt_for_nobody_is_parked_and_answered_all_the_same(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    answer = bring(post, "", sid=SID, status="sent")

    assert answer.status_code == 204
    assert [it.notice_id for it in post.receipts()] == [None]
    assert caplog.messages == [f"a receipt for {SID} fits no notice yet"]


def test_a_receipt_without_anything_in_it_is_kept(post: Post) -> None:
    assert bring(post, "").status_code == 204
    assert len(post.receipts()) == 1


def test_a_receipt_that_cannot_be_kept_is_not_acknowledged(post: Post) -> None:
    notice = post.order()

    with gone(post.engine):
        answer = bring(post, f"?k={notice}", sid=SID, status="sent")

    assert answer.status_code == 503
    assert post.receipts() == []
