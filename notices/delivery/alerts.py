"""Alerts: raised once, posted to ALERT_URL, shown until they are cleared."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from notices.tables import AlertRow
from storage.session import reading, writing


@dataclass(frozen=True, slots=True)
class AlertKind:
    """A kind of trouble and its sentence; `{code}` in it is the provider's word."""

    name: str
    sentence: str


HALTED = AlertKind(
    "halted",
    "通知已停止发送：服务商拒绝了我们的账号或号码（{code}）。请检查账号、余额和发送号码；"
    "系统会自动试探，恢复后继续发送。",
)
UNREACHABLE = AlertKind(
    "unreachable",
    "通知暂停发送：连续多条没有得到服务商的确认（{code}）。系统会逐条试探，恢复后继续发送。",
)
UNKNOWN_PILE = AlertKind(
    "unknown-pile",
    "有{code}条通知发出后结果不明，请用 helpline notices list unknown 查看。",
)
BATCH_STOPPED = AlertKind(
    "batch-stopped",
    "一批通知因内容被服务商拒绝（{code}）已停止，请检查模板和原因后决定是否继续。",
)


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert that has not been told yet."""

    id: int
    kind: str
    text: str
    at: datetime


def raise_alert(
    session: Session, kind: AlertKind, now: datetime, *, code: str = "", about: str = ""
) -> None:
    """Sound an alert, once until it is cleared; `about` tells two of a kind apart."""
    name = f"{kind.name}:{about}" if about else kind.name
    standing = select(AlertRow.id).where(
        AlertRow.kind == name, AlertRow.cleared_at.is_(None)
    )
    if session.scalars(standing.limit(1)).first() is None:
        session.add(AlertRow(kind=name, text=kind.sentence.format(code=code), at=now))


def clear_alert(
    session: Session, kind: AlertKind, now: datetime, *, about: str = ""
) -> None:
    """Say that it is over."""
    name = f"{kind.name}:{about}" if about else kind.name
    session.execute(
        update(AlertRow)
        .where(AlertRow.kind == name, AlertRow.cleared_at.is_(None))
        .values(cleared_at=now)
    )


def open_alerts(session: Session) -> tuple[Alert, ...]:
    """List what is not over, oldest first."""
    return _read_alerts(session, untold=False)


def unsent_alerts(session: Session) -> tuple[Alert, ...]:
    """List what is not over and has not been told yet."""
    return _read_alerts(session, untold=True)


def mark_sent(session: Session, alert: Alert, now: datetime) -> None:
    """Note that an alert was told."""
    session.execute(update(AlertRow).where(AlertRow.id == alert.id).values(told_at=now))


def _read_alerts(session: Session, *, untold: bool) -> tuple[Alert, ...]:
    wanted = select(AlertRow).where(AlertRow.cleared_at.is_(None)).order_by(AlertRow.id)
    if untold:
        wanted = wanted.where(AlertRow.told_at.is_(None))
    rows = session.scalars(wanted)
    return tuple(Alert(it.id, it.kind, it.text, it.at) for it in rows)


_log = logging.getLogger(__name__)

RETRY_DELAY = timedelta(minutes=1)
"""From an alert that could not be told until the next try."""

SendAlert = Callable[[Alert], bool]
"""Brings an alert to somebody outside, and tells whether it got there."""


class AlertNotifier:
    """Tells every alert once; what could not be told is tried again."""

    def __init__(self, engine: Engine, tell: SendAlert) -> None:
        self._engine = engine
        self._tell = tell
        self._not_before: datetime | None = None

    def notify(self, now: datetime) -> None:
        """Tell what has not been told yet."""
        if self._not_before is not None and now < self._not_before:
            return
        with reading(self._engine) as session:
            waiting = unsent_alerts(session)
        self._not_before = None
        for alert in waiting:
            _log.error("alert: %s", alert.text)
            if not self._tell(alert):
                self._not_before = now + RETRY_DELAY
                return
            with writing(self._engine) as session:
                mark_sent(session, alert, now)
