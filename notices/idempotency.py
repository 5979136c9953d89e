"""Idempotency keys: a request that is repeated within a week gets the same answer.

A request is known by its sender's key for it; its digest tells whether it really is
the same one.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from notices.reference_tables import ApiRequestRow
from storage.session import insert_once

KEPT = timedelta(days=7)
"""How long an answer is given again; then its key counts as never used."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as far as it must be told from others of the same API key."""

    api_key: int
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """Nobody has asked this before; `id` is what it is called for ever."""

    id: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """It was answered already, with this."""

    answer: str


@dataclass(frozen=True, slots=True)
class Reused:
    """Something else was asked with this key."""


def digest(method: str, path: str, body: object) -> str:
    """Tell one request from another, however the same JSON is written."""
    said = json.dumps([method, path, body], sort_keys=True, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()


def known(session: Session, asked: Asked, now: datetime) -> Repeated | Reused | None:
    """Look whether a request was answered already, without taking its place."""
    row = session.get(ApiRequestRow, (asked.api_key, asked.key))
    if row is None or now - row.at >= KEPT:
        return None
    return _compared(row, asked)


def claim(
    session: Session, asked: Asked, new_id: str, now: datetime
) -> Fresh | Repeated | Reused:
    """Take a request on, or tell that it was answered; of two at once the second waits.

    What is taken on must be settled in the same transaction.
    """
    insert_once(
        session,
        ApiRequestRow,
        api_key_id=asked.api_key,
        idempotency_key=asked.key,
        id=new_id,
        digest=asked.digest,
        answer="",
        at=now,
    )
    row = _locked(session, asked)
    if row.id != new_id and now - row.at < KEPT:
        return _compared(row, asked)
    row.id, row.digest, row.at = new_id, asked.digest, now
    return Fresh(new_id)


def settle(session: Session, asked: Asked, answer: str) -> None:
    """Keep the answer of a request that was taken on."""
    row = session.get_one(ApiRequestRow, (asked.api_key, asked.key))
    row.answer = answer
    session.flush()


def _locked(session: Session, asked: Asked) -> ApiRequestRow:
    mine = select(ApiRequestRow).where(
        ApiRequestRow.api_key_id == asked.api_key,
        ApiRequestRow.idempotency_key == asked.key,
    )
    return session.scalars(mine.with_for_update()).one()


def _compared(row: ApiRequestRow, asked: Asked) -> Repeated | Reused:
    return Repeated(row.answer) if row.digest == asked.digest else Reused()
