"""The FAQ's form as a browser sends it, and what came of that."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, select

from faq_store.content import queries
from faq_store.editing.validation import revision_of
from helpline.faq import Question
from staff.tables import AuditRow
from storage.session import reading

PATH = "/console/faq"

Fields = Mapping[str, Any]


def page(key: str) -> str:
    return f"{PATH}/{key}"


def stands(store: Engine, key: str) -> Question | None:
    """Read a question as it stands, in the draft if there is one."""
    with reading(store) as session:
        row = queries.working_edition_row(session)
        assert row
        return queries.read_question(session, row.id, key)


def opened(store: Engine, key: str) -> Question:
    found = stands(store, key)
    assert found
    return found


def filled(question: Question, seen: Question | None = None, **more: str) -> Fields:
    """Fill the form with a question, over what was seen (itself, unless told)."""
    return {
        "title": question.title,
        "answer": question.answer,
        "situation": [str(it.key) for it in question.situations],
        "condition": [it.condition for it in question.situations],
        "suggestion": [it.suggestion for it in question.situations],
        "seen": revision_of(seen or question),
        "do": "save",
        **more,
    }


def keys(store: Engine, section: str) -> list[str]:
    """List the questions of a section in their order."""
    with reading(store) as session:
        row = queries.working_edition_row(session)
        assert row
        return [
            question.key
            for question in queries.list_questions(session, row.id, section, -1, 100)
        ]


def sections(store: Engine) -> list[str]:
    with reading(store) as session:
        row = queries.working_edition_row(session)
        assert row
        return [it.title for it in queries.list_sections(session, row.id)]


def audited(store: Engine) -> list[tuple[str, str, str]]:
    """List what was written down, oldest first."""
    with reading(store) as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id))
        return [(it.who, it.action, it.subject) for it in rows]
