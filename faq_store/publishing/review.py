"""The review workflow of a draft: submitted, withdrawn, returned; the second-person rule."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq_store.content import drafts, editions
from faq_store.diff import edition_diff
from faq_store.errors import FaqError, NothingToPublishError
from faq_store.publishing import regression_job
from faq_store.publishing.draft_checks import insist_on_complete
from faq_store.publishing.regression_job import RegressionRun
from faq_store.review_tables import ReviewRow
from faq_store.tables import EditionRow
from helpline.text import clean, is_blank
from storage.session import lock_tables

LONGEST_NOTE = 500


class ReviewOutcome(StrEnum):
    """What came of a submission; "" while it waits."""

    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class ReviewError(FaqError):
    """The draft cannot be submitted, returned or withdrawn that way."""


class ChangedMeanwhileError(FaqError):
    """What somebody looked at is not what is there any more."""


class SecondPersonError(FaqError):
    """Somebody else has to have submitted what one person publishes."""


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """The draft's revision and the latest edition that a page showed (optimistic locking)."""

    revision: int
    beside: int | None


@dataclass(frozen=True, slots=True)
class ReviewVersion:
    """A submission as a page showed it."""

    seen: SeenDraft
    review: int


@dataclass(frozen=True, slots=True)
class Review:
    """A draft as somebody submitted it at one revision, and what came of that."""

    id: int
    revision: int
    submitted_by: str
    submitted_at: datetime
    note: str
    outcome: str
    decided_by: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class DraftStatus:
    """Where a draft stands: `review` is the newest one, `rehearsal` that of just this.

    `beside` is the latest edition, `based_on` the one that the draft was begun from.
    """

    edition_id: int
    seen: SeenDraft
    drafted_at: datetime
    based_on: int | None
    review: Review | None
    regression_run: RegressionRun | None

    @property
    def waits(self) -> bool:
        """Whether it is submitted as it is now."""
        return self._open and self._of_this

    @property
    def void(self) -> bool:
        """Whether it was submitted, and changed since."""
        return self._open and not self._of_this

    @property
    def returned(self) -> bool:
        """Whether it was sent back, and waits to be submitted again."""
        return self.review is not None and self.review.outcome == ReviewOutcome.RETURNED

    @property
    def _open(self) -> bool:
        return self.review is not None and not self.review.outcome

    @property
    def _of_this(self) -> bool:
        return self.review is not None and self.review.revision == self.seen.revision


def draft_status(session: Session) -> DraftStatus | None:
    """Tell where the draft stands, None when nothing is being edited."""
    draft = drafts.draft_row(session)
    if draft is None:
        return None
    seen = _current_draft(session, draft)
    review = _newest_review(session, draft)
    return DraftStatus(
        draft.id,
        seen,
        draft.drafted_at,
        draft.based_on,
        _from_row(review) if review else None,
        regression_job.find_run(session, draft, seen.beside),
    )


def submit_draft(
    session: Session, seen: SeenDraft, *, by: str, note: str, now: datetime
) -> Review:
    """Submit the draft as it was seen, and ask for its rehearsal.

    Raises `NothingToPublishError` if it says nothing new, `ChangedMeanwhileError`,
    and `ReviewError` without a note, or if it is submitted already.
    """
    draft = insist_on_version(session, seen)
    insist_on_changes(session, draft)
    insist_on_complete(session, draft)
    said = _require_text(note, "请写一句这次改了什么。")
    review = _newest_review(session, draft)
    if review and not review.outcome and review.revision == draft.revision:
        raise ReviewError(f"{review.submitted_by}已经提交了，正等着审核。")
    row = ReviewRow(
        edition_id=draft.id,
        revision=draft.revision,
        submitted_by=by,
        submitted_at=now,
        note=said,
    )
    session.add(row)
    session.flush()
    regression_job.request_run(session, draft, seen.beside, by, now)
    return _from_row(row)


def withdraw_review(
    session: Session, shown: ReviewVersion, *, by: str, now: datetime
) -> Review:
    """Take a submission back as it was shown.

    Raises `ChangedMeanwhileError`, and `ReviewError` if it does not wait any more.
    """
    row = _waiting_as_shown(session, shown)
    close_review(row, ReviewOutcome.WITHDRAWN, by, "", now)
    session.flush()
    return _from_row(row)


