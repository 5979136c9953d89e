"""Reconciliation: notices of unknown outcome are looked up in the gateway's log, never resent blindly.

An unknown one is looked for among what the gateway carried to its number; one that
was accepted, and of which no final receipt came, by the gateway's id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from notices.delivery import circuit_breaker, history, outbox, status_update
from notices.delivery.retry import MOST_ATTEMPTS, backoff
from notices.delivery.settings import Pace
from notices.gateways.base import Carried, Gateway, GatewayError
from notices.status import Status
from notices.tables import NoticeRow

SURE_AFTER = timedelta(minutes=3)
"""Absent from the gateway's list twice, this far apart: it surely has no trace."""

GIVE_UP = timedelta(days=3)
"""How long after it was handed over a notice is still looked up."""

_FIRST, _LONGEST = timedelta(seconds=5), timedelta(hours=1)
_LONGEST_IN_DOUBT = timedelta(minutes=1)
_ASKING = timedelta(minutes=1)
"""How long whoever asks may take, before another worker asks as well."""

_SLACK = timedelta(minutes=1)
"""How far the gateway's clock may be behind ours."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A notice to ask the gateway about; `sid` is "" where its id is not known.

    What is found holds as long as nobody has claimed it anew, raising its `token`.
    """

    id: str
    to: str
    text: str
    sid: str
    since: datetime
    token: int


@dataclass(frozen=True, slots=True)
class Found:
    """What the gateway's log says; None: it was not asked with success."""

    doubt: Doubt
    carried: tuple[Carried, ...] | None


def any_doubt(session: Session, now: datetime) -> bool:
    """Tell cheaply whether anything must be asked about now."""
    wanted = select(NoticeRow.id).where(NoticeRow.check_at <= now).limit(1)
    return session.scalars(wanted).first() is not None


def doubtful(session: Session, now: datetime, most: int) -> tuple[Doubt, ...]:
    """Take the notices that must be asked about now; nobody else asks meanwhile."""
    wanted = (
        select(NoticeRow)
        .where(NoticeRow.check_at <= now)
        .order_by(NoticeRow.check_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = session.scalars(wanted).all()
    for row in rows:
        row.check_at = now + _ASKING
    return tuple(
        Doubt(
            it.id, it.to, it.text, it.sid or "", it.sent_at or it.created_at, it.token
        )
        for it in rows
    )


def ask(gateway: Gateway, doubt: Doubt) -> Found:
    """Look the notice up in the gateway's log; outside of any transaction, it takes a while."""
    try:
        if doubt.sid:
            carried = gateway.look_up(doubt.sid)
            return Found(doubt, (carried,) if carried else ())
        sent = gateway.carried_to(doubt.to, doubt.since - _SLACK)
    except GatewayError:
        return Found(doubt, None)
    return Found(doubt, tuple(it for it in sent if it.text == doubt.text))


def settle(session: Session, found: Found, pace: Pace, now: datetime) -> None:
    """Apply what was found; what a receipt has said meanwhile stands."""
    mine = select(NoticeRow).where(NoticeRow.id == found.doubt.id).with_for_update()
    row = session.scalars(mine).one_or_none()
    if row is None or row.check_at is None or row.token != found.doubt.token:
        return
    row.checks += 1
    row.check_at = _next_check(row, now)
    if found.carried is None:
        return
    carried = _own(session, row, found.carried, now)
    if carried is not None:
        _learn(session, row, carried, now)
    elif row.status == Status.UNKNOWN:
        _miss(session, row, pace, now)


def _next_check(row: NoticeRow, now: datetime) -> datetime | None:
    if now - (row.sent_at or now) > GIVE_UP:
        return None
    in_doubt = row.status == Status.UNKNOWN
    longest = _LONGEST_IN_DOUBT if in_doubt else _LONGEST
    return now + backoff(_FIRST, longest, row.checks, 0.5)


def _own(
    session: Session, row: NoticeRow, carried: Sequence[Carried], now: datetime
) -> Carried | None:
    """Pick the message that is this notice's: its sid, or one of no other notice."""
    if row.sid:
        return next((it for it in carried if it.sid == row.sid), None)
    circuit_breaker.locked(
        session, now
    )  # two equal notices must not pick the same one at once
    theirs = select(NoticeRow.sid).where(NoticeRow.sid.in_([it.sid for it in carried]))
    taken = set(session.scalars(theirs))
    free = [it for it in carried if it.sid not in taken]
    return min(free, key=lambda it: it.at, default=None)


def _learn(session: Session, row: NoticeRow, carried: Carried, now: datetime) -> None:
    step = status_update.learn(row, carried.status, carried.sid, carried.code, now)
    if step:
        history.write(session, [step], now)


def _miss(session: Session, row: NoticeRow, pace: Pace, now: datetime) -> None:
    """Note that the gateway has no trace of it; twice, well apart, settles it."""
    row.absent_at = row.absent_at or now
    if now - row.absent_at < SURE_AFTER:
        return
    row.check_at = None  # a receipt may still say otherwise
    resend = pace.resend_unknown and row.attempts < MOST_ATTEMPTS
    if not resend or row.expires_at <= now:
        history.write(session, [(row.id, Status.UNKNOWN, "no-trace")], now)
        row.code = "no-trace"
        return
    row.status, row.code, row.try_at = Status.QUEUED.value, "no-trace", now
    row.absent_at = row.sent_at = None
    row.checks = 0
    outbox.hold_back(session, [row])
    history.write(session, [(row.id, Status.QUEUED, "no-trace")], now)
