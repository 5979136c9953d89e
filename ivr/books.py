"""Keeping the books of calls without ever keeping a caller waiting for them."""

import logging
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ivr import call_log
from ivr.context import Door
from ivr.position import Position
from ivr.webhook_form import CallEvent
from storage.session import writing

_log = logging.getLogger(__name__)
_Kept = TypeVar("_Kept")


def begin(door: Door, event: CallEvent, edition: int) -> int:
    """Enter the call; return the edition it is pinned to."""
    now = door.clock()
    return _kept(
        door,
        lambda session: call_log.begin(session, event, edition, now),
        otherwise=edition,
    )


def step(door: Door, event: CallEvent, position: Position) -> bool:
    """Enter a key; tell whether the call goes on (it does if nobody can tell)."""
    now = door.clock()
    return _kept(
        door,
        lambda session: call_log.step(session, event, position, now),
        otherwise=True,
    )


def end(door: Door, event: CallEvent) -> None:
    """Close the call; raises SQLAlchemy's errors, for an end is told only once."""
    now = door.clock()
    with writing(door.engine) as session:
        call_log.end(session, event, now)


def _kept(door: Door, use: Callable[[Session], _Kept], otherwise: _Kept) -> _Kept:
    try:
        with writing(door.engine) as session:
            return use(session)
    except SQLAlchemyError:
        _log.exception("call not entered in the books")
        return otherwise
