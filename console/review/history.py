"""The history of published editions, the diff of two, and roll-back to one."""

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.notices.flashes import missing_page
from console.review import diff_view
from console.review.diff_cache import DiffCache
from faq_store.content import drafts, editions
from faq_store.content.editions import PublishedEdition
from faq_store.errors import FaqError, NoSuchEditionError
from faq_store.publishing import publish, review
from helpline.text import parse_count
from staff import audit
from staff.audit import AuditEntry
from storage.session import reading, writing

PAGE_SIZE = 30
_DIGITS = 9


def install(pages: Blueprint, context: ConsoleContext, diffs: DiffCache) -> None:
    """Add the history and its pages."""
    _add_list(pages, context)
    _add_editions(pages, context, diffs)
    _add_rolling_back(pages, context, diffs)


def _add_list(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/history", endpoint="history")
    def listed() -> ResponseReturnValue:
        before = parse_count(request.args.get("before", ""), _DIGITS)
        with reading(context.engine) as store:
            found = editions.newest_editions(store, before, PAGE_SIZE + 1)
            latest = editions.newest_editions(store, None, 1)
        return render_template(
            "console/review/history.html",
            editions=found[:PAGE_SIZE],
            latest=latest[0].number if latest else None,
            more=found[PAGE_SIZE - 1].number if len(found) > PAGE_SIZE else None,
        )


def _add_editions(pages: Blueprint, context: ConsoleContext, diffs: DiffCache) -> None:
    @pages.get("/history/<int:number>")
    def edition(number: int) -> ResponseReturnValue:
        try:
            with reading(context.engine) as store:
                published = editions.find_edition(store, number)
                return _compare_page(
                    store, diffs, editions.edition_before(store, number), published
                )
        except NoSuchEditionError as error:
            return missing_page(str(error))

    @pages.get("/history/compare")
    def compare_editions() -> ResponseReturnValue:
        one, other = (
            parse_count(request.args.get(item, ""), _DIGITS) for item in ("old", "new")
        )
        if one is None or other is None:
            return redirect(at("console.history"))
        return redirect(at("console.edition_changes", old=one, new=other))

    @pages.get("/history/<int:old>/<int:new>")
    def edition_changes(old: int, new: int) -> ResponseReturnValue:
        try:
            with reading(context.engine) as store:
                one, other = (
                    editions.find_edition(store, old),
                    editions.find_edition(store, new),
                )
                return _compare_page(store, diffs, one, other)
        except NoSuchEditionError as error:
            return missing_page(str(error))


def _compare_page(
    store: Session,
    diffs: DiffCache,
    old: PublishedEdition | None,
    new: PublishedEdition,
) -> str:
    found = diffs.changes_between(store, old.id if old else None, new.id)
    after = request.args.get("after", "")
    return render_template(
        "console/review/edition.html",
        old=old,
        new=new,
        shown=diff_view.load_changes_page(
            store, found, old.id if old else None, new.id, after
        ),
        reviews=review.review_history(store, new.id),
        latest=editions.newest_editions(store, None, 1)[0].number,
    )


def _add_rolling_back(
    pages: Blueprint, context: ConsoleContext, diffs: DiffCache
) -> None:
    @pages.get("/history/<int:number>/roll-back")
    def rolling_back(number: int) -> ResponseReturnValue:
        return _confirm_page(context, diffs, number)

    @pages.post("/history/<int:number>/roll-back")
    def roll_back(number: int) -> ResponseReturnValue:
        reason, now = request.form.get("reason", ""), context.clock()
        beside = parse_count(request.form.get("beside", ""), _DIGITS) or 0
        try:
            with reading(context.engine) as store:
                editions.find_edition(store, number)
                recalled = publish.prepare_rollback(
                    store, number, context.matcher_files
                )
            with writing(context.engine) as store:
                made = publish.roll_back(
                    store,
                    recalled,
                    beside=beside,
                    by=current_staff_name(),
                    reason=reason,
                    now=now,
                )
                after = {"number": number}
                change = AuditEntry(
                    "roll-back", f"edition:{made}", after=after, reason=reason.strip()
                )
                audit.write_entry(store, current_staff_name(), change, now)
        except NoSuchEditionError as error:
            return missing_page(str(error))
        except FaqError as error:
            return _confirm_page(context, diffs, number, reason, str(error))
        flash(f"已回滚到第{number}版的内容，作为第{made}版发布，马上生效。", "success")
        return redirect(at("console.history"))


def _confirm_page(
    context: ConsoleContext,
    diffs: DiffCache,
    number: int,
    reason: str = "",
    wrong: str = "",
) -> ResponseReturnValue:
    try:
        with reading(context.engine) as store:
            published = editions.find_edition(store, number)
            latest = editions.newest_editions(store, None, 1)[0]
            if published.number == latest.number:
                flash(f"第{number}版就是现在在用的版本。", "warning")
                return redirect(at("console.history"))
            found = diffs.changes_between(store, latest.id, published.id)
            after = request.args.get("after", "")
            page = render_template(
                "console/review/roll_back.html",
                it=published,
                latest=latest,
                shown=diff_view.load_changes_page(
                    store, found, latest.id, published.id, after
                ),
                drafted=drafts.draft_row(store) is not None,
                reason=reason,
                wrong=wrong,
            )
    except NoSuchEditionError as error:
        return missing_page(str(error))
    return page, 400 if wrong else 200
