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


class FileFormat(StrEnum):
    """What kind of file; the value is how its name ends."""

    TXT = "txt"
    DOCX = "docx"
    JSON = "json"


MEDIA_TYPES = {
    FileFormat.TXT: "text/plain; charset=utf-8",
    FileFormat.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    FileFormat.JSON: "application/json",
}
"""The media type of each."""


def file_format_of(name: str) -> FileFormat:
    """Tell from a file's name which form is wanted; a text, where it says nothing."""
    _, _, ending = name.rpartition(".")
    found = ending.lower()
    return FileFormat(found) if found in set(FileFormat) else FileFormat.TXT


def write_edition_file(edition: Edition, form: FileFormat, now: datetime) -> bytes:
    """Write an edition in one of the forms; only JSON holds more than the document."""
    match form:
        case FileFormat.TXT:
            return text_format.format_faq_text(edition.title, edition.sections).encode()
        case FileFormat.DOCX:
            return docx_writer.write_docx(edition.title, edition.sections, now)
        case FileFormat.JSON:
            return json_format.write_json(edition).encode()
    assert_never(form)


def read_for_export(session: Session, number: int, form: FileFormat) -> Edition:
    """Read an edition, or the draft (`DRAFT`), for a file of this form.

    Only JSON has phrasings, of which there may be very many. Raises
    `NoSuchEditionError`.
    """
    wanted = select(EditionRow).where(EditionRow.number == number)
    row = session.scalar(wanted) if number <= HIGHEST else None
    if row is None:
        missing = "没有草稿" if number == DRAFT else f"没有发布过第 {number} 版"
        raise NoSuchEditionError(missing)
    if form is FileFormat.JSON:
        return edition_rows.read_edition(session, row)
    return Edition(row.number, row.title, edition_rows.read_sections(session, row.id))
