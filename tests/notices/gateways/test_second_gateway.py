"""What a receipt brings about follows from its fault, whichever company it is of."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask import Flask
from typing_extensions import override

from console.notices import labels
from notices import webhooks
from notices.delivery import receipts, suppressions
from notices.faults import Fault
from notices.gateways.base import CodeExplanation, Receipt
from notices.gateways.memory import RecordingGateway
from notices.status import Status
from tests.notices.fakes import APPLICANT, Post

CODES = {
    "E7": CodeExplanation(Fault.OPTED_OUT),
    "E8": CodeExplanation(Fault.RECIPIENT, "邮筒满了"),
}
REF = "pigeon-1"


class PigeonPost(RecordingGateway):
    """A company whose receipts, statuses and codes are unlike Twilio's."""

    @override
    def parse_receipt(self, id: str, form: Mapping[str, str]) -> Receipt:
        status = {"landed": Status.DELIVERED, "shot": Status.FAILED}.get(form["fate"])
        code = form.get("why", "")
        fault = self.explain(code).fault
        return Receipt(id, form["ref"], status, form["fate"], code, fault, form)


@pytest.fixture
def pigeons(post: Post) -> PigeonPost:
    return PigeonPost(lambda: post.now, codes=CODES)


def bring(post: Post, pigeons: PigeonPost, query: str, **form: str) -> None:
    app = Flask("door")
    door = webhooks.ReceiptContext(post.engine, pigeons, lambda: post.now)
    app.register_blueprint(webhooks.blueprint(door))
    answer = app.test_client().post(f"/notices/receipts{query}", data=form)
    assert answer.status_code == 204


def is_suppressed(post: Post) -> bool:
    return post.read(lambda it: suppressions.is_suppressed(it, APPLICANT))


@pytest.mark.parametrize(
    ("why", "suppressed"), [("E7", True), ("E8", False), ("21610", False)]
)
def test_a_number_is_suppressed_by_the_code_that_its_own_gateway_uses(
    post: Post, pigeons: PigeonPost, why: str, *, suppressed: bool
) -> None:
    notice = post.order()
    post.claim()
    waiting = post.order(send_at=post.now + timedelta(days=1))

    bring(post, pigeons, f"?k={notice}", fate="shot", why=why, ref=REF)

    assert (post.status(notice), post.notice(notice).code) == (Status.FAILED, why)
    assert is_suppressed(post) is suppressed
    assert (post.status(waiting) is Status.SUPPRESSED) is suppressed


def test_a_receipt_that_was_parked_suppresses_its_number_when_it_is_matched(
    post: Post, pigeons: PigeonPost
) -> None:
    bring(post, pigeons, "", fate="shot", why="E7", ref=REF)
    notice = post.order()
    post.claim()
    bring(post, pigeons, f"?k={notice}", fate="circling", ref=REF)
    before = is_suppressed(post)

    with post.writing() as session:
        matched = receipts.rematch_parked(session, pigeons, post.now)

    assert (matched, before, is_suppressed(post)) == (1, False, True)


def test_staff_read_of_a_code_what_its_gateway_says(pigeons: PigeonPost) -> None:
    said = [labels.explain_code(pigeons.explain, it) for it in (*CODES, "30005")]

    assert said == ["对方已退订（E7）", "邮筒满了（E8）", "30005"]
