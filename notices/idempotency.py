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

KEPT_FOR = timedelta(days=7)
"""How long an answer is given again; then its key counts as never used."""


@dataclass(frozen=True, slots=True)
class IdempotentRequest:
    """A request, as far as it must be told from others of the same API key."""

    api_key: int
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Nobody has asked this before; `id` is what it is called for ever."""

    id: str


@dataclass(frozen=True, slots=True)
class RepeatedRequest:
    """It was answered already, with this."""

    answer: str


@dataclass(frozen=True, slots=True)
class ReusedKey:
    """Something else was asked with this key."""


def request_digest(method: str, path: str, body: object) -> str:
    """Tell one request from another, however the same JSON is written."""
    said = json.dumps([method, path, body], sort_keys=True, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()


def find_response(
    session: Session, asked: IdempotentRequest, now: datetime
) -> RepeatedRequest | ReusedKey | None:
    """Look whether a request was answered already, without taking its place."""
    row = session.get(ApiRequestRow, (asked.api_key, asked.key))
    if row is None or now - row.at >= KEPT_FOR:
        return None
    return _compare_request(row, asked)


def claim_request(
    session: Session, asked: IdempotentRequest, new_id: str, now: datetime
) -> NewRequest | RepeatedRequest | ReusedKey:
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
    row = _lock_request(session, asked)
    if row.id != new_id and now - row.at < KEPT_FOR:
        return _compare_request(row, asked)
    row.id, row.digest, row.at = new_id, asked.digest, now
    return NewRequest(new_id)


def store_response(session: Session, asked: IdempotentRequest, answer: str) -> None:
    """Keep the answer of a request that was taken on."""
    row = session.get_one(ApiRequestRow, (asked.api_key, asked.key))
    row.answer = answer
    session.flush()


def _lock_request(session: Session, asked: IdempotentRequest) -> ApiRequestRow:
    mine = select(ApiRequestRow).where(
        ApiRequestRow.api_key_id == asked.api_key,
        ApiRequestRow.idempotency_key == asked.key,
    )
    return session.scalars(mine.with_for_update()).one()


def _compare_request(
    row: ApiRequestRow, asked: IdempotentRequest
) -> RepeatedRequest | ReusedKey:
    return RepeatedRequest(row.answer) if row.digest == asked.digest else ReusedKey()
