"""Actions on the draft: submit, withdraw, return, approve (publish), discard."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.review.diff_cache import DiffCache
from console.review.draft_page import DraftInput, render_draft_page
from faq_store.content import drafts
from faq_store.errors import FaqError
from faq_store.publishing import publish
from faq_store.publishing import review as publishing_review
from faq_store.publishing.review import LONGEST_NOTE, ReviewVersion, SeenDraft
from helpline.text import clean, parse_count
from staff import audit
from staff.audit import AuditEntry
from storage.session import writing

_DIGITS = 9
_NOBODY = -1
"""The revision of no draft: what was seen was garbled."""

_DRAFT = "draft"


def install(pages: Blueprint, context: ConsoleContext, diffs: DiffCache) -> None:
    """Add what is done with a draft."""
    _add_submitting(pages, context, diffs)
    _add_deciding(pages, context, diffs)
    _add_discarding(pages, context, diffs)


def _add_submitting(
    pages: Blueprint, context: ConsoleContext, diffs: DiffCache
) -> None:
    @pages.post("/review/submit")
    def submit_draft() -> ResponseReturnValue:
        def submit(store: Session) -> str:
            note, now = request.form.get("note", ""), context.clock()
            made = publishing_review.submit_draft(
                store, _parse_seen(), by=current_staff_name(), note=note, now=now
            )
            _write_audit(
                store, context, AuditEntry("submit-draft", _DRAFT, after=made.note)
            )
            return "已提交审核，并开始试答。等另一个人批准后发布。"

        return _run_action(context, diffs, submit)

    @pages.post("/review/withdraw")
    def withdraw_draft() -> ResponseReturnValue:
        def withdraw(store: Session) -> str:
            taken = publishing_review.withdraw_review(
                store, _parse_shown(), by=current_staff_name(), now=context.clock()
            )
            before = {"by": taken.submitted_by, "note": taken.note}
            _write_audit(store, context, AuditEntry("withdraw-draft", _DRAFT, before))
            return "已撤回，草稿可以继续改。"

        return _run_action(context, diffs, withdraw)

    @pages.post("/review/rehearse")
    def rehearse_draft() -> ResponseReturnValue:
        def rehearse(store: Session) -> str:
            publishing_review.request_regression_run(
                store, by=current_staff_name(), now=context.clock()
            )
            return "试答已排上，很快开始。"

        return _run_action(context, diffs, rehearse)


def _add_deciding(pages: Blueprint, context: ConsoleContext, diffs: DiffCache) -> None:
    @pages.post("/review/approve")
    def approve_draft() -> ResponseReturnValue:
        def approve(store: Session) -> str:
            publishing_review.insist_on_version(
                store, _parse_seen()
            )  # nobody changes it from here on
            standing = publishing_review.draft_status(store)
            review = standing.review if standing and standing.waits else None
            note = review.note if review else _parse_note()
            number = publish.approve_draft(
                store,
                _parse_seen(),
                now=context.clock(),
                by=current_staff_name(),
                second_person=context.second_person,
                note=note,
            )
            after = {"note": note}
            after |= {"submitted": review.submitted_by} if review else {}
            _write_audit(
                store, context, AuditEntry("publish", f"edition:{number}", after=after)
            )
            return f"已发布第{number}版，马上生效。"

        return _run_action(context, diffs, approve)

    @pages.post("/review/return")
    def return_draft() -> ResponseReturnValue:
        def send_back(store: Session) -> str:
            given, now = request.form.get("reason", ""), context.clock()
            sent = publishing_review.return_draft(
                store, _parse_shown(), by=current_staff_name(), reason=given, now=now
            )
            before = {"by": sent.submitted_by, "note": sent.note}
            change = AuditEntry("return-draft", _DRAFT, before, reason=sent.reason)
            _write_audit(store, context, change)
            return f"已退回给{sent.submitted_by}。"

        return _run_action(context, diffs, send_back)


def _add_discarding(
    pages: Blueprint, context: ConsoleContext, diffs: DiffCache
) -> None:
    @pages.post("/review/discard")
    def discard_draft() -> ResponseReturnValue:
        def discard(store: Session) -> str:
            row = publishing_review.insist_on_version(store, _parse_seen())
            before = {"title": row.title, "based_on": row.based_on}
            drafts.discard_draft(store)
            _write_audit(store, context, AuditEntry("discard-draft", _DRAFT, before))
            return "草稿已放弃，改动都没有了。已发布的版本不受影响。"

        return _run_action(context, diffs, discard)


def _run_action(
    context: ConsoleContext, diffs: DiffCache, deed: Callable[[Session], str]
) -> ResponseReturnValue:
    """Do it in one transaction and say so; what was typed outlives a refusal."""
    try:
        with writing(context.engine) as store:
            sentence = deed(store)
    except FaqError as error:
        given = request.form
        typed = DraftInput(given.get("note", ""), given.get("reason", ""), str(error))
        return render_draft_page(context, diffs, typed), 400
    flash(sentence, "success")
    return redirect(at("console.review"))


def _parse_note() -> str:
    """Read what whoever publishes alone says of it."""
    return " ".join(clean(request.form.get("note", "")).split())[:LONGEST_NOTE]


def _parse_seen() -> SeenDraft:
    """Read what whoever decides had before their eyes."""
    revision = parse_count(request.form.get("revision", ""), _DIGITS)
    beside = parse_count(request.form.get("beside", ""), _DIGITS)
    return SeenDraft(_NOBODY if revision is None else revision, beside)


def _parse_shown() -> ReviewVersion:
    """Read which submission whoever decides had before their eyes."""
    return ReviewVersion(
        _parse_seen(), parse_count(request.form.get("review", ""), _DIGITS) or _NOBODY
    )


def _write_audit(store: Session, context: ConsoleContext, change: AuditEntry) -> None:
    audit.write_entry(store, current_staff_name(), change, context.clock())
