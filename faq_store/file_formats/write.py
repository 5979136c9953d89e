"""The export of an edition to a file: .txt, .docx or .json."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq_store.content import edition_rows
from faq_store.errors import NoSuchEditionError
from faq_store.file_formats import docx_writer, json_format, text_format
from faq_store.tables import DRAFT, HIGHEST, EditionRow
from helpline.faq import Edition


class Form(StrEnum):
    """What kind of file; the value is how its name ends."""

    TXT = "txt"
    DOCX = "docx"
    JSON = "json"


MEDIA = {
    Form.TXT: "text/plain; charset=utf-8",
    Form.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    Form.JSON: "application/json",
}
"""The media type of each."""


def form_of(name: str) -> Form:
    """Tell from a file's name which form is wanted; a text, where it says nothing."""
    _, _, ending = name.rpartition(".")
    found = ending.lower()
    return Form(found) if found in set(Form) else Form.TXT


def written(edition: Edition, form: Form, now: datetime) -> bytes:
    """Write an edition in one of the forms; only JSON holds more than the document."""
    match form:
        case Form.TXT:
            return text_format.write(edition.title, edition.sections).encode()
        case Form.DOCX:
            return docx_writer.written(edition.title, edition.sections, now)
        case Form.JSON:
            return json_format.written(edition).encode()
    assert_never(form)


def read(session: Session, number: int, form: Form) -> Edition:
    """Read an edition, or the draft (`DRAFT`), for a file of this form.

    Only JSON has phrasings, of which there may be very many. Raises
    `NoSuchEditionError`.
    """
    wanted = select(EditionRow).where(EditionRow.number == number)
    row = session.scalar(wanted) if number <= HIGHEST else None
    if row is None:
        missing = "没有草稿" if number == DRAFT else f"没有发布过第 {number} 版"
        raise NoSuchEditionError(missing)
    if form is Form.JSON:
        return edition_rows.read(session, row)
    return Edition(row.number, row.title, edition_rows.sections(session, row.id))
