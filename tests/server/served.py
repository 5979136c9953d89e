"""A helpline that has served for a day: all it stores, it stored by serving.

Texts, calls, receipts and the business system come in by HTTP, staff work in the
console, notices are sent through a gateway that carries nothing; no row is written
past all that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import Engine

from helpline.faq import Question
from notices.delivery.alerts import AlertNotifier
from notices.faults import Fault
from notices.gateways.base import SendRefused
from reporting.days import RecountPlan, day_of
from server.app import app_state, make_ready
from server.background.daily_stats import DailyStats
from staff.roles import Role
from tests.console import faqs, noticing, papers, reviewing, visitors
from tests.console.test_announcements import announce
from tests.console.visitors import PASSWORD, Clock, Page, Visitor
from tests.notices.api.business import Business, api_key, order
from tests.notices.fakes import Post
from tests.seeded import MONDAY_MORNING
from tests.server.callers import APPLICANT, Caller, a_call, a_receipt, a_text

ANOTHER = "+8613900139000"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
REASON = {"code": "P01", "text": "照片不清晰", "question": "1.1"}
TEMPLATE = {
    "name": "退件",
    "body": "申请{application}退件：{reason}",
    "version": "0",
    "do": "save",
}
PLAN = RecountPlan(today=MINUTE, recent=HOUR, kept=180 * timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Helpline:
    """A helpline at work, its clock, and the post office that sends its notices."""

    app: Flask
    store: Engine
    clock: Clock
    post: Post

    def staff(self, role: Role) -> Visitor:
        return visitors.logged_in(self.app, role)


def serve(store: Engine) -> None:
    """Let a day pass in a store where the canteen's FAQ is published."""
    with _opened(store) as helpline:
        _run_the_console(helpline)
        _edit(helpline)
        _be_asked(helpline)
        _send(helpline)
        _count(helpline)


@contextmanager
def _opened(store: Engine) -> Iterator[Helpline]:
    clock = Clock(MONDAY_MORNING)
    visitors.employ(store, clock())
    with visitors.opened(store, clock) as app:
        make_ready(app)
        yield Helpline(app, store, clock, Post(store, clock()))


def _run_the_console(helpline: Helpline) -> None:
    """Add somebody, refuse somebody, and set up what notices are made of."""
    admin, editor = helpline.staff(Role.ADMIN), helpline.staff(Role.EDITOR)
    _done(admin.post("/console/people", {"name": "王芳", "role": Role.EDITOR.value}))
    _done(admin.post("/console/own/codes"))
    wrong = {"name": "reader", "password": f"not {PASSWORD}"}
    assert visitors.visitor(helpline.app).post("/console/login", wrong).status == 400
    assert announce(editor, helpline.clock) == 302
    _done(editor.post("/console/notices/reasons", REASON))
    _done(editor.post("/console/notices/templates/edit", TEMPLATE))


def _edit(helpline: Helpline) -> None:
    """Change the FAQ, publish it by two people, and begin the next draft."""
    editor, reviewer = helpline.staff(Role.EDITOR), helpline.staff(Role.REVIEWER)
    _rewrite(helpline, editor, "十一点半。")
    reviewing.press(editor, "submit", note=reviewing.NOTE)
    reviewing.rehearsed(helpline.store, helpline.clock())
    assert "已发布第2版" in reviewing.press(reviewer, "approve").text
    _rewrite(helpline, editor, "十二点半。")
    new = Question("", "可以外带吗？", "可以。")
    fields = faqs.filled(new, section="2", phrasing="能打包吗")
    _done(editor.post(faqs.page("new"), fields))
    _done(papers.bring(editor, papers.CHANGED))
    reviewing.press(editor, "submit", note=reviewing.NOTE)
    reviewing.press(reviewer, "return", reason="时间写错了")


def _rewrite(helpline: Helpline, editor: Visitor, answer: str) -> None:
    hours = faqs.opened(helpline.store, "1.1")
    fields = faqs.filled(replace(hours, answer=answer), hours)
    _done(editor.post(faqs.page("1.1"), fields))


def _be_asked(helpline: Helpline) -> None:
    """Answer texts and a call; one text is not understood, another unsubscribes."""
    caller = Caller(helpline.app)
    texts = (("几点开饭", APPLICANT), ("附近有银行吗", ANOTHER), ("退订", ANOTHER))
    for number, (body, sender) in enumerate(texts):
        text = a_text(body, f"SM{number:032}", From=sender)
        assert caller.signed("/sms/inbound", text).status_code == 200
    key = "/ivr/key?edition=2&at=1-2&step=2&silent=0&wrong=0"
    over = a_call(CallStatus="completed", CallDuration="9")
    for path, fields in (
        ("/ivr/answer", a_call()),
        (key, a_call(Digits="1")),
        ("/ivr/status", over),
    ):
        assert caller.signed(path, fields).status_code in {200, 204}


def _send(helpline: Helpline) -> None:
    """Order notices in each way, and send them; the gateway refuses for a while."""
    editor, post = helpline.staff(Role.EDITOR), helpline.post
    business = Business(helpline.app, api_key(helpline.store, helpline.clock()))
    assert business.sends(order()).status_code == 201
    _done(editor.post(noticing.NEW, noticing.previewed(editor)))
    batch = noticing.imported(editor)
    _done(editor.post(f"{noticing.BATCHES}/{batch}", {"do": "release"}))
    post.answers.append(SendRefused(Fault.ACCOUNT, "20003"))
    post.round()
    AlertNotifier(helpline.store, lambda _: True).notify(post.now)
    post.later(HOUR)
    post.send_all()
    _be_told(helpline)


def _be_told(helpline: Helpline) -> None:
    """Hear of one notice that it arrived, and of one that is not ours."""
    caller, (arrived, *_) = Caller(helpline.app), helpline.post.gateway.sent
    for notice in (arrived.id, "f" * 32):
        path = f"/notices/receipts?k={notice}"
        assert caller.signed(path, a_receipt("delivered")).status_code == 204


def _count(helpline: Helpline) -> None:
    helpline.clock.wait(HOUR)
    shelf = app_state(helpline.app).edition_cache
    counting = DailyStats(helpline.store, helpline.clock, shelf.edition, PLAN)
    assert counting.count(day_of(helpline.clock()))


def _done(page: Page) -> None:
    assert page.status in {200, 302}, page.text
