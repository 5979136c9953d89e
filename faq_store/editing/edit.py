"""Edits of the draft: questions, prompts and titles, each refused if it changed meanwhile.

Nothing here reads or writes more of the draft than what is edited, whatever its size.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from faq_store.content import drafts, keys, queries, question_rows
from faq_store.editing import validation
from faq_store.editing.validation import revision_of
from faq_store.errors import NoSuchEntryError, StaleEditError
from faq_store.review_tables import EditRow
from faq_store.tables import EditionRow, PromptRow
from helpline.faq import Question, Section
from helpline.wording import Prompts


@dataclass(frozen=True, slots=True)
class Author:
    """Who edits, and when."""

    name: str
    now: datetime


def add_question(
    session: Session, section: str, content: Question, author: Author
) -> str:
    """Add a question at the end of a section; return its key, never given before.

    The content's own key counts for nothing, nor do those of its situations. Raises
    `BadContentError`, `NoSuchEntryError`.
    """
    new = tuple(replace(it, key=0) for it in content.situations)
    checked = validation.clean_question(replace(content, situations=new))
    draft = drafts.open_draft(session, author.now)
    if queries.read_section(session, draft.id, section) is None:
        raise NoSuchEntryError("没有这个阶段，可能别人刚删除")
    key = f"{section}.{keys.give_key(session, section)}"
    question_rows.insert_question(session, draft.id, section, replace(checked, key=key))
    record_edit(session, draft, f"question:{key}", author)
    return key


def save_question(
    session: Session, content: Question, seen: str, author: Author
) -> Question:
    """Make a question say this, if it still says what was seen; return it as it is now.

    Situations with key 0 are new. Phrasings of a situation that is gone mean the
    question from now on. Raises `BadContentError`, `StaleEditError`.
    """
    checked = validation.clean_question(content)
    draft = drafts.open_draft(session, author.now)
    current = queries.read_question(session, draft.id, content.key)
    insist_on_unchanged(session, draft, f"question:{content.key}", current, seen)
    assert current is not None  # noqa: S101 - it was seen
    kept = replace(checked, contacts=current.contacts)
    saved = question_rows.update_question(session, draft.id, kept)
    record_edit(session, draft, f"question:{content.key}", author)
    return saved


def retire_question(session: Session, key: str, seen: str, author: Author) -> int:
    """Take a question out of the draft; return how many phrasings went with it.

    Its key is never given again. Raises `StaleEditError`.
    """
    draft = drafts.open_draft(session, author.now)
    current = queries.read_question(session, draft.id, key)
    insist_on_unchanged(session, draft, f"question:{key}", current, seen)
    many = question_rows.delete_question(session, draft.id, key)
    record_edit(session, draft, f"question:{key}", author)
    return many


def save_prompt(
    session: Session, name: str, text: str, seen: str, author: Author
) -> None:
    """Make a prompt say this, if it still says what was seen.

    Raises `BadContentError`, `StaleEditError`.
    """
    checked = validation.clean_prompt(name, text)
    draft = drafts.open_draft(session, author.now)
    subject = f"prompt:{name}"
    insist_on_unchanged(
        session, draft, subject, queries.read_prompt(session, draft.id, name), seen
    )
    there = PromptRow.edition_id == draft.id, PromptRow.name == name
    session.execute(delete(PromptRow).where(*there))
    if checked != getattr(Prompts(), name):
        session.add(PromptRow(edition_id=draft.id, name=name, text=checked))
    record_edit(session, draft, subject, author)


def rename_faq(session: Session, title: str, seen: str, author: Author) -> None:
    """Change the title of the whole; raise as `save_prompt` does."""
    checked = validation.clean_title(title)
    draft = drafts.open_draft(session, author.now)
    insist_on_unchanged(session, draft, "faq:title", draft.title, seen)
    draft.title = checked
    record_edit(session, draft, "faq:title", author)


def insist_on_unchanged(
    session: Session,
    draft: EditionRow,
    subject: str,
    current: Question | Section | str | None,
    seen: str,
) -> None:
    """Raise `StaleEditError` unless what is there is what was seen."""
    if current is not None and revision_of(current) == seen:
        return
    last = session.get(EditRow, (draft.id, subject))
    raise StaleEditError(current, last.by if last else "", last.at if last else None)


def record_edit(
    session: Session, draft: EditionRow, subject: str, author: Author
) -> None:
    """Write down who last edited something of the draft."""
    session.merge(
        EditRow(
            edition_id=draft.id, subject=subject, by=author.name[:64], at=author.now
        )
    )
    session.flush()
