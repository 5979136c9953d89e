"""Answer an inquiry by SMS: a notice to the applicant, sent once."""

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.display import case_labels, phone_display
from console.inquiries.list import SOURCE
from faq_store.errors import FaqError
from faq_store.inquiries import inquiries
from faq_store.inquiries.inquiries import Inquiry
from helpline import phone_numbers
from helpline.conversation.sent_notices import NoticeEvent
from helpline.errors import HelplineError
from helpline.faq import Case, Edition
from helpline.masking import mask
from notices import queries
from notices.compose import enqueue, notice_request
from notices.compose.enqueue import NoticeSource
from notices.compose.notice_request import NoticeRequest, Priority, RenderedNotice
from notices.delivery import suppressions
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the page that answers."""

    @pages.route("/inquiries/<int:inquiry>/answer", methods=["GET", "POST"])
    def answer_inquiry(inquiry: int) -> ResponseReturnValue:
        try:
            with reading(context.engine) as store:
                found = inquiries.find_inquiry(store, inquiry)
                refused = _refusal_reason(store, found)
        except FaqError as error:
            flash(str(error), "warning")
            return redirect(at("console.inquiries"))
        if refused:
            flash(f"不能答复：{refused}", "warning")
            return redirect(_back_address(found))
        if request.method == "GET":
            return _page(
                context,
                found,
                _suggested_answer(context.edition_cache.refresh().edition),
            )
        return _preview_or_send(context, found, request.form.get("text", ""))


def _refusal_reason(store: Session, inquiry: Inquiry) -> str:
    number = phone_numbers.parse_mainland_mobile(inquiry.sender)
    if number is None:
        return "来信的不是中国大陆的手机号码。"
    if suppressions.is_suppressed(store, number):
        return "这个号码已退订，不能给它发通知。"
    if queries.statuses_by_key(store, SOURCE, [inquiry.source]):
        return "这条提问已经答复过了。"
    return ""


def _preview_or_send(
    context: ConsoleContext, inquiry: Inquiry, text: str
) -> ResponseReturnValue:
    """Show the answer as it will arrive, or send it."""
    with reading(context.engine) as store:
        made = notice_request.render_notice(
            _notice_request(inquiry, text),
            context.compose.load_inputs(store),
            context.clock(),
        )
    if not isinstance(made, RenderedNotice):
        wrong = "".join(it.sentence for it in made)
        return _page(context, inquiry, text, wrong=wrong), 400
    if request.form.get("seen") != made.text or "send" not in request.form:
        return _page(context, inquiry, text, made=made)
    try:
        _send_answer(context, inquiry, made)
    except IntegrityError:  # clicked twice at once: the other was first
        flash("这条提问已经答复过了。", "warning")
    else:
        flash("答复已进入发送队列，很快就会发出。", "success")
    return redirect(_back_address(inquiry))


def _notice_request(inquiry: Inquiry, text: str) -> NoticeRequest:
    return NoticeRequest(
        to=phone_numbers.parse_mainland_mobile(inquiry.sender) or "",
        event=NoticeEvent.FREE.value,
        reason=text,
        priority=Priority.NORMAL,
    )


def _send_answer(
    context: ConsoleContext, inquiry: Inquiry, made: RenderedNotice
) -> None:
    now = context.clock()
    with writing(context.engine) as store:
        (queued,) = enqueue.enqueue(
            store,
            [(inquiry.source, made)],
            NoticeSource(SOURCE),
            context.compose.ids,
            now,
        )
        told = {"to": mask(made.to), "notice": queued.id, "text": mask(made.text)}
        change = AuditEntry("answer-inquiry", f"inquiry:{inquiry.id}", None, told)
        audit.write_entry(store, current_staff_name(), change, now)


def _suggested_answer(edition: Edition) -> str:
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
    context: ConsoleContext,
    inquiry: Inquiry,
    text: str,
    made: RenderedNotice | None = None,
    wrong: str = "",
) -> str:
    edition = context.edition_cache.refresh().edition
    return render_template(
        "console/inquiries/answer_by_sms.html",
        inquiry=inquiry,
        sender=phone_display.sender_label(inquiry.sender),
        text=text,
        made=made,
        wrong=wrong,
        back=_back_address(inquiry),
        options=tuple(
            (str(option), case_labels.case_label(edition, option))
            for option in inquiry.options
        ),
    )


def _back_address(inquiry: Inquiry) -> str:
    if inquiry.settled_at is None:
        return at("console.inquiry", inquiry=inquiry.id)
    return at("console.inquiries", show="settled")
