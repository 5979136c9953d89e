"""API keys of the business system: shown once, stored as digests, each good for its scopes."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from notices.errors import NoticesError
from notices.reference_tables import ApiKeyRow
from storage.session import execute_and_count, insert_once

_NAME = re.compile(r"[A-Za-z0-9._-]{1,48}")
_CHANCE = re.compile(r"[A-Za-z0-9_-]{32,}")
_MINUTE = timedelta(minutes=1)


class Scope(StrEnum):
    """What a key is good for."""

    WRITE = "notices:write"
    READ = "notices:read"


class BadApiKeyError(NoticesError):
    """There can be no such key."""


class NoSuchApiKeyError(NoticesError):
    """There is no key of this name."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that is valid, as the API authenticates by it."""

    id: int
    name: str
    scopes: frozenset[Scope]
    last_used_at: datetime | None

    @property
    def source(self) -> str:
        """Where the notices asked for with it come from."""
        return f"api:{self.name}"

    def is_use_recorded(self, now: datetime) -> bool:
        """Tell whether it is written down already that it is in use now."""
        return self.last_used_at is not None and now - self.last_used_at < _MINUTE


def add(
    session: Session, name: str, scopes: Collection[Scope], now: datetime, chance: str
) -> str:
    """Make a key; it can be read now, and never again.

    `chance` is 32 url-safe characters or more, from a good source. Raises
    `BadApiKeyError` for a name that cannot be one, or was one before.
    """
    if not _CHANCE.fullmatch(chance):
        raise ValueError("a key needs 32 url-safe characters of chance")
    if not _NAME.fullmatch(name):
        raise BadApiKeyError("密钥的名称只能用英文字母、数字和 . _ -，最多48个字符。")
    if not scopes:
        raise BadApiKeyError("密钥至少要有一种权限。")
    key = f"ak_{chance}"
    insert_once(
        session,
        ApiKeyRow,
        name=name,
        digest=_digest(key),
        scopes=" ".join(sorted(set(scopes))),
        created_at=now,
    )
    if _row(session, name).digest != _digest(key):
        raise BadApiKeyError(f"已经有名为“{name}”的密钥；停用的名称也不能再用。")
    return key


def revoke(session: Session, name: str, now: datetime) -> None:
    """Make a key good for nothing from now on; raise `NoSuchApiKeyError`."""
    row = _row(session, name)
    row.revoked_at = row.revoked_at or now


def list_api_keys(session: Session) -> tuple[ApiKeyRow, ...]:
    """List all keys there were, by name."""
    return tuple(session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.name)))


def find_api_key(session: Session, presented: str) -> ApiKey | None:
    """Find the key that was presented; the same work is done for a wrong one.

    What is compared are digests, so no part of a key can be guessed by time.
    """
    wanted = select(ApiKeyRow).where(
        ApiKeyRow.digest == _digest(presented), ApiKeyRow.revoked_at.is_(None)
    )
    row = session.scalars(wanted).one_or_none()
    if row is None:
        return None
    scopes = frozenset(it for it in Scope if it in row.scopes.split())
    return ApiKey(row.id, row.name, scopes, row.last_used_at)


def record_use(session: Session, key: ApiKey, now: datetime) -> None:
    """Write down that a key was used, unless that was done in the last minute."""
    stale = or_(
        ApiKeyRow.last_used_at.is_(None), ApiKeyRow.last_used_at <= now - _MINUTE
    )
    execute_and_count(
        session,
        update(ApiKeyRow).where(ApiKeyRow.id == key.id, stale).values(last_used_at=now),
    )


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _row(session: Session, name: str) -> ApiKeyRow:
    mine = select(ApiKeyRow).where(ApiKeyRow.name == name)
    row = session.scalars(mine).one_or_none()
    if row is None:
        raise NoSuchApiKeyError(f"没有名为“{name}”的密钥。")
    return row
