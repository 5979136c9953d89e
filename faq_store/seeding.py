"""The seed: the FAQ that comes with the package, for a store that has none."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable

from sqlalchemy.orm import Session

from faq_store import carrying, drafts, editions, publishing
from faq_store.errors import BadSeedError
from faq_store.tables import EditionRow
from helpline import leaflet
from helpline.cases import Case, Edition, Phrasing, Section
from storage.session import exclude_others


def seed() -> Edition:
    """Read the packaged FAQ and its phrasings; its keys are its printed numbers.

    Raises `BadSeedError` if a phrasing means a case the FAQ does not have.
    """
    folder = files("faq_store") / "seeds"
    read = leaflet.read((folder / "faq.txt").read_text(encoding="utf-8"))
    phrasings = tuple(_phrasings(folder / "phrasings"))
    insist_on_fit(phrasings, read.sections)
    return Edition(0, read.title, read.sections, phrasings)


def publish_seed(session: Session, now: datetime) -> int | None:
    """Publish the seed as edition 1, only if there is neither edition nor draft."""
    exclude_others(session, EditionRow.__tablename__)
    if editions.latest_number(session) is not None or drafts.load(session) is not None:
        return None
    drafts.replace(session, seed(), now=now)
    return publishing.publish(session, now=now, by="helpline", note="内置问答")


def insist_on_fit(phrasings: Iterable[Phrasing], sections: Iterable[Section]) -> None:
    """Raise `BadSeedError` if a phrasing means a case these sections do not have."""
    asked = set(phrasings)
    for lost in asked.difference(carrying.fitting(asked, sections)):
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
