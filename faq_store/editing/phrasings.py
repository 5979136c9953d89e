"""Phrasings (training examples) and synonyms added to the draft and removed, row by row."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from faq_store.content import drafts, editions, positions, queries
from faq_store.errors import BadPhrasingError, NoSuchEditionError
from faq_store.tables import EditionRow, PhrasingRow, SituationRow, SynonymRow
from helpline.faq import Case, Edition, Phrasing, Synonym, list_cases
from helpline.masking import mask
from helpline.text import clean, is_blank
from storage.session import execute_and_count

LONGEST_SYNONYM = 64


def add_phrasing(
    session: Session, text: str, case: Case | None, *, now: datetime
) -> None:
    """Teach the draft what a text means.

    Numbers of people are masked in it. Said before with another meaning, it has the
    new one from now on. Raises
    `BadPhrasingError` if the text is blank, known already, or its case is not there.
    """
    said = _clean_phrasing(text)
    draft = drafts.open_draft(session, now)
    _insist_on_case(session, draft, case)
    if has_phrasing(session, draft, Phrasing(said, case)):
        raise BadPhrasingError(f"“{said}”已经是它的问法")
    _delete_phrasing(session, draft, said)
    session.execute(
        insert(PhrasingRow).values(
            edition_id=draft.id,
            position=positions.last_phrasing_position(session, draft.id) + 1,
            text=said,
            question=case.question if case else None,
            situation=case.situation if case else None,
        )
    )


def with_phrasing(draft: Edition, text: str, case: Case | None) -> Edition:
    """Say what an edition would be if it knew what a text means; see `add_phrasing`."""
    said = _clean_phrasing(text)
    if case not in {None, *list_cases(draft.sections)}:
        raise BadPhrasingError(f"没有 {case} 这个问题或情形")
    if Phrasing(said, case) in draft.phrasings:
        raise BadPhrasingError(f"“{said}”已经是它的问法")
    others = (it for it in draft.phrasings if it.text != said)
    return replace(draft, phrasings=(*others, Phrasing(said, case)))


def remove_phrasing(session: Session, text: str, *, now: datetime) -> None:
    """Let the draft forget a text; raise `BadPhrasingError` if it does not know it."""
    said = mask(clean(text))
    if not _delete_phrasing(session, drafts.open_draft(session, now), said):
        raise BadPhrasingError(f"没有“{said}”这个问法")


def has_phrasing(session: Session, edition: EditionRow, phrasing: Phrasing) -> bool:
    """Tell whether an edition has a phrasing, with just that meaning."""
    return phrasing.case in find_meanings(session, edition, phrasing.text)


def find_meanings(
    session: Session, edition: EditionRow, text: str
) -> tuple[Case | None, ...]:
    """Say what a text means to an edition: nothing if it is no phrasing of it."""
    rows = session.execute(
        select(PhrasingRow.question, PhrasingRow.situation).where(
            PhrasingRow.edition_id == edition.id, PhrasingRow.text == text
        )
    )
    return tuple(None if it is None else Case(it, which) for it, which in rows)


def add_synonym(session: Session, synonym: Synonym, *, now: datetime) -> None:
    """Teach the draft that one word means another.

    Raises `BadPhrasingError` if a word is blank or too long, or means itself.
    """
    for word in (synonym.said, synonym.meant):
        if is_blank(word) or len(word) > LONGEST_SYNONYM:
            raise BadPhrasingError(f"同义词要有1到{LONGEST_SYNONYM}个字")
    if synonym.said == synonym.meant:
        raise BadPhrasingError("同义词的两个词相同")
    draft = drafts.open_draft(session, now)
    session.merge(
        SynonymRow(edition_id=draft.id, said=synonym.said, meant=synonym.meant)
    )
    session.flush()


def remove_synonym(session: Session, said: str, *, now: datetime) -> None:
    """Let the draft forget a synonym; raise `BadPhrasingError` if it has none such."""
    draft = drafts.open_draft(session, now)
    own = SynonymRow.edition_id == draft.id, SynonymRow.said == said
    if not execute_and_count(session, delete(SynonymRow).where(*own)):
        raise BadPhrasingError(f"没有“{said}”这个同义词")


def load_working_edition(session: Session) -> Edition:
    """Load the draft, else the latest edition; raise `NoSuchEditionError`."""
    found = drafts.load_draft(session) or editions.load_latest(session)
    if found is None:
        raise NoSuchEditionError("还没有草稿，也没有发布过任何版本")
    return found


def _clean_phrasing(text: str) -> str:
    said = mask(clean(text))
    if is_blank(said):
        raise BadPhrasingError("问法是空的")
    return said


def _insist_on_case(session: Session, draft: EditionRow, case: Case | None) -> None:
    if case is None:
        return
    there = queries.read_section_of(session, draft.id, case.question) is not None
    if there and case.situation is not None:
        key = (draft.id, case.question, case.situation)
        there = session.get(SituationRow, key) is not None
    if not there:
        raise BadPhrasingError(f"没有 {case} 这个问题或情形")


def _delete_phrasing(session: Session, draft: EditionRow, said: str) -> bool:
    own = PhrasingRow.edition_id == draft.id, PhrasingRow.text == said
    return bool(execute_and_count(session, delete(PhrasingRow).where(*own)))
