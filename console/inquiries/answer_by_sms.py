"""Answer an inquiry by SMS: a notice to the applicant, sent once."""

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.display import case_labels, phone_display
from console.inquiries.list import SOURCE
from faq_store.errors import FaqError
from faq_store.inquiries import inquiries
from faq_store.inquiries.inquiries import Inquiry
from helpline import phone_numbers
from helpline.conversation.sent_notices import Event
from helpline.errors import HelplineError
from helpline.faq import Case, Edition
from helpline.masking import mask
from notices import queries
from notices.compose import enqueue, notice_request
from notices.compose.enqueue import Origin
from notices.compose.notice_request import Order, Prepared, Priority
from notices.delivery import suppressions
from staff import audit
from staff.audit import Change
from storage.session import reading, writing


def install(pages: Blueprint, door: Door) -> None:
    """Add the page that answers."""

    @pages.route("/inquiries/<int:inquiry>/answer", methods=["GET", "POST"])
    def answer_inquiry(inquiry: int) -> ResponseReturnValue:
        try:
            with reading(door.engine) as store:
                found = inquiries.find(store, inquiry)
                refused = _refused(store, found)
        except FaqError as error:
            flash(str(error), "warning")
            return redirect(at("console.inquiries"))
        if refused:
            flash(f"不能答复：{refused}", "warning")
            return redirect(_back(found))
        if request.method == "GET":
            return _page(door, found, _suggested(door.shelf.refresh().edition))
        return _asked(door, found, request.form.get("text", ""))


def _refused(store: Session, inquiry: Inquiry) -> str:
    number = phone_numbers.mainland_mobile(inquiry.sender)
    if number is None:
        return "来信的不是中国大陆的手机号码。"
    if suppressions.is_suppressed(store, number):
        return "这个号码已退订，不能给它发通知。"
    if queries.made_for(store, SOURCE, [inquiry.source]):
        return "这条提问已经答复过了。"
    return ""


def _asked(door: Door, inquiry: Inquiry, text: str) -> ResponseReturnValue:
    """Show the answer as it will arrive, or send it."""
    with reading(door.engine) as store:
        made = notice_request.prepare(
            _order(inquiry, text), door.office.forms(store), door.clock()
        )
    if not isinstance(made, Prepared):
        wrong = "".join(it.sentence for it in made)
        return _page(door, inquiry, text, wrong=wrong), 400
    if request.form.get("seen") != made.text or "send" not in request.form:
        return _page(door, inquiry, text, made=made)
    try:
        _send(door, inquiry, made)
    except IntegrityError:  # clicked twice at once: the other was first
        flash("这条提问已经答复过了。", "warning")
    else:
        flash("答复已进入发送队列，很快就会发出。", "success")
    return redirect(_back(inquiry))


def _order(inquiry: Inquiry, text: str) -> Order:
    return Order(
        to=phone_numbers.mainland_mobile(inquiry.sender) or "",
        event=Event.FREE.value,
        reason=text,
        priority=Priority.NORMAL,
    )


def _send(door: Door, inquiry: Inquiry, made: Prepared) -> None:
    now = door.clock()
    with writing(door.engine) as store:
        (queued,) = enqueue.enqueue(
            store, [(inquiry.source, made)], Origin(SOURCE), door.office.ids, now
        )
        told = {"to": mask(made.to), "notice": queued.id, "text": mask(made.text)}
        change = Change("answer-inquiry", f"inquiry:{inquiry.id}", None, told)
        audit.write(store, who(), change, now)


def _suggested(edition: Edition) -> str:
    """Write what the FAQ says of a case, for whoever answers to begin with."""
    try:
        case = Case.parse(request.args.get("case", ""))
    except HelplineError:
        return ""
    question = edition.question(case.question)
    if question is None:
        return ""
    situation = case.situation and question.situation(case.situation)
    return situation.suggestion if situation else question.answer


def _page(
    door: Door,
    inquiry: Inquiry,
    text: str,
    made: Prepared | None = None,
    wrong: str = "",
) -> str:
    edition = door.shelf.refresh().edition
    return render_template(
        "console/inquiries/answer_by_sms.html",
        inquiry=inquiry,
        sender=phone_display.sender(inquiry.sender),
        text=text,
        made=made,
        wrong=wrong,
        back=_back(inquiry),
        options=tuple(
            (str(it), case_labels.named(edition, it)) for it in inquiry.options
        ),
    )


def _back(inquiry: Inquiry) -> str:
    if inquiry.settled_at is None:
        return at("console.inquiry", inquiry=inquiry.id)
    return at("console.inquiries", show="settled")
