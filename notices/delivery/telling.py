"""Alerts are told to whoever is on duty: in the log, and at ALERT_URL."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from notices.delivery import alerts
from notices.delivery.alerts import Alert
from storage.session import reading, writing

_log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(minutes=1)
"""From an alert that could not be told until the next try."""

Tell = Callable[[Alert], bool]
"""Brings an alert to somebody outside, and tells whether it got there."""


class Crier:
    """Tells every alert once; what could not be told is tried again."""

    def __init__(self, engine: Engine, tell: Tell) -> None:
        self._engine = engine
        self._tell = tell
        self._not_before: datetime | None = None

    def cry(self, now: datetime) -> None:
        """Tell what has not been told yet."""
        if self._not_before is not None and now < self._not_before:
            return
        with reading(self._engine) as session:
            waiting = alerts.untold(session)
        self._not_before = None
        for alert in waiting:
            _log.error("alert: %s", alert.text)
            if not self._tell(alert):
                self._not_before = now + AGAIN_AFTER
                return
            with writing(self._engine) as session:
                alerts.told(session, alert, now)