def return_draft(
    session: Session, shown: ReviewVersion, *, by: str, reason: str, now: datetime
) -> Review:
    """Return a submission with a reason; raise as `withdraw_review`, and without a reason."""
    said = _require_text(reason, "请写明退回的理由。")
    row = _waiting_as_shown(session, shown)
    close_review(row, ReviewOutcome.RETURNED, by, said, now)
    session.flush()
    return _from_row(row)


def request_regression_run(session: Session, *, by: str, now: datetime) -> int:
    """Ask for the rehearsal of the draft as it is; raise `NothingToPublishError`."""
    lock_tables(session, EditionRow.__tablename__)
    draft = drafts.draft_row(session)
    if draft is None:
        raise NothingToPublishError("没有草稿。")
    beside = _current_draft(session, draft).beside
    return regression_job.request_run(session, draft, beside, by, now)


def insist_on_version(session: Session, seen: SeenDraft) -> EditionRow:
    """Give the draft's row if it is what was seen; until the end nobody else changes it.

    Raises `NothingToPublishError` without a draft, else `ChangedMeanwhileError`.
    """
    lock_tables(session, EditionRow.__tablename__)
    draft = drafts.draft_row(session)
    if draft is None:
        raise NothingToPublishError("没有草稿，可能别人刚刚发布或放弃了它。")
    if seen != _current_draft(session, draft):
        raise ChangedMeanwhileError(
            "您打开这一页以后，草稿或已发布的版本又有变动。请看过现在的内容再决定。"
        )
    return draft


def insist_on_changes(session: Session, draft: EditionRow) -> None:
    """Raise `NothingToPublishError` if the draft says what the latest edition says."""
    latest = editions.latest_row(session)
    if not edition_diff.diff_editions(session, latest.id if latest else None, draft.id):
        raise NothingToPublishError("没有可发布的改动：没有草稿，或草稿与最新版本相同")


def insist_on_second_person(session: Session, draft: EditionRow, by: str) -> None:
    """Raise `SecondPersonError` unless somebody else has submitted just this draft."""
    review = find_waiting_review(session, draft)
    if review is None:
        raise SecondPersonError("草稿现在的内容还没有人在控制台提交审核，不能发布。")
    if review.submitted_by == by:
        raise SecondPersonError("提交审核的人不能自己批准，要另一个人来批准。")


def find_waiting_review(session: Session, draft: EditionRow) -> ReviewRow | None:
    """Find the submission of the draft just as it is."""
    found = _newest_review(session, draft)
    if found is None or found.outcome or found.revision != draft.revision:
        return None
    return found


def close_review(
    row: ReviewRow, outcome: ReviewOutcome, by: str, reason: str, now: datetime
) -> None:
    """Write down what came of a submission."""
    row.outcome, row.reason = outcome.value, reason
    row.decided_by, row.decided_at = by, now


def review_history(session: Session, edition: int) -> tuple[Review, ...]:
    """List what was submitted of an edition while it was the draft, newest first."""
    rows = session.scalars(
        select(ReviewRow)
        .where(ReviewRow.edition_id == edition)
        .order_by(ReviewRow.id.desc())
    )
    return tuple(map(_from_row, rows))


def _current_draft(session: Session, draft: EditionRow) -> SeenDraft:
    """Give what a page shows that is opened now."""
    return SeenDraft(draft.revision, editions.latest_number(session))


def _waiting_as_shown(session: Session, shown: ReviewVersion) -> ReviewRow:
    row = find_waiting_review(session, insist_on_version(session, shown.seen))
    if row is None or row.id != shown.review:
        raise ReviewError("现在没有等着审核的草稿：可能别人刚处理过，或草稿又改过。")
    return row


def _newest_review(session: Session, draft: EditionRow) -> ReviewRow | None:
    return session.scalar(
        select(ReviewRow)
        .where(ReviewRow.edition_id == draft.id)
        .order_by(ReviewRow.id.desc())
        .limit(1)
    )


def _require_text(text: str, missing: str) -> str:
    said = " ".join(clean(text).split())
    if is_blank(said):
        raise ReviewError(missing)
    if len(said) > LONGEST_NOTE:
        raise ReviewError(f"最多{LONGEST_NOTE}个字。")
    return said


def _from_row(row: ReviewRow) -> Review:
    names = Review.__dataclass_fields__
    return Review(*(getattr(row, it) for it in names))
