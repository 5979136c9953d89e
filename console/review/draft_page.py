"""The page of the draft: its diff, its state in review, its regression run."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name, has_right
from console.context import ConsoleContext
from console.review import diff_view
from console.review.diff_cache import DiffCache
from console.review.diff_view import ChangedAnswerView, ChangesPage
from faq_store.content import editions
from faq_store.publishing import regression_job
from faq_store.publishing import review as publishing_review
from faq_store.publishing.regression_result import RegressionResult
from faq_store.publishing.review import DraftStatus
from helpline.text import parse_count
from staff.roles import Right
from storage.session import reading

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class DraftInput:
    """What was written into the forms, and what was wrong with it."""

    note: str = ""
    reason: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class RegressionPage:
    """A page of what the rehearsal found; `start` counts the answers before it."""

    result: RegressionResult
    start: int
    answers: tuple[ChangedAnswerView, ...]

    @property
    def following(self) -> int:
        """Where the next page begins, 0 on the last one."""
        end = self.start + len(self.answers)
        return end if end < self.result.kept else 0


@dataclass(frozen=True, slots=True)
class DraftPermissions:
    """What this person may do with the draft as it stands; `why_not` approve it."""

    submit: bool
    withdraw: bool
    decide: bool
    approve: bool
    alone: bool
    why_not: str


def install(pages: Blueprint, context: ConsoleContext, diffs: DiffCache) -> None:
    """Add the page, and what its progress is asked of."""

    @pages.get("/review")
    def review() -> ResponseReturnValue:
        return render_draft_page(context, diffs, DraftInput())

    @pages.get("/review/progress")
    def review_progress() -> ResponseReturnValue:
        with reading(context.engine) as store:
            standing = publishing_review.draft_status(store)
        found = standing.regression_run if standing else None
        if found is None:
            return {"moving": False, "done": 0, "total": 0}
        moving = found.finished_at is None
        return {"moving": moving, "done": found.done, "total": found.total}


def render_draft_page(
    context: ConsoleContext, diffs: DiffCache, typed: DraftInput
) -> str:
    """Show where the draft stands, with what was typed."""
    with reading(context.engine) as store:
        standing = publishing_review.draft_status(store)
        latest = editions.latest_row(store)
        more: dict[str, object] = {}
        if standing:
            old = latest.id if latest else None
            shown = _changes_page(store, diffs, old, standing)
            more = {
                "shown": shown,
                "may": _draft_permissions(context, standing, shown),
                "found": _regression_page(store, standing, old),
            }
        return render_template(
            "console/review/draft_page.html",
            standing=standing,
            latest=latest.number if latest else None,
            typed=typed,
            second_person=context.second_person,
            **more,
        )


def _changes_page(
    store: Session, diffs: DiffCache, old: int | None, standing: DraftStatus
) -> ChangesPage:
    found = diffs.changes_between(store, old, standing.edition_id)
    after = request.args.get("after", "")
    return diff_view.load_changes_page(store, found, old, standing.edition_id, after)


def _regression_page(
    store: Session, standing: DraftStatus, old: int | None
) -> RegressionPage | None:
    if standing.regression_run is None or not standing.regression_run.ready:
        return None
    start = parse_count(request.args.get("answers", ""), _DIGITS) or 0
    result = regression_job.read_result(
        store, standing.regression_run.id, start, diff_view.ANSWERS
    )
    answers = diff_view.describe_answers(
        store, result.answers, old, standing.edition_id
    )
    return RegressionPage(result, start, answers)


def _draft_permissions(
    context: ConsoleContext, standing: DraftStatus, shown: ChangesPage
) -> DraftPermissions:
    alone = not context.second_person or standing.seen.beside is None
    approver = (
        has_right(Right.PUBLISH) and not shown.empty and (alone or standing.waits)
    )
    why_not = _approval_obstacle(standing, alone=alone)
    return DraftPermissions(
        submit=has_right(Right.EDIT) and not shown.empty and not standing.waits,
        withdraw=has_right(Right.EDIT) and standing.waits,
        decide=approver,
        approve=approver and not why_not,
        alone=alone,
        why_not=why_not,
    )


def _approval_obstacle(standing: DraftStatus, *, alone: bool) -> str:
    """Say why this person cannot approve it now, "" if they can."""
    review, rehearsal = standing.review, standing.regression_run
    if not alone and review and review.submitted_by == current_staff_name():
        return "这是您提交的，要由另一个人来批准。"
    if rehearsal is None:
        return "还没有试答。先做试答，看过哪些答复会变，再批准。"
    if rehearsal.trouble:
        return "试答没有做完，请再试一次，做完才能批准。"
    if not rehearsal.ready:
        return "试答做完以后才能批准。"
    return ""
