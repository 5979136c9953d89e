"""Upload of a document to import, and the page on which its changes are accepted one by one."""

from contextlib import suppress

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue

from console.auth import current_staff_name
from console.context import ConsoleContext, per_context
from console.faq import document_apply
from console.faq.document_cache import DocumentCache, DocumentComparison
from console.faq.document_changes import describe_change
from faq_store.document_import import apply, uploads
from faq_store.document_import.apply import MOST_AT_ONCE
from faq_store.document_import.changes import removes_content
from faq_store.errors import (
    FaqError,
    NoSuchDocumentError,
    NoSuchEditionError,
    UnreadableDocumentError,
)
from faq_store.review_tables import DocumentRow
from helpline.errors import HelplineError
from helpline.text import parse_count
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

LISTED = 20
PAGE_SIZE = 20
"""Pieces on a page, each with all its words."""

DROPPED = 50
_DIGITS = 9
_NO_FILE = "请先选一个文件"


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the list, the page of one document, and its buttons."""
    comparisons = per_context(context, DocumentCache)
    _add_list(pages, context, comparisons)
    _add_one(pages, context, comparisons)
    _add_applying(pages, context, comparisons)
    _add_closing(pages, context)


def _add_list(
    pages: Blueprint, context: ConsoleContext, comparisons: DocumentCache
) -> None:
    @pages.get("/faq/documents")
    def documents() -> ResponseReturnValue:
        return _list_page(context)

    @pages.post("/faq/documents")
    def bring_document() -> ResponseReturnValue:
        file = request.files.get("file")
        if file is None or not file.filename:
            return _list_page(context, _NO_FILE), 400
        try:
            text = uploads.read_upload(file.stream.read())
            document = _store_upload(context, file.filename, text)
        except (UnreadableDocumentError, NoSuchEditionError, HelplineError) as error:
            return _list_page(context, str(error), file.filename), 400
        _warm_cache(context, comparisons, document)
        return redirect(at("console.document", document=document))


def _store_upload(context: ConsoleContext, name: str, text: str) -> int:
    """Keep a document; raise `NoSuchEditionError` if it has nothing to stand beside."""
    now = context.clock()
    with writing(context.engine) as store:
        apply.version(store)
        row = uploads.store_upload(store, name, text, current_staff_name(), now)
        change = AuditEntry("bring-document", f"document:{row.id}", after=row.name)
        audit.write_entry(store, current_staff_name(), change, now)
        return row.id


def _list_page(context: ConsoleContext, trouble: str = "", name: str = "") -> str:
    before = parse_count(request.args.get("before", ""), _DIGITS)
    with reading(context.engine) as store:
        rows = uploads.newest_uploads(store, before, LISTED + 1)
        return render_template(
            "console/faq/document_upload.html",
            rows=rows[:LISTED],
            more=rows[LISTED - 1].id if len(rows) > LISTED else None,
            trouble=trouble,
            name=name,
        )


def _add_one(
    pages: Blueprint, context: ConsoleContext, comparisons: DocumentCache
) -> None:
    @pages.get("/faq/documents/<int:document>", endpoint="document")
    def shown(document: int) -> ResponseReturnValue:
        try:
            with reading(context.engine) as store:
                row = uploads.find_upload(store, document)
                return _page(row, comparisons.compare(store, row))
        except (NoSuchDocumentError, NoSuchEditionError):
            abort(404)
        except HelplineError as error:  # an older version of ours could read it
            flash(f"这份文档现在读不懂了，请重新导入：{error}。", "danger")
            return redirect(at("console.documents"))


def _page(row: DocumentRow, offer: DocumentComparison) -> str:
    pieces = offer.pieces
    start = min(_page_start(), max(len(pieces) - 1, 0) // PAGE_SIZE * PAGE_SIZE)
    shown = tuple(describe_change(it) for it in pieces[start : start + PAGE_SIZE])
    return render_template(
        "console/faq/document_changes.html",
        row=row,
        offer=offer,
        shown=shown,
        start=start,
        end=start + len(shown),
        page=PAGE_SIZE,
        removed=sum(map(removes_content, pieces)),
        most_dropped=DROPPED,
        most_at_once=MOST_AT_ONCE,
    )


def _warm_cache(
    context: ConsoleContext, comparisons: DocumentCache, document: int
) -> None:
    """Compare now, so that the page which is opened next need not."""
    hopeless = suppress(NoSuchEditionError, HelplineError)
    with hopeless, reading(context.engine) as store:
        comparisons.compare(store, uploads.find_upload(store, document))


def _page_start() -> int:
    return parse_count(request.values.get("from", ""), _DIGITS) or 0


def _add_applying(
    pages: Blueprint, context: ConsoleContext, comparisons: DocumentCache
) -> None:
    @pages.post("/faq/documents/<int:document>/accept")
    def accept_document(document: int) -> ResponseReturnValue:
        try:
            if request.form.get("do") == "all":
                seen = request.form.get("seen", "")
                taken = document_apply.apply_all(context, comparisons, document, seen)
            else:
                values = request.form.getlist("piece")
                taken = document_apply.apply_selected(
                    context, comparisons, document, values
                )
        except (NoSuchDocumentError, NoSuchEditionError):
            abort(404)
        except (FaqError, HelplineError) as error:
            flash(f"没有接受：{error}。", "warning")
        else:
            for category, sentence in taken.messages():
                flash(sentence, category)
        _warm_cache(context, comparisons, document)
        # What was left out just now is not ticked again.
        page = at("console.document", document=document, rest=1)
        return redirect(f"{page}&from={_page_start()}" if _page_start() else page)


def _add_closing(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.post("/faq/documents/<int:document>/close")
    def close_document(document: int) -> ResponseReturnValue:
        now = context.clock()
        try:
            with writing(context.engine) as store:
                if uploads.close_upload(store, document, now):
                    change = AuditEntry("close-document", f"document:{document}")
                    audit.write_entry(store, current_staff_name(), change, now)
        except NoSuchDocumentError:
            abort(404)
        flash("这份文档已结束。接受过的改动在草稿里。", "success")
        return redirect(at("console.documents"))
