"""What staff teach the draft: phrasings, and synonyms."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from faq_store import carrying, drafts, editions
from faq_store.errors import NoSuchEditionError, UnteachableError
from faq_store.tables import EditionRow
from helpline.cases import Case, Edition, Phrasing, Synonym
from helpline.text import clean, is_blank, mask
from storage.session import exclude_others

LONGEST_SYNONYM = 64


def add_phrasing(
    session: Session, text: str, case: Case | None, *, now: datetime
) -> Edition:
    """Teach the draft what a text means; return the draft.

    Numbers of people are masked in it. Said before with another meaning, it has the
    new one from now on. Raises
    `UnteachableError` if the text is blank, known already, or its case is not there.
    """
    return _change(session, lambda draft: with_phrasing(draft, text, case), now)


def with_phrasing(draft: Edition, text: str, case: Case | None) -> Edition:
    """Say what an edition would be if it knew what a text means; see `add_phrasing`."""
    said = mask(clean(text))
    if is_blank(said):
        raise UnteachableError("问法是空的")
    if case not in {None, *carrying.cases(draft.sections)}:
        raise UnteachableError(f"没有 {case} 这个问题或情形")
    if Phrasing(said, case) in draft.phrasings:
        raise UnteachableError(f"“{said}”已经是它的问法")
    others = (it for it in draft.phrasings if it.text != said)
    return replace(draft, phrasings=(*others, Phrasing(said, case)))


def remove_phrasing(session: Session, text: str, *, now: datetime) -> Edition:
    """Let the draft forget a text; raise `UnteachableError` if it does not know it."""
    said = mask(clean(text))

    def taught(draft: Edition) -> Edition:
        left = tuple(it for it in draft.phrasings if it.text != said)
        if len(left) == len(draft.phrasings):
            raise UnteachableError(f"没有“{said}”这个问法")
        return replace(draft, phrasings=left)

    return _change(session, taught, now)


def add_synonym(session: Session, synonym: Synonym, *, now: datetime) -> Edition:
    """Teach the draft that one word means another; return the draft.

    Raises `UnteachableError` if a word is blank or too long, or means itself.
    """
    for word in (synonym.said, synonym.meant):
        if is_blank(word) or len(word) > LONGEST_SYNONYM:
            raise UnteachableError(f"同义词要有1到{LONGEST_SYNONYM}个字")
    if synonym.said == synonym.meant:
        raise UnteachableError("同义词的两个词相同")

    def taught(draft: Edition) -> Edition:
        others = (it for it in draft.synonyms if it.said != synonym.said)
        return replace(draft, synonyms=tuple(sorted((*others, synonym))))

    return _change(session, taught, now)


def remove_synonym(session: Session, said: str, *, now: datetime) -> Edition:
    """Let the draft forget a synonym; raise `UnteachableError` if it has none such."""

    def taught(draft: Edition) -> Edition:
        left = tuple(it for it in draft.synonyms if it.said != said)
        if len(left) == len(draft.synonyms):
            raise UnteachableError(f"没有“{said}”这个同义词")
        return replace(draft, synonyms=left)

    return _change(session, taught, now)


def current(session: Session) -> Edition:
    """Load the draft, else the latest edition; raise `NoSuchEditionError`."""
    found = drafts.load(session) or editions.latest(session)
    if found is None:
        raise NoSuchEditionError("还没有草稿，也没有发布过任何版本")
    return found


def _change(
    session: Session, change: Callable[[Edition], Edition], now: datetime
) -> Edition:
    exclude_others(session, EditionRow.__tablename__)
    draft = replace(change(current(session)), number=0)
    drafts.replace(session, draft, now=now)
    return draft
