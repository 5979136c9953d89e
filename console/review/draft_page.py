"""The page of the draft: its diff, its state in review, its regression run."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import able, who
from console.context import Door
from console.review import diff_view
from console.review.diff_cache import Differ
from console.review.diff_view import Answered, Shown
from faq_store.content import editions
from faq_store.publishing import regression_job
from faq_store.publishing import review as publishing_review
from faq_store.publishing.regression_result import Result
from faq_store.publishing.review import Standing
from helpline.text import count
from staff.roles import Right
from storage.session import reading

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Typed:
    """What was written into the forms, and what was wrong with it."""

    note: str = ""
    reason: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what the rehearsal found; `start` counts the answers before it."""

    result: Result
    start: int
    answers: tuple[Answered, ...]

    @property
    def following(self) -> int:
        """Where the next page begins, 0 on the last one."""
        end = self.start + len(self.answers)
        return end if end < self.result.kept else 0


@dataclass(frozen=True, slots=True)
class May:
    """What this person may do with the draft as it stands; `why_not` approve it."""

    submit: bool
    withdraw: bool
    decide: bool
    approve: bool
    alone: bool
    why_not: str


def install(pages: Blueprint, door: Door, differ: Differ) -> None:
    """Add the page, and what its progress is asked of."""

    @pages.get("/review")
    def review() -> ResponseReturnValue:
        return render(door, differ, Typed())

    @pages.get("/review/progress")
    def review_progress() -> ResponseReturnValue:
        with reading(door.engine) as store:
            standing = publishing_review.standing(store)
        found = standing.rehearsal if standing else None
        if found is None:
            return {"moving": False, "done": 0, "total": 0}
        moving = found.finished_at is None
        return {"moving": moving, "done": found.done, "total": found.total}


def render(door: Door, differ: Differ, typed: Typed) -> str:
    """Show where the draft stands, with what was typed."""
    with reading(door.engine) as store:
        standing = publishing_review.standing(store)
        latest = editions.latest_row(store)
        more: dict[str, object] = {}
        if standing:
            old = latest.id if latest else None
            shown = _shown(store, differ, old, standing)
            more = {
                "shown": shown,
                "may": _may(door, standing, shown),
                "found": _found(store, standing, old),
            }
        return render_template(
            "console/review/draft_page.html",
            standing=standing,
            latest=latest.number if latest else None,
            typed=typed,
            second_person=door.second_person,
            **more,
        )


def _shown(
    store: Session, differ: Differ, old: int | None, standing: Standing
) -> Shown:
    found = differ.between(store, old, standing.edition_id)
    after = request.args.get("after", "")
    return diff_view.shown(store, found, old, standing.edition_id, after)


def _found(store: Session, standing: Standing, old: int | None) -> Found | None:
    if standing.rehearsal is None or not standing.rehearsal.ready:
        return None
    start = count(request.args.get("answers", ""), _DIGITS) or 0
    result = regression_job.result(
        store, standing.rehearsal.id, start, diff_view.ANSWERS
    )
    answers = diff_view.answers(store, result.answers, old, standing.edition_id)
    return Found(result, start, answers)


def _may(door: Door, standing: Standing, shown: Shown) -> May:
    alone = not door.second_person or standing.seen.beside is None
    approver = able(Right.PUBLISH) and not shown.empty and (alone or standing.waits)
    why_not = _why_not(standing, alone=alone)
    return May(
        submit=able(Right.EDIT) and not shown.empty and not standing.waits,
        withdraw=able(Right.EDIT) and standing.waits,
        decide=approver,
        approve=approver and not why_not,
        alone=alone,
        why_not=why_not,
    )


def _why_not(standing: Standing, *, alone: bool) -> str:
    """Say why this person cannot approve it now, "" if they can."""
    review, rehearsal = standing.review, standing.rehearsal
    if not alone and review and review.submitted_by == who():
        return "这是您提交的，要由另一个人来批准。"
    if rehearsal is None:
        return "还没有试答。先做试答，看过哪些答复会变，再批准。"
    if rehearsal.trouble:
        return "试答没有做完，请再试一次，做完才能批准。"
    if not rehearsal.ready:
        return "试答做完以后才能批准。"
    return ""
