"""Invitations: the one-time links by which staff set their first password."""

import secrets
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from staff import accounts, audit
from staff.accounts import Person
from staff.audit import AuditEntry
from staff.roles import Role
from storage.session import writing

FIRST_NAME = "管理员"
"""What the first account is called; another can be made in the console."""

OPERATOR = "（命令行）"
"""Who the audit says it was when a command did it."""


def make_link(session: Session, staff: int, base_url: str, now: datetime) -> str:
    """Make a one-time link; earlier ones of the account are void."""
    token = secrets.token_urlsafe(32)
    accounts.create_invitation(session, staff, token, now)
    return f"{base_url}/console/join/{token}"


def make_first_link(engine: Engine, base_url: str, now: datetime) -> str:
    """Make the link of the first 管理员 while nobody has joined; else ""."""
    with writing(engine) as session:
        if not accounts.has_no_accounts(session):
            return ""
        waiting = [
            account
            for account in accounts.list_accounts(session)
            if account.role is Role.ADMIN
        ]
        first = next(iter(waiting), None) or add_person(
            session, FIRST_NAME, Role.ADMIN, now
        )
        return make_link(session, first.id, base_url, now)


def add_person(session: Session, name: str, role: Role, now: datetime) -> Person:
    """Make an account at an operator's word, written into the audit."""
    made = accounts.add_account(session, name, role, now)
    change = AuditEntry("add-staff", f"staff:{name}", after=role)
    audit.write_entry(session, OPERATOR, change, now)
    return made
