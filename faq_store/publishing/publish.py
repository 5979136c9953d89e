"""Publishing the draft as the next edition, approving a review, and rollback to an old one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, literal, select, update
from sqlalchemy.orm import Session

from faq_store.content import drafts, edition_rows, editions, matcher_store
from faq_store.content.matcher_store import NO_COPIES, MatcherFiles
from faq_store.errors import FaqError, NothingToPublishError
from faq_store.publishing import regression_job, regression_run
from faq_store.publishing import review as publishing_review
from faq_store.publishing.draft_checks import insist_on_complete
from faq_store.publishing.regression_job import NoRegressionRunError
from faq_store.publishing.review import ReviewOutcome, SeenDraft
from faq_store.tables import DRAFT, EditionRow, MatcherRow
from helpline import matching
from helpline.faq import Edition
from helpline.matching import Matcher
from helpline.matching.comparison import DecisionChange
from helpline.text import clean, is_blank
from storage.session import lift_time_limit, lock_tables


class RollbackError(FaqError):
    """That edition cannot be returned to that way."""


@dataclass(frozen=True, slots=True)
class TrainedDraft:
    """A draft, the matcher taught it, and the answers that it would change."""

    draft: Edition
    matcher: Matcher
    changes: tuple[DecisionChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RollbackTarget:
    """An edition to return to; `matcher` is built anew where none is stored for it."""

    number: int
    matcher: Matcher | None = None


def train_draft(
    session: Session, matcher_files: MatcherFiles = NO_COPIES
) -> TrainedDraft | None:
    """Train a matcher on the draft, before `publish_draft`: nobody waits for it meanwhile.

    All phrasings, the draft's and the latest edition's, are asked of both matchers.
    """
    draft = drafts.load_draft(session)
    if draft is None:
        return None
    latest = editions.load_latest(session)
    stored = (
        matcher_store.load_stored(session, latest.number, matcher_files)
        if latest
        else None
    )
    session.rollback()  # the store need not wait, and would not wait for ever
    return TrainedDraft(
        draft, *regression_run.run(draft, latest, stored, matcher_files)
    )


def publish_draft(  # noqa: PLR0913 - who may, when, by whom, and why
    session: Session,
    *,
    now: datetime,
    by: str,
    second_person: bool,
    note: str = "",
    taught: TrainedDraft | None = None,
) -> int:
    """Publish the draft with its matcher, and return its edition's number.

    The matcher is the one that was `taught`, unless the draft has changed since. With
    `second_person`, all but the first edition need somebody else's submission.

    Raises `SecondPersonError`, and `NothingToPublishError` without a draft that says
    something new, so also when somebody else has just published it.
    """
    lock_tables(session, EditionRow.__tablename__)
    row, draft = drafts.draft_row(session), drafts.load_draft(session)
    if row is None or draft is None:
        raise NothingToPublishError("没有可发布的改动：没有草稿，或草稿与最新版本相同")
    _insist_on_leave(session, row, by, second_person=second_person)
    number = _number_draft(session, row, by, note, now)
    if taught is None or not drafts.have_same_content(taught.draft, draft):
        encoder = taught.matcher.encoder if taught else None
        taught = TrainedDraft(draft, matching.train_matcher(draft, encoder))
    matcher_store.store_matcher(session, row.id, taught.matcher)
    regression_job.delete_stale_runs(session)
    return number


def approve_draft(  # noqa: PLR0913 - as of `publish_draft`
    session: Session,
    seen: SeenDraft,
    *,
    now: datetime,
    by: str,
    second_person: bool,
    note: str = "",
) -> int:
    """Publish the draft just as it was seen and rehearsed; return its edition's number.

    Raises as `publish_draft` does, `ChangedMeanwhileError`, and `NoRegressionRunError` before
    the rehearsal has ended well.
    """
    draft = publishing_review.insist_on_version(session, seen)
    _insist_on_leave(session, draft, by, second_person=second_person)
    rehearsal = regression_job.find_run(session, draft, seen.beside)
    if rehearsal is None or not rehearsal.ready:
        raise NoRegressionRunError("试答还没有做完，做完才能批准。")
    number = _number_draft(session, draft, by, note, now)
    regression_job.hand_over_matcher(session, rehearsal.id, draft.id)
    return number


def prepare_rollback(
    session: Session, number: int, matcher_files: MatcherFiles = NO_COPIES
) -> RollbackTarget:
    """Look up an edition to return to, before `roll_back`: nobody waits meanwhile.

    Raises `NoSuchEditionError`.
    """
    edition = editions.load_edition(session, number)
    if matcher_store.load_stored(session, number, matcher_files):
        return RollbackTarget(number)
    session.rollback()
    return RollbackTarget(
        number, matching.train_matcher(edition, matcher_files.encoder)
    )


def roll_back(  # noqa: PLR0913 - from what to what, by whom, when, and why
    session: Session,
    recalled: RollbackTarget,
    *,
    beside: int,
    by: str,
    reason: str,
    now: datetime,
) -> int:
    """Publish an old edition again, as the next one; return its number.

    One person may: what is published again was seen by two before. The draft stays.
    Raises `RollbackError` without a reason, for the latest edition itself, or if that
    is not the one `beside` which somebody has looked at it.
    """
    said = " ".join(clean(reason).split())
    if is_blank(said):
        raise RollbackError("请写明为什么回滚。")
    lock_tables(session, EditionRow.__tablename__)
    lift_time_limit(session)
    latest = editions.latest_number(session) or 0
    _insist_on_older(recalled, latest, beside)
    old = session.scalars(
        select(EditionRow).where(EditionRow.number == recalled.number)
    ).one()
    row = EditionRow(
        number=latest + 1,
        title=old.title,
        based_on=recalled.number,
        drafted_at=now,
        published_at=now,
        published_by=by,
        note=f"回滚到第{recalled.number}版：{said}",
    )
    session.add(row)
    session.flush()
    edition_rows.copy_rows(session, old.id, row.id)
    _copy_matcher(session, old.id, row.id, recalled.matcher)
    return row.number


def _insist_on_older(recalled: RollbackTarget, latest: int, beside: int) -> None:
    if recalled.number >= latest:
        raise RollbackError(f"第{recalled.number}版就是现在在用的版本。")
    if beside != latest:
        raise RollbackError(
            f"您打开这一页以后，第{latest}版发布了。请看过现在的不同，再决定。"
        )


def _copy_matcher(
    session: Session, source: int, target: int, built: Matcher | None
) -> None:
    if built:
        matcher_store.store_matcher(session, target, built)
        return
    kept = select(literal(target), MatcherRow.data, MatcherRow.digest).where(
        MatcherRow.edition_id == source
    )
    columns = ["edition_id", "data", "digest"]
    session.execute(insert(MatcherRow).from_select(columns, kept))


def _insist_on_leave(
    session: Session, draft: EditionRow, by: str, *, second_person: bool
) -> None:
    """Raise as `publish_draft` does unless this draft may be published by this person."""
    publishing_review.insist_on_changes(session, draft)
    if second_person and editions.latest_number(session):
        publishing_review.insist_on_second_person(session, draft, by)


def _number_draft(
    session: Session, draft: EditionRow, by: str, note: str, now: datetime
) -> int:
    """Give the draft the next number; what was submitted is approved by that."""
    insist_on_complete(session, draft)
    review = publishing_review.find_waiting_review(session, draft)
    if review:
        publishing_review.close_review(review, ReviewOutcome.APPROVED, by, "", now)
    said = note or (review.note if review else "")
    session.flush()
    following = select(func.max(EditionRow.number) + 1).scalar_subquery()
    number: int | None = session.scalar(
        update(EditionRow)
        .where(EditionRow.number == DRAFT)
        .values(number=following, published_at=now, published_by=by, note=said)
        .returning(EditionRow.number)
    )
    assert number is not None  # noqa: S101 - it was there, and nobody else may change it
    return number
