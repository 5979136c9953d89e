"""Phrasings (training examples) and synonyms added to the draft and removed, row by row."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from faq_store.content import drafts, editions, positions, queries
from faq_store.errors import NoSuchEditionError, UnteachableError
from faq_store.tables import EditionRow, PhrasingRow, SituationRow, SynonymRow
from helpline.faq import Case, Edition, Phrasing, Synonym, list_cases
from helpline.masking import mask
from helpline.text import clean, is_blank
from storage.session import changed

LONGEST_SYNONYM = 64


def add_phrasing(
    session: Session, text: str, case: Case | None, *, now: datetime
) -> None:
    """Teach the draft what a text means.

    Numbers of people are masked in it. Said before with another meaning, it has the
    new one from now on. Raises
    `UnteachableError` if the text is blank, known already, or its case is not there.
    """
    said = _said(text)
    draft = drafts.opened(session, now)
    _insist_on_case(session, draft, case)
    if knows(session, draft, Phrasing(said, case)):
        raise UnteachableError(f"“{said}”已经是它的问法")
    _forget(session, draft, said)
    session.execute(
        insert(PhrasingRow).values(
            edition_id=draft.id,
            position=positions.last_phrasing(session, draft.id) + 1,
            text=said,
            question=case.question if case else None,
            situation=case.situation if case else None,
        )
    )


def with_phrasing(draft: Edition, text: str, case: Case | None) -> Edition:
    """Say what an edition would be if it knew what a text means; see `add_phrasing`."""
    said = _said(text)
    if case not in {None, *list_cases(draft.sections)}:
        raise UnteachableError(f"没有 {case} 这个问题或情形")
    if Phrasing(said, case) in draft.phrasings:
        raise UnteachableError(f"“{said}”已经是它的问法")
    others = (it for it in draft.phrasings if it.text != said)
    return replace(draft, phrasings=(*others, Phrasing(said, case)))


def remove_phrasing(session: Session, text: str, *, now: datetime) -> None:
    """Let the draft forget a text; raise `UnteachableError` if it does not know it."""
    said = mask(clean(text))
    if not _forget(session, drafts.opened(session, now), said):
        raise UnteachableError(f"没有“{said}”这个问法")


def knows(session: Session, edition: EditionRow, phrasing: Phrasing) -> bool:
    """Tell whether an edition has a phrasing, with just that meaning."""
    return phrasing.case in meanings(session, edition, phrasing.text)


def meanings(
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

    Raises `UnteachableError` if a word is blank or too long, or means itself.
    """
    for word in (synonym.said, synonym.meant):
        if is_blank(word) or len(word) > LONGEST_SYNONYM:
            raise UnteachableError(f"同义词要有1到{LONGEST_SYNONYM}个字")
    if synonym.said == synonym.meant:
        raise UnteachableError("同义词的两个词相同")
    draft = drafts.opened(session, now)
    session.merge(
        SynonymRow(edition_id=draft.id, said=synonym.said, meant=synonym.meant)
    )
    session.flush()


def remove_synonym(session: Session, said: str, *, now: datetime) -> None:
    """Let the draft forget a synonym; raise `UnteachableError` if it has none such."""
    draft = drafts.opened(session, now)
    own = SynonymRow.edition_id == draft.id, SynonymRow.said == said
    if not changed(session, delete(SynonymRow).where(*own)):
        raise UnteachableError(f"没有“{said}”这个同义词")


def current(session: Session) -> Edition:
    """Load the draft, else the latest edition; raise `NoSuchEditionError`."""
    found = drafts.load(session) or editions.latest(session)
    if found is None:
        raise NoSuchEditionError("还没有草稿，也没有发布过任何版本")
    return found


def _said(text: str) -> str:
    said = mask(clean(text))
    if is_blank(said):
        raise UnteachableError("问法是空的")
    return said


def _insist_on_case(session: Session, draft: EditionRow, case: Case | None) -> None:
    if case is None:
        return
    there = queries.section_of(session, draft.id, case.question) is not None
    if there and case.situation is not None:
        key = (draft.id, case.question, case.situation)
        there = session.get(SituationRow, key) is not None
    if not there:
        raise UnteachableError(f"没有 {case} 这个问题或情形")


def _forget(session: Session, draft: EditionRow, said: str) -> bool:
    own = PhrasingRow.edition_id == draft.id, PhrasingRow.text == said
    return bool(changed(session, delete(PhrasingRow).where(*own)))
