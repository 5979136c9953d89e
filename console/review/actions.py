"""Actions on the draft: submit, withdraw, return, approve (publish), discard."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.review.diff_cache import Differ
from console.review.draft_page import Typed, render
from faq_store.content import drafts
from faq_store.errors import FaqError
from faq_store.publishing import publish
from faq_store.publishing import review as publishing_review
from faq_store.publishing.review import LONGEST_NOTE, Seen, Shown
from helpline.text import clean, count
from staff import audit
from staff.audit import Change
from storage.session import writing

_DIGITS = 9
_NOBODY = -1
"""The revision of no draft: what was seen was garbled."""

_DRAFT = "draft"


def install(pages: Blueprint, door: Door, differ: Differ) -> None:
    """Add what is done with a draft."""
    _add_submitting(pages, door, differ)
    _add_deciding(pages, door, differ)
    _add_discarding(pages, door, differ)


def _add_submitting(pages: Blueprint, door: Door, differ: Differ) -> None:
    @pages.post("/review/submit")
    def submit_draft() -> ResponseReturnValue:
        def submit(store: Session) -> str:
            note, now = request.form.get("note", ""), door.clock()
            made = publishing_review.submit(
                store, _seen(), by=who(), note=note, now=now
            )
            _write(store, door, Change("submit-draft", _DRAFT, after=made.note))
            return "已提交审核，并开始试答。等另一个人批准后发布。"

        return _done(door, differ, submit)

    @pages.post("/review/withdraw")
    def withdraw_draft() -> ResponseReturnValue:
        def withdraw(store: Session) -> str:
            taken = publishing_review.withdraw(
                store, _shown(), by=who(), now=door.clock()
            )
            before = {"by": taken.submitted_by, "note": taken.note}
            _write(store, door, Change("withdraw-draft", _DRAFT, before))
            return "已撤回，草稿可以继续改。"

        return _done(door, differ, withdraw)

    @pages.post("/review/rehearse")
    def rehearse_draft() -> ResponseReturnValue:
        def rehearse(store: Session) -> str:
            publishing_review.rehearse(store, by=who(), now=door.clock())
            return "试答已排上，很快开始。"

        return _done(door, differ, rehearse)


def _add_deciding(pages: Blueprint, door: Door, differ: Differ) -> None:
    @pages.post("/review/approve")
    def approve_draft() -> ResponseReturnValue:
        def approve(store: Session) -> str:
            publishing_review.insist_on_seen(
                store, _seen()
            )  # nobody changes it from here on
            standing = publishing_review.standing(store)
            review = standing.review if standing and standing.waits else None
            note = review.note if review else _note()
            number = publish.approve(
                store,
                _seen(),
                now=door.clock(),
                by=who(),
                second_person=door.second_person,
                note=note,
            )
            after = {"note": note}
            after |= {"submitted": review.submitted_by} if review else {}
            _write(store, door, Change("publish", f"edition:{number}", after=after))
            return f"已发布第{number}版，马上生效。"

        return _done(door, differ, approve)

    @pages.post("/review/return")
    def return_draft() -> ResponseReturnValue:
        def send_back(store: Session) -> str:
            given, now = request.form.get("reason", ""), door.clock()
            sent = publishing_review.send_back(
                store, _shown(), by=who(), reason=given, now=now
            )
            before = {"by": sent.submitted_by, "note": sent.note}
            change = Change("return-draft", _DRAFT, before, reason=sent.reason)
            _write(store, door, change)
            return f"已退回给{sent.submitted_by}。"

        return _done(door, differ, send_back)


def _add_discarding(pages: Blueprint, door: Door, differ: Differ) -> None:
    @pages.post("/review/discard")
    def discard_draft() -> ResponseReturnValue:
        def discard(store: Session) -> str:
            row = publishing_review.insist_on_seen(store, _seen())
            before = {"title": row.title, "based_on": row.based_on}
            drafts.discard(store)
            _write(store, door, Change("discard-draft", _DRAFT, before))
            return "草稿已放弃，改动都没有了。已发布的版本不受影响。"

        return _done(door, differ, discard)


def _done(
    door: Door, differ: Differ, deed: Callable[[Session], str]
) -> ResponseReturnValue:
    """Do it in one transaction and say so; what was typed outlives a refusal."""
    try:
        with writing(door.engine) as store:
            sentence = deed(store)
    except FaqError as error:
        given = request.form
        typed = Typed(given.get("note", ""), given.get("reason", ""), str(error))
        return render(door, differ, typed), 400
    flash(sentence, "success")
    return redirect(at("console.review"))


def _note() -> str:
    """Read what whoever publishes alone says of it."""
    return " ".join(clean(request.form.get("note", "")).split())[:LONGEST_NOTE]


def _seen() -> Seen:
    """Read what whoever decides had before their eyes."""
    revision = count(request.form.get("revision", ""), _DIGITS)
    beside = count(request.form.get("beside", ""), _DIGITS)
    return Seen(_NOBODY if revision is None else revision, beside)


def _shown() -> Shown:
    """Read which submission whoever decides had before their eyes."""
    return Shown(_seen(), count(request.form.get("review", ""), _DIGITS) or _NOBODY)


def _write(store: Session, door: Door, change: Change) -> None:
    audit.write(store, who(), change, door.clock())
