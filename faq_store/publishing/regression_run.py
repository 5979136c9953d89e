"""The regression run (rehearsal): a draft's matcher is trained and compared with the one in use."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TypeAlias

from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from faq_store.content import edition_rows, editions, matcher_store
from faq_store.content.matcher_store import NO_COPIES, MatcherFiles
from faq_store.publishing import regression_job
from faq_store.publishing.regression_job import RegressionRun
from faq_store.tables import DRAFT, EditionRow
from helpline import matching
from helpline.faq import Edition
from helpline.matching import Matcher
from helpline.matching.comparison import DecisionChange, compare_matchers
from helpline.matching.evaluation import list_labelled
from storage.session import reading, writing

EVERY = 100
"""Texts after which it is written down how far it is."""

_TRIES = 10
"""Times that the end is told to a busy store; each waits seconds for its turn."""


Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many texts are asked, and of how many."""


class _LeaseLost(Exception):  # noqa: N818 - it never leaves this module
    """Somebody else has it by now, or it is wanted no more."""


def execute_run(
    engine: Engine,
    held: RegressionRun,
    clock: Callable[[], datetime],
    matcher_files: MatcherFiles = NO_COPIES,
) -> bool:
    """Do what was claimed, and end it; False if it was wanted no more.

    The store is only looked at and told now and then: nothing waits for this.
    """
    try:
        after, changes = _train_and_compare(engine, held, matcher_files)
    except _LeaseLost:
        return False
    data = matching.dump_matcher(after)
    for _ in range(_TRIES - 1):
        with suppress(OperationalError), writing(engine) as session:
            return regression_job.finish_run(session, held, changes, data, clock())
    with writing(engine) as session:
        return regression_job.finish_run(session, held, changes, data, clock())


def run(
    draft: Edition,
    latest: Edition | None,
    stored: Matcher | None,
    matcher_files: MatcherFiles = NO_COPIES,
    tell: Progress = lambda *_: None,
) -> tuple[Matcher, tuple[DecisionChange, ...]]:
    """Train a matcher on the draft; ask it and the latest edition's all labelled texts.

    What is labelled are the phrasings of both. The latest edition's matcher is built
    where none is `stored`. Gives the draft's matcher, and the answers that change.
    """
    if latest is None:
        return matching.train_matcher(draft, matcher_files.encoder), ()
    before = stored or matching.train_matcher(latest, matcher_files.encoder).warm_up()
    known = tuple(dict.fromkeys((*list_labelled(draft), *list_labelled(latest))))
    tell(0, len(known))
    after = matching.train_matcher(draft, matcher_files.encoder)
    found: list[DecisionChange] = []
    for start in range(0, len(known), EVERY):
        found += compare_matchers(before, after, known[start : start + EVERY])
        tell(min(start + EVERY, len(known)), len(known))
    return after, tuple(sorted(found, key=lambda it: it.effect.value))


def _train_and_compare(
    engine: Engine, held: RegressionRun, matcher_files: MatcherFiles
) -> tuple[Matcher, tuple[DecisionChange, ...]]:
    draft, latest = _read_editions(engine, held)
    stored = None
    if latest:
        with reading(engine) as session:
            stored = matcher_store.load_stored(session, latest.number, matcher_files)
    return run(
        draft, latest, stored, matcher_files, partial(_report_progress, engine, held)
    )


def _read_editions(
    engine: Engine, held: RegressionRun
) -> tuple[Edition, Edition | None]:
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
            raise _LeaseLost
        beside = held.beside
        latest = None if beside is None else editions.load_edition(session, beside)
        return edition_rows.read_edition(session, row), latest


def _report_progress(
    engine: Engine, held: RegressionRun, done: int, total: int
) -> None:
    # Where the store is busy, the next one tells it.
    with suppress(OperationalError), writing(engine) as session:
        if not regression_job.report_progress(session, held, done, total):
            raise _LeaseLost
