"""The history of published editions, the diff of two, and roll-back to one."""

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.notices.flashes import missing
from console.review import diff_view
from console.review.diff_cache import Differ
from faq_store.content import drafts, editions
from faq_store.content.editions import Published
from faq_store.errors import FaqError, NoSuchEditionError
from faq_store.publishing import publish, review
from helpline.text import count
from staff import audit
from staff.audit import Change
from storage.session import reading, writing

PAGE = 30
_DIGITS = 9


def install(pages: Blueprint, door: Door, differ: Differ) -> None:
    """Add the history and its pages."""
    _add_list(pages, door)
    _add_editions(pages, door, differ)
    _add_rolling_back(pages, door, differ)


def _add_list(pages: Blueprint, door: Door) -> None:
    @pages.get("/history", endpoint="history")
    def listed() -> ResponseReturnValue:
        before = count(request.args.get("before", ""), _DIGITS)
        with reading(door.engine) as store:
            found = editions.newest(store, before, PAGE + 1)
            latest = editions.newest(store, None, 1)
        return render_template(
            "console/review/history.html",
            editions=found[:PAGE],
            latest=latest[0].number if latest else None,
            more=found[PAGE - 1].number if len(found) > PAGE else None,
        )


def _add_editions(pages: Blueprint, door: Door, differ: Differ) -> None:
    @pages.get("/history/<int:number>")
    def edition(number: int) -> ResponseReturnValue:
        try:
            with reading(door.engine) as store:
                it = editions.find(store, number)
                return _compared(store, differ, editions.before(store, number), it)
        except NoSuchEditionError as error:
            return missing(str(error))

    @pages.get("/history/compare")
    def compare_editions() -> ResponseReturnValue:
        one, other = (count(request.args.get(it, ""), _DIGITS) for it in ("old", "new"))
        if one is None or other is None:
            return redirect(at("console.history"))
        return redirect(at("console.edition_changes", old=one, new=other))

    @pages.get("/history/<int:old>/<int:new>")
    def edition_changes(old: int, new: int) -> ResponseReturnValue:
        try:
            with reading(door.engine) as store:
                one, other = editions.find(store, old), editions.find(store, new)
                return _compared(store, differ, one, other)
        except NoSuchEditionError as error:
            return missing(str(error))


def _compared(
    store: Session, differ: Differ, old: Published | None, new: Published
) -> str:
    found = differ.between(store, old.id if old else None, new.id)
    after = request.args.get("after", "")
    return render_template(
        "console/review/edition.html",
        old=old,
        new=new,
        shown=diff_view.shown(store, found, old.id if old else None, new.id, after),
        reviews=review.history(store, new.id),
        latest=editions.newest(store, None, 1)[0].number,
    )


def _add_rolling_back(pages: Blueprint, door: Door, differ: Differ) -> None:
    @pages.get("/history/<int:number>/roll-back")
    def rolling_back(number: int) -> ResponseReturnValue:
        return _confirm(door, differ, number)

    @pages.post("/history/<int:number>/roll-back")
    def roll_back(number: int) -> ResponseReturnValue:
        reason, now = request.form.get("reason", ""), door.clock()
        beside = count(request.form.get("beside", ""), _DIGITS) or 0
        try:
            with reading(door.engine) as store:
                editions.find(store, number)
                recalled = publish.recall(store, number, door.means)
            with writing(door.engine) as store:
                made = publish.roll_back(
                    store, recalled, beside=beside, by=who(), reason=reason, now=now
                )
                after = {"number": number}
                change = Change(
                    "roll-back", f"edition:{made}", after=after, reason=reason.strip()
                )
                audit.write(store, who(), change, now)
        except NoSuchEditionError as error:
            return missing(str(error))
        except FaqError as error:
            return _confirm(door, differ, number, reason, str(error))
        flash(f"已回滚到第{number}版的内容，作为第{made}版发布，马上生效。", "success")
        return redirect(at("console.history"))


def _confirm(
    door: Door, differ: Differ, number: int, reason: str = "", wrong: str = ""
) -> ResponseReturnValue:
    try:
        with reading(door.engine) as store:
            it = editions.find(store, number)
            latest = editions.newest(store, None, 1)[0]
            if it.number == latest.number:
                flash(f"第{number}版就是现在在用的版本。", "warning")
                return redirect(at("console.history"))
            found = differ.between(store, latest.id, it.id)
            after = request.args.get("after", "")
            page = render_template(
                "console/review/roll_back.html",
                it=it,
                latest=latest,
                shown=diff_view.shown(store, found, latest.id, it.id, after),
                drafted=drafts.row(store) is not None,
                reason=reason,
                wrong=wrong,
            )
    except NoSuchEditionError as error:
        return missing(str(error))
    return page, 400 if wrong else 200
