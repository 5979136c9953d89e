"""The first page: what waits for whoever has come, and where everything is."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import able, who
from console.context import Door
from console.display.template_filters import when
from faq_store.content import drafts
from faq_store.inquiries import inquiries
from faq_store.publishing import review as publishing_review
from faq_store.publishing.review import Outcome
from notices import queries
from notices.status import Status
from staff.roles import Right
from storage.session import reading

MOST = 100
"""Where counting stops: nobody waits to hear how many there are."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits: what it is, where it is done; `mine` if I have to do it."""

    text: str
    address: str
    mine: bool = True


def install(pages: Blueprint, door: Door) -> None:
    """Add the page."""

    @pages.get("/", strict_slashes=False)
    def home() -> ResponseReturnValue:
        with reading(door.engine) as store:
            waiting = tuple(_waiting(store, alone=not door.second_person))
        return render_template(
            "console/home.html", waiting=waiting, announced=door.announced()
        )


def _waiting(store: Session, *, alone: bool) -> Iterator[Waiting]:
    yield from _draft(store, alone=alone)
    if many := len(inquiries.waiting(store, MOST + 1)):
        said = f"{_counted(many)}条提问等着说明它在问什么"
        yield Waiting(said, url_for("console.inquiries"), able(Right.EDIT))
    if many := queries.count(store, Status.UNKNOWN, MOST + 1):
        said = f"{_counted(many)}条通知结果不明"
        status = Status.UNKNOWN.value
        page = url_for("console.notices", status=status)
        yield Waiting(said, page, able(Right.SEND))


def _draft(store: Session, *, alone: bool) -> Iterator[Waiting]:
    """Say where the draft stands, to each what is theirs to do; one may be `alone`."""
    draft = drafts.row(store)
    if draft is None:
        return
    page = url_for("console.review")
    review = publishing_review.waiting(store, draft)
    if review is None and alone:
        yield Waiting("草稿里的改动还没有发布", page, able(Right.PUBLISH))
        return
    if review is None:
        yield Waiting(_unsubmitted(store, draft.id), page, able(Right.EDIT))
        return
    by_me = review.submitted_by == who()
    by = "您" if by_me else review.submitted_by
    said = f"{by}提交的草稿等着审核：{review.note}（{when(review.submitted_at)}）"
    yield Waiting(said, page, able(Right.PUBLISH) and (alone or not by_me))


def _unsubmitted(store: Session, draft: int) -> str:
    last = next(iter(publishing_review.history(store, draft)), None)
    if last and last.outcome == Outcome.RETURNED:
        return f"草稿被{last.decided_by}退回：{last.reason}"
    return "草稿里的改动还没有提交审核"


def _counted(many: int) -> str:
    return f"{MOST}多" if many > MOST else str(many)
