"""The seed: the FAQ packaged with the program, published where the database is empty."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable

from sqlalchemy.orm import Session

from faq_store.content import drafts, editions
from faq_store.errors import BadSeedError
from faq_store.file_formats import text_format
from faq_store.publishing import publish
from faq_store.publishing.publish import TrainedDraft
from faq_store.tables import EditionRow
from helpline.faq import (
    Case,
    Edition,
    Phrasing,
    Section,
    Synonym,
    keep_fitting_phrasings,
)
from storage.session import lock_tables


def load_seed() -> Edition:
    """Read the packaged FAQ and its phrasings; its keys are its printed numbers.

    Raises `BadSeedError` if a phrasing means a case the FAQ does not have.
    """
    folder = files("faq_store") / "seeds"
    read = text_format.parse_faq_text((folder / "faq.txt").read_text(encoding="utf-8"))
    phrasings = tuple(_phrasings(folder / "phrasings"))
    insist_on_fit(phrasings, read.sections)
    synonyms = tuple(
        sorted(_synonyms((folder / "synonyms.txt").read_text(encoding="utf-8")))
    )
    return Edition(0, read.title, read.sections, phrasings, synonyms)


def is_seed_wanted(session: Session) -> bool:
    """Tell whether there is neither edition nor draft."""
    return (
        editions.latest_number(session) is None and drafts.load_draft(session) is None
    )


def publish_seed(session: Session, now: datetime, taught: TrainedDraft) -> int | None:
    """Publish the seed, taught beforehand, as edition 1; only if it is wanted."""
    lock_tables(session, EditionRow.__tablename__)
    if not is_seed_wanted(session):
        return None
    drafts.replace_draft(session, taught.draft, now=now)
    return publish.publish_draft(
        session,
        now=now,
        by="helpline",
        second_person=False,
        note="内置问答",
        taught=taught,
    )


def insist_on_fit(phrasings: Iterable[Phrasing], sections: Iterable[Section]) -> None:
    """Raise `BadSeedError` if a phrasing means a case these sections do not have."""
    asked = set(phrasings)
    for lost in asked.difference(keep_fitting_phrasings(asked, sections)):
        raise BadSeedError(f"内置问法“{lost.text}”指向不存在的 {lost.case}")


def _phrasings(folder: Traversable) -> Iterator[Phrasing]:
    for file in sorted(folder.iterdir(), key=lambda it: it.name):
        if file.name.endswith(".jsonl"):
            for line in file.read_text(encoding="utf-8").splitlines():
                yield _phrasing(line)


def _phrasing(line: str) -> Phrasing:
    entry = json.loads(line)
    label, situation = entry["label"], entry["situation"]
    return Phrasing(entry["text"], None if label is None else Case(label, situation))


def _synonyms(text: str) -> Iterator[Synonym]:
    """Read lines of a word of the FAQ and what people say for it."""
    for line in text.splitlines():
        meant, *said = line.split()
        yield from (Synonym(it, meant) for it in said)
