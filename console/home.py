"""The first page: what waits for whoever has come, and where everything is."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name, has_right
from console.context import ConsoleContext
from console.display.template_filters import format_time
from faq_store.content import drafts
from faq_store.inquiries import inquiries
from faq_store.publishing import review as publishing_review
from faq_store.publishing.review import ReviewOutcome
from notices import queries
from notices.status import Status
from staff.roles import Right
from storage.session import reading

MOST_COUNTED = 100
"""Where counting stops: nobody waits to hear how many there are."""


@dataclass(frozen=True, slots=True)
class PendingItem:
    """Something that waits: what it is, where it is done; `mine` if I have to do it."""

    text: str
    address: str
    mine: bool = True


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the page."""

    @pages.get("/", strict_slashes=False)
    def home() -> ResponseReturnValue:
        with reading(context.engine) as store:
            waiting = tuple(_pending_items(store, alone=not context.second_person))
        return render_template(
            "console/home.html", waiting=waiting, announced=context.announcement()
        )


def _pending_items(store: Session, *, alone: bool) -> Iterator[PendingItem]:
    yield from _draft_items(store, alone=alone)
    if many := len(inquiries.waiting_inquiries(store, MOST_COUNTED + 1)):
        said = f"{_format_count(many)}条提问等着说明它在问什么"
        yield PendingItem(said, url_for("console.inquiries"), has_right(Right.EDIT))
    if many := queries.count_by_status(store, Status.UNKNOWN, MOST_COUNTED + 1):
        said = f"{_format_count(many)}条通知结果不明"
        status = Status.UNKNOWN.value
        page = url_for("console.notices", status=status)
        yield PendingItem(said, page, has_right(Right.SEND))


def _draft_items(store: Session, *, alone: bool) -> Iterator[PendingItem]:
    """Say where the draft stands, to each what is theirs to do; one may be `alone`."""
    draft = drafts.draft_row(store)
    if draft is None:
        return
    page = url_for("console.review")
    review = publishing_review.find_waiting_review(store, draft)
    if review is None and alone:
        yield PendingItem("草稿里的改动还没有发布", page, has_right(Right.PUBLISH))
        return
    if review is None:
        yield PendingItem(
            _unsubmitted_text(store, draft.id), page, has_right(Right.EDIT)
        )
        return
    by_me = review.submitted_by == current_staff_name()
    by = "您" if by_me else review.submitted_by
    said = (
        f"{by}提交的草稿等着审核：{review.note}（{format_time(review.submitted_at)}）"
    )
    yield PendingItem(said, page, has_right(Right.PUBLISH) and (alone or not by_me))


def _unsubmitted_text(store: Session, draft: int) -> str:
    last = next(iter(publishing_review.review_history(store, draft)), None)
    if last and last.outcome == ReviewOutcome.RETURNED:
        return f"草稿被{last.decided_by}退回：{last.reason}"
    return "草稿里的改动还没有提交审核"


def _format_count(many: int) -> str:
    return f"{MOST_COUNTED}多" if many > MOST_COUNTED else str(many)
