"""Keyset pagination: rows newest first, each page beginning below the last one's place."""

from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nlargest
from itertools import chain
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

Row = TypeVar("Row")

Cursor = tuple[datetime, str]
"""Where a row stands among all: when it was, and its SID."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which rows to look for; () and None ask for any.

    `senders` are keys of numbers. Only what is older than `below` is found.
    """

    senders: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    below: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Keyset(Generic[Row]):
    """The columns of a table that a list of it goes by."""

    sender: InstrumentedAttribute[str]
    at: InstrumentedAttribute[datetime]
    sid: InstrumentedAttribute[str]

    def find(
        self, session: Session, wanted: Select[Row], bounds: Bounds, most: int
    ) -> tuple[Row, ...]:
        """List what is wanted and within bounds, newest first."""
        if len(bounds.senders) < 2:  # noqa: PLR2004 - one, or nobody in particular
            return self._find(session, wanted, bounds, most)
        # One key at a time: of several at once the store would rather read all rows
        # there are, newest first, and pass over those of others.
        each = (
            self._find(session, wanted, replace(bounds, senders=(sender,)), most)
            for sender in dict.fromkeys(bounds.senders)
        )
        return tuple(nlargest(most, chain.from_iterable(each), self.place))

    def place(self, row: Row) -> Cursor:
        """Tell where a row stands."""
        return getattr(row, self.at.key), getattr(row, self.sid.key)

    def older(self, place: Cursor) -> ColumnElement[bool]:
        """Take rows below a place."""
        at, sid = place
        return and_(self.at <= at, or_(self.at < at, self.sid < sid))

    def newer(self, place: Cursor) -> ColumnElement[bool]:
        """Take rows above a place."""
        at, sid = place
        return and_(self.at >= at, or_(self.at > at, self.sid > sid))

    def _find(
        self, session: Session, wanted: Select[Row], bounds: Bounds, most: int
    ) -> tuple[Row, ...]:
        wanted = wanted.order_by(self.at.desc(), self.sid.desc()).limit(most)
        for sender in bounds.senders:
            wanted = wanted.where(self.sender == sender)
        if bounds.since:
            wanted = wanted.where(self.at >= bounds.since)
        if bounds.until:
            wanted = wanted.where(self.at < bounds.until)
        if bounds.below:
            wanted = wanted.where(self.older(bounds.below))
        return tuple(session.scalars(wanted))
