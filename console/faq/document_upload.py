"""Upload of a document to import, and the page on which its changes are accepted one by one."""

from contextlib import suppress

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.auth import who
from console.context import Door, remembered
from console.faq import document_apply
from console.faq.document_cache import Offer, Offers
from console.faq.document_changes import offered
from faq_store.document_import import apply, uploads
from faq_store.document_import.apply import MOST_AT_ONCE
from faq_store.document_import.changes import removes
from faq_store.errors import (
    FaqError,
    NoSuchDocumentError,
    NoSuchEditionError,
    UnreadableDocumentError,
)
from faq_store.review_tables import DocumentRow
from helpline.errors import HelplineError
from helpline.text import count
from staff import audit
from staff.audit import Change
from storage.session import reading, writing

LISTED = 20
PAGE = 20
"""Pieces on a page, each with all its words."""

DROPPED = 50
_DIGITS = 9
_NO_FILE = "请先选一个文件"


def install(pages: Blueprint, door: Door) -> None:
    """Add the list, the page of one document, and its buttons."""
    offers = remembered(door, Offers)
    _add_list(pages, door, offers)
    _add_one(pages, door, offers)
    _add_accepting(pages, door, offers)
    _add_closing(pages, door)


def _add_list(pages: Blueprint, door: Door, offers: Offers) -> None:
    @pages.get("/faq/documents")
    def documents() -> ResponseReturnValue:
        return _listed(door)

    @pages.post("/faq/documents")
    def bring_document() -> ResponseReturnValue:
        file = request.files.get("file")
        if file is None or not file.filename:
            return _listed(door, _NO_FILE), 400
        try:
            text = uploads.readable(file.stream.read())
            document = _bring(door, file.filename, text)
        except (UnreadableDocumentError, NoSuchEditionError, HelplineError) as error:
            return _listed(door, str(error), file.filename), 400
        _compare(door, offers, document)
        return redirect(at("console.document", document=document))


def _bring(door: Door, name: str, text: str) -> int:
    """Keep a document; raise `NoSuchEditionError` if it has nothing to stand beside."""
    now = door.clock()
    with writing(door.engine) as store:
        apply.version(store)
        row = uploads.bring(store, name, text, who(), now)
        change = Change("bring-document", f"document:{row.id}", after=row.name)
        audit.write(store, who(), change, now)
        return row.id


def _listed(door: Door, trouble: str = "", name: str = "") -> str:
    before = count(request.args.get("before", ""), _DIGITS)
    with reading(door.engine) as store:
        rows = uploads.newest(store, before, LISTED + 1)
        return render_template(
            "console/faq/document_upload.html",
            rows=rows[:LISTED],
            more=rows[LISTED - 1].id if len(rows) > LISTED else None,
            trouble=trouble,
            name=name,
        )


def _add_one(pages: Blueprint, door: Door, offers: Offers) -> None:
    @pages.get("/faq/documents/<int:document>", endpoint="document")
    def shown(document: int) -> ResponseReturnValue:
        try:
            with reading(door.engine) as store:
                row = uploads.find(store, document)
                return _page(row, offers.of(store, row))
        except (NoSuchDocumentError, NoSuchEditionError):
            abort(404)
        except HelplineError as error:  # an older version of ours could read it
            flash(f"这份文档现在读不懂了，请重新导入：{error}。", "danger")
            return redirect(at("console.documents"))


def _page(row: DocumentRow, offer: Offer) -> str:
    pieces = offer.pieces
    start = min(_start(), max(len(pieces) - 1, 0) // PAGE * PAGE)
    shown = tuple(offered(it) for it in pieces[start : start + PAGE])
    return render_template(
        "console/faq/document_changes.html",
        row=row,
        offer=offer,
        shown=shown,
        start=start,
        end=start + len(shown),
        page=PAGE,
        removed=sum(map(removes, pieces)),
        most_dropped=DROPPED,
        most_at_once=MOST_AT_ONCE,
    )


def _compare(door: Door, offers: Offers, document: int) -> None:
    """Compare now, so that the page which is opened next need not."""
    hopeless = suppress(NoSuchEditionError, HelplineError)
    with hopeless, reading(door.engine) as store:
        offers.of(store, uploads.find(store, document))


def _start() -> int:
    return count(request.values.get("from", ""), _DIGITS) or 0


def _add_accepting(pages: Blueprint, door: Door, offers: Offers) -> None:
    @pages.post("/faq/documents/<int:document>/accept")
    def accept_document(document: int) -> ResponseReturnValue:
        try:
            if request.form.get("do") == "all":
                seen = request.form.get("seen", "")
                taken = document_apply.everything(door, offers, document, seen)
            else:
                values = request.form.getlist("piece")
                taken = document_apply.chosen(door, offers, document, values)
        except (NoSuchDocumentError, NoSuchEditionError):
            abort(404)
        except (FaqError, HelplineError) as error:
            flash(f"没有接受：{error}。", "warning")
        else:
            for category, sentence in taken.messages():
                flash(sentence, category)
        _compare(door, offers, document)
        # What was left out just now is not ticked again.
        page = at("console.document", document=document, rest=1)
        return redirect(f"{page}&from={_start()}" if _start() else page)


def _add_closing(pages: Blueprint, door: Door) -> None:
    @pages.post("/faq/documents/<int:document>/close")
    def close_document(document: int) -> ResponseReturnValue:
        now = door.clock()
        try:
            with writing(door.engine) as store:
                if uploads.close(store, document, now):
                    change = Change("close-document", f"document:{document}")
                    audit.write(store, who(), change, now)
        except NoSuchDocumentError:
            abort(404)
        flash("这份文档已结束。接受过的改动在草稿里。", "success")
        return redirect(at("console.documents"))
