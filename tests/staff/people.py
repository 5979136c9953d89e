"""Somebody to be staff."""

from datetime import datetime

from sqlalchemy import Engine

from staff import accounts
from staff.accounts import Person, token_digest
from staff.roles import Role
from staff.tables import LoginRow
from storage.session import writing

HASH = "as good as a hash"


def employed(
    store: Engine, name: str, role: Role, now: datetime, *tokens: str
) -> Person:
    """Make an account that has joined, logged in under these tokens."""
    with writing(store) as session:
        made = accounts.add_account(session, name, role, now)
        accounts.create_invitation(session, made.id, f"first-{name}", now)
        joined = accounts.accept_invitation(session, f"first-{name}", HASH, now)
        session.add_all(
            LoginRow(
                digest=token_digest(token), staff_id=made.id, began_at=now, seen_at=now
            )
            for token in tokens
        )
    return joined
