"""Queries on stored turns for staff: the newest, those of one number, those around one."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sms.tables import TurnRow
from storage.keyset import Bounds, Keyset

TURNS: Keyset[TurnRow] = Keyset(TurnRow.sender, TurnRow.at, TurnRow.message_sid)


@dataclass(frozen=True, slots=True)
class TurnWindow:
    """Turns of one conversation that follow each other, the oldest first."""

    turns: tuple[TurnRow, ...]
    older: bool
    newer: bool


def find_turns(
    session: Session, bounds: Bounds, most: int, *, decision: str = ""
) -> tuple[TurnRow, ...]:
    """List turns, newest first; "" is any `decision`.

    The next page begins below the last one's place.
    """
    wanted = select(TurnRow)
    if decision:
        wanted = wanted.where(TurnRow.decision == decision)
    return TURNS.find(session, wanted, bounds, most)


def find_sender(session: Session, message_sid: str) -> str | None:
    """Tell who sent a text, by the key of the number."""
    return session.scalar(
        select(TurnRow.sender).where(TurnRow.message_sid == message_sid)
    )


def find_turn_window(
    session: Session, message_sid: str, each_way: int
) -> TurnWindow | None:
    """Find a turn, with what its sender texted before and after it."""
    turn = session.get(TurnRow, message_sid)
    if turn is None:
        return None
    own = select(TurnRow).where(TurnRow.sender == turn.sender).limit(each_way + 1)
    place = TURNS.place(turn)
    newest = TurnRow.at.desc(), TurnRow.message_sid.desc()
    oldest = TurnRow.at, TurnRow.message_sid
    before = session.scalars(own.where(TURNS.older(place)).order_by(*newest)).all()
    after = session.scalars(own.where(TURNS.newer(place)).order_by(*oldest)).all()
    turns = (*reversed(before[:each_way]), turn, *after[:each_way])
    return TurnWindow(turns, len(before) > each_way, len(after) > each_way)
