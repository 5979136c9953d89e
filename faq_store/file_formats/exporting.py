"""What of an edition is needed to write it as a file."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq_store.content import edition_rows
from faq_store.errors import NoSuchEditionError
from faq_store.file_formats.write import Form
from faq_store.tables import DRAFT, HIGHEST, EditionRow
from helpline.faq import Edition


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
