"""Sections added, renamed and deleted; sections and questions reordered; questions restored."""

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from faq_store.content import drafts, editions, keys, positions, queries, question_rows
from faq_store.content.positions import ASIDE, PositionedRow
from faq_store.editing import validation
from faq_store.editing.edit import Author, insist_on_unchanged, record_edit
from faq_store.errors import FaqError, NoSuchEntryError
from faq_store.file_formats.text_format import MOST_SECTIONS
from faq_store.tables import EditionRow, PhrasingRow, QuestionRow, SectionRow
from helpline.faq import Question
from storage.session import lock_tables

_NO_SECTION = "没有这个阶段，可能别人刚删除"
_NO_QUESTION = "没有这个问题，可能别人刚停用"


def add_section(session: Session, title: str, author: Author) -> str:
    """Add a section at the end; return its key. Raises `BadContentError`, `FaqError`."""
    checked = validation.clean_title(title)
    draft = drafts.open_draft(session, author.now)
    if len(queries.list_sections(session, draft.id)) >= MOST_SECTIONS:
        raise FaqError(f"最多{MOST_SECTIONS}个阶段")
    key = str(keys.give_key(session, keys.ROOT))
    place = positions.end_position(
        session, SectionRow, SectionRow.edition_id == draft.id
    )
    session.execute(
        insert(SectionRow).values(
            edition_id=draft.id, key=key, position=place, title=checked
        )
    )
    record_edit(session, draft, f"section:{key}", author)
    return key


def rename_section(
    session: Session, key: str, title: str, seen: str, author: Author
) -> None:
    """Give a section another title; raise `BadContentError`, `StaleEditError`."""
    checked = validation.clean_title(title)
    draft = drafts.open_draft(session, author.now)
    subject = f"section:{key}"
    insist_on_unchanged(
        session, draft, subject, queries.read_section(session, draft.id, key), seen
    )
    session.execute(
        update(SectionRow)
        .where(SectionRow.edition_id == draft.id, SectionRow.key == key)
        .values(title=checked)
    )
    record_edit(session, draft, subject, author)


def retire_section(session: Session, key: str, author: Author) -> None:
    """Take an empty section out of the draft; raise `FaqError` if it is not empty."""
    draft = drafts.open_draft(session, author.now)
    found = (it for it in queries.list_sections(session, draft.id) if it.key == key)
    section = next(found, None)
    if section is None:
        raise NoSuchEntryError(_NO_SECTION)
    if section.questions:
        raise FaqError(f"“{section.title}”里还有{section.questions}个问题，不能删除")
    session.execute(
        delete(SectionRow).where(
            SectionRow.edition_id == draft.id, SectionRow.key == key
        )
    )
    record_edit(session, draft, f"section:{key}", author)


def move_section(
    session: Session, key: str, before: str | None, author: Author
) -> None:
    """Put a section before another, or at the end; raise `NoSuchEntryError`."""
    draft = drafts.open_draft(session, author.now)
    siblings = SectionRow.edition_id == draft.id
    own = siblings & (SectionRow.key == key)
    if queries.read_section(session, draft.id, key) is None:
        raise NoSuchEntryError(_NO_SECTION)
    if before == key:
        return
    session.execute(update(SectionRow).where(own).values(position=ASIDE))
    place = _make_room_before(session, SectionRow, siblings, before)
    session.execute(update(SectionRow).where(own).values(position=place))
    record_edit(session, draft, f"section:{key}", author)


def move_question(
    session: Session, key: str, section: str, before: str | None, author: Author
) -> None:
    """Put a question before another of a section, or at its end.

    Raises `NoSuchEntryError`.
    """
    draft = drafts.open_draft(session, author.now)
    if queries.read_section(session, draft.id, section) is None:
        raise NoSuchEntryError(_NO_SECTION)
    if queries.read_section_of(session, draft.id, key) is None:
        raise NoSuchEntryError(_NO_QUESTION)
    if before == key:
        return
    siblings = (QuestionRow.edition_id == draft.id) & (QuestionRow.section == section)
    own = update(QuestionRow).where(
        QuestionRow.edition_id == draft.id, QuestionRow.key == key
    )
    options = {"synchronize_session": False}
    aside = own.values(section=section, position=ASIDE)
    session.execute(aside, execution_options=options)
    place = _make_room_before(session, QuestionRow, siblings, before)
    session.execute(own.values(position=place), execution_options=options)
    record_edit(session, draft, f"question:{key}", author)


def restore_question(session: Session, key: str, seen: str, author: Author) -> None:
    """Make a question what the latest edition says, also if it was retired.

    `seen` is its revision in the draft, "" for a retired one, which comes back with its
    phrasings, but for those that mean something else by now. Nothing happens if it is
    there as published. Raises `NoSuchEntryError`, `StaleEditError`.
    """
    lock_tables(session, EditionRow.__tablename__)
    latest, standing = (
        editions.latest_row(session),
        queries.working_edition_row(session),
    )
    published = queries.read_question(session, latest.id, key) if latest else None
    if latest is None or standing is None or published is None:
        raise NoSuchEntryError("发布过的版本里没有这个问题")
    current = queries.read_question(session, standing.id, key)
    if current == published:
        return
    subject = f"question:{key}"
    if current or seen:
        insist_on_unchanged(session, standing, subject, current, seen)
    draft = drafts.open_draft(session, author.now)
    if current:
        question_rows.update_question(session, draft.id, published)
    else:
        _restore_row(session, latest.id, draft.id, published)
    record_edit(session, draft, subject, author)


def _restore_row(
    session: Session, latest: int, draft: int, published: Question
) -> None:
    row = session.get_one(QuestionRow, (latest, published.key))
    if queries.read_section(session, draft, row.section) is None:
        raise NoSuchEntryError("它所在的阶段已经删除，请先增加一个阶段，再新写问题")
    question_rows.insert_question(session, draft, row.section, published, row.position)
    _restore_phrasings(session, latest, draft, published.key)


def _make_room_before(
    session: Session,
    model: PositionedRow,
    siblings: ColumnElement[bool],
    before: str | None,
) -> int:
    """Make room before a sibling, and say where; at the end if that is gone."""
    wanted = select(model.position).where(siblings, model.key == before)
    place = session.scalar(wanted) if before is not None else None
    if place is None:
        return positions.end_position(session, model, siblings)
    positions.make_room(session, model, siblings, place)
    return place


def _restore_phrasings(
    session: Session, latest: int, draft: int, question: str
) -> None:
    own = PhrasingRow.edition_id == latest, PhrasingRow.question == question
    theirs = session.execute(
        select(PhrasingRow.text, PhrasingRow.situation).where(*own)
    )
    said = select(PhrasingRow.text).where(*own).scalar_subquery()
    known = set(
        session.scalars(
            select(PhrasingRow.text).where(
                PhrasingRow.edition_id == draft, PhrasingRow.text.in_(said)
            )
        )
    )
    place = positions.last_phrasing_position(session, draft)
    back = [it for it in theirs if it.text not in known]
    values = [
        {
            "edition_id": draft,
            "position": place + count,
            "text": item.text,
            "question": question,
            "situation": item.situation,
        }
        for count, item in enumerate(back, 1)
    ]
    if values:
        session.execute(insert(PhrasingRow), values)
