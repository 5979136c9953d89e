"""Uploaded documents (.txt, .docx), kept as text; each is open until somebody closes it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from faq_store.errors import NoSuchDocumentError, OvertakenError
from faq_store.file_formats import read, text_format
from faq_store.review_tables import DocumentRow
from faq_store.tables import HIGHEST
from helpline.text import legal

_LONGEST_NAME = 255


def readable(raw: bytes) -> str:
    """Read a file whose text is a leaflet, and return that text.

    Raises `UnreadableDocumentError`, or `LeafletError` naming the line.
    """
    text = read.text_of(raw)
    text_format.read(text)
    return legal(text)


def bring(session: Session, name: str, text: str, by: str, at: datetime) -> DocumentRow:
    """Keep a document's text under the name of its file."""
    row = DocumentRow(name=legal(name)[-_LONGEST_NAME:], text=text, by=by[:64], at=at)
    session.add(row)
    session.flush()
    return row


def find(session: Session, document: int) -> DocumentRow:
    """Find a document; raise `NoSuchDocumentError`."""
    row = session.get(DocumentRow, document) if document <= HIGHEST else None
    if row is None:
        raise NoSuchDocumentError("没有这份文档")
    return row


def newest(session: Session, before: int | None, most: int) -> tuple[DocumentRow, ...]:
    """List documents, the newest first, behind one of them; their texts stay away."""
    wanted = select(DocumentRow).options(defer(DocumentRow.text, raiseload=True))
    if before is not None:
        wanted = wanted.where(DocumentRow.id < before)
    return tuple(session.scalars(wanted.order_by(DocumentRow.id.desc()).limit(most)))


def keep_open(session: Session, document: int) -> None:
    """Let nobody close a document meanwhile; raise `OvertakenError` if it is not open."""
    open_ = select(DocumentRow.id).where(
        DocumentRow.id == document, DocumentRow.closed_at.is_(None)
    )
    if session.scalar(open_.with_for_update()) is None:
        raise OvertakenError


def close(session: Session, document: int, now: datetime) -> bool:
    """Be done with a document; False if somebody was already. It stays listed."""
    row = find(session, document)
    if row.closed_at is not None:
        return False
    row.closed_at = now
    session.flush()
    return True
