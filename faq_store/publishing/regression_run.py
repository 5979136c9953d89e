"""The regression run (rehearsal): a draft's matcher is trained and compared with the one in use."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TypeAlias

from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from faq_store.content import edition_rows, editions, matcher_store
from faq_store.content.matcher_store import PLAIN, Means
from faq_store.publishing import regression_job
from faq_store.publishing.regression_job import Rehearsal
from faq_store.tables import DRAFT, EditionRow
from helpline import matching
from helpline.faq import Edition
from helpline.matching import Matcher
from helpline.matching.comparison import Change, compare
from helpline.matching.evaluation import labelled
from storage.session import reading, writing

EVERY = 100
"""Texts after which it is written down how far it is."""

_TRIES = 10
"""Times that the end is told to a busy store; each waits seconds for its turn."""


Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many texts are asked, and of how many."""


class _Lost(Exception):  # noqa: N818 - it never leaves this module
    """Somebody else has it by now, or it is wanted no more."""


def perform(
    engine: Engine,
    held: Rehearsal,
    clock: Callable[[], datetime],
    means: Means = PLAIN,
) -> bool:
    """Do what was claimed, and end it; False if it was wanted no more.

    The store is only looked at and told now and then: nothing waits for this.
    """
    try:
        after, changes = _rehearsed(engine, held, means)
    except _Lost:
        return False
    data = matching.dump(after)
    for _ in range(_TRIES - 1):
        with suppress(OperationalError), writing(engine) as session:
            return regression_job.finish(session, held, changes, data, clock())
    with writing(engine) as session:
        return regression_job.finish(session, held, changes, data, clock())


def run(
    draft: Edition,
    latest: Edition | None,
    stored: Matcher | None,
    means: Means = PLAIN,
    tell: Progress = lambda *_: None,
) -> tuple[Matcher, tuple[Change, ...]]:
    """Train a matcher on the draft; ask it and the latest edition's all labelled texts.

    What is labelled are the phrasings of both. The latest edition's matcher is built
    where none is `stored`. Gives the draft's matcher, and the answers that change.
    """
    if latest is None:
        return matching.build(draft, means.encoder), ()
    before = stored or matching.build(latest, means.encoder).prepared()
    known = tuple(dict.fromkeys((*labelled(draft), *labelled(latest))))
    tell(0, len(known))
    after = matching.build(draft, means.encoder)
    found: list[Change] = []
    for start in range(0, len(known), EVERY):
        found += compare(before, after, known[start : start + EVERY])
        tell(min(start + EVERY, len(known)), len(known))
    return after, tuple(sorted(found, key=lambda it: it.effect.value))


def _rehearsed(
    engine: Engine, held: Rehearsal, means: Means
) -> tuple[Matcher, tuple[Change, ...]]:
    draft, latest = _texts(engine, held)
    stored = None
    if latest:
        with reading(engine) as session:
            stored = matcher_store.stored(session, latest.number, means)
    return run(draft, latest, stored, means, partial(_tell, engine, held))


def _texts(engine: Engine, held: Rehearsal) -> tuple[Edition, Edition | None]:
    """Read the draft and the edition beside it, both at one moment."""
    with reading(engine) as session:
        row = session.scalar(
            select(EditionRow).where(
                EditionRow.id == held.edition_id,
                EditionRow.number == DRAFT,
                EditionRow.revision == held.revision,
            )
        )
        if row is None:
            raise _Lost
        beside = held.beside
        latest = None if beside is None else editions.load(session, beside)
        return edition_rows.read(session, row), latest


def _tell(engine: Engine, held: Rehearsal, done: int, total: int) -> None:
    # Where the store is busy, the next one tells it.
    with suppress(OperationalError), writing(engine) as session:
        if not regression_job.report(session, held, done, total):
            raise _Lost
