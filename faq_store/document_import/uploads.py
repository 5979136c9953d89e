"""Uploaded documents (.txt, .docx), kept as text; each is open until somebody closes it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from faq_store.errors import NoSuchDocumentError, StaleDocumentError
from faq_store.file_formats import read, text_format
from faq_store.review_tables import DocumentRow
from faq_store.tables import HIGHEST
from helpline.text import drop_illegal

_LONGEST_NAME = 255


def read_upload(raw: bytes) -> str:
    """Read a file whose text is a leaflet, and return that text.

    Raises `UnreadableDocumentError`, or `FaqTextError` naming the line.
    """
    text = read.read_file_text(raw)
    text_format.parse_faq_text(text)
    return drop_illegal(text)


def store_upload(
    session: Session, name: str, text: str, by: str, at: datetime
) -> DocumentRow:
    """Keep a document's text under the name of its file."""
    row = DocumentRow(
        name=drop_illegal(name)[-_LONGEST_NAME:], text=text, by=by[:64], at=at
    )
    session.add(row)
    session.flush()
    return row


def find_upload(session: Session, document: int) -> DocumentRow:
    """Find a document; raise `NoSuchDocumentError`."""
    row = session.get(DocumentRow, document) if document <= HIGHEST else None
    if row is None:
        raise NoSuchDocumentError("没有这份文档")
    return row


def newest_uploads(
    session: Session, before: int | None, most: int
) -> tuple[DocumentRow, ...]:
    """List documents, the newest first, behind one of them; their texts stay away."""
    wanted = select(DocumentRow).options(defer(DocumentRow.text, raiseload=True))
    if before is not None:
        wanted = wanted.where(DocumentRow.id < before)
    return tuple(session.scalars(wanted.order_by(DocumentRow.id.desc()).limit(most)))


def lock_open_upload(session: Session, document: int) -> None:
    """Let nobody close a document meanwhile; raise `StaleDocumentError` if it is not open."""
    open_ = select(DocumentRow.id).where(
        DocumentRow.id == document, DocumentRow.closed_at.is_(None)
    )
    if session.scalar(open_.with_for_update()) is None:
        raise StaleDocumentError


def close_upload(session: Session, document: int, now: datetime) -> bool:
    """Be done with a document; False if somebody was already. It stays listed."""
    row = find_upload(session, document)
    if row.closed_at is not None:
        return False
    row.closed_at = now
    session.flush()
    return True
