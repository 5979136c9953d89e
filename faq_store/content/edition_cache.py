"""The cache of the edition in use and its matcher, in memory; it outlives a lost database."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from faq_store.content import drafts, editions, matcher_store
from faq_store.errors import NoSuchEditionError
from faq_store.tables import DRAFT, EditionRow
from helpline import matching
from helpline.conversation.context import EditionMatcher
from helpline.faq import Edition
from helpline.matching import Matcher
from helpline.wording import Prompts
from storage.errors import StorageError
from storage.session import reading

_PINNED = 8
"""Older editions kept for calls that began with them."""


@dataclass(frozen=True, slots=True)
class ServedEdition:
    """An edition with its matcher."""

    edition: Edition
    matcher: EditionMatcher


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What tells one published edition from another, also after a restore."""

    number: int
    published_at: datetime


class EditionCache:
    """The cache of the latest edition, for all threads; refreshed when a newer one is out."""

    def __init__(
        self,
        engine: Engine,
        matcher_of: Callable[
            [Session, Edition], EditionMatcher
        ] = matcher_store.load_or_build,
    ) -> None:
        self._engine = engine
        self._matcher_of = matcher_of
        self._held: ServedEdition | None = None
        self._stamp: _Stamp | None = None
        self._pinned = OrderedDict[int, Edition]()
        self._loading = Lock()

    @property
    def held(self) -> ServedEdition | None:
        """What is in memory, without a look at the store."""
        return self._held

    @property
    def prompts(self) -> Prompts:
        """The prompts in memory, or the default ones: for when all else fails."""
        return self._held.edition.prompts if self._held else Prompts()

    def refresh(self) -> ServedEdition:
        """Look whether another edition is out, and serve it from now on.

        With the store gone, what is held goes on being served. Raises
        `StorageError` if nothing is held then, `NoSuchEditionError` if none is
        published.
        """
        try:
            stamp = self._latest()
            if stamp == self._stamp and self._held:
                return self._held
            return self._load()
        except (SQLAlchemyError, NoSuchEditionError) as error:
            if self._held:
                return self._held
            if isinstance(error, NoSuchEditionError):
                raise
            raise StorageError("数据库不可用，还没有读到任何版本") from error

    def edition(self, number: int) -> Edition:
        """Find the edition a call began with; the one held if that is gone.

        Raises as `refresh` does if nothing is held.
        """
        held = self._held or self.refresh()
        if held.edition.number == number:
            return held.edition
        if pinned := self._pinned.get(number):
            return pinned
        try:
            with reading(self._engine) as session:
                found = editions.load_edition(session, number)
        except (SQLAlchemyError, NoSuchEditionError):
            return held.edition
        self._pin(found)
        return found

    def _latest(self) -> _Stamp:
        newest = (
            select(EditionRow.number, EditionRow.published_at)
            .where(EditionRow.number > DRAFT)
            .order_by(EditionRow.number.desc())
            .limit(1)
        )
        with reading(self._engine) as session:
            row = session.execute(newest).one_or_none()
        if row is None or row.published_at is None:
            raise NoSuchEditionError("还没有发布任何版本")
        return _Stamp(row.number, row.published_at)

    def _load(self) -> ServedEdition:
        # Loading takes a while: whoever has something to serve meanwhile serves that.
        if not self._loading.acquire(blocking=self._held is None) and self._held:
            return self._held
        try:
            stamp = self._latest()  # it may be another one by now
            if stamp == self._stamp and self._held:
                return self._held
            with reading(self._engine) as session:
                edition = editions.load_edition(session, stamp.number)
                loaded = ServedEdition(edition, self._matcher_of(session, edition))
            self._swap(loaded, stamp)
            return loaded
        finally:
            self._loading.release()

    def _swap(self, loaded: ServedEdition, stamp: _Stamp) -> None:
        if self._stamp and stamp.number <= self._stamp.number:
            # A restored backup: numbers may mean other editions now.
            self._pinned.clear()
        elif self._held:
            self._pin(self._held.edition)
        self._held, self._stamp = loaded, stamp

    def _pin(self, edition: Edition) -> None:
        self._pinned[edition.number] = edition
        while len(self._pinned) > _PINNED:
            self._pinned.popitem(last=False)


class DraftCache:
    """The cache of the draft, to try it out; its matcher is adapted from the one in use.

    That takes about a second, or, where synonyms have changed, as long as a publish.
    """

    def __init__(self, engine: Engine, editions: EditionCache) -> None:
        self._engine = engine
        self._editions = editions
        self._held: tuple[ServedEdition, ServedEdition] | None = None
        self._making = Lock()

    def draft(self) -> ServedEdition | None:
        """Give the draft as it is now, None when nothing is being edited."""
        with reading(self._engine) as session:
            draft = drafts.load_draft(session)
        if draft is None:
            return None
        current = self._editions.refresh()
        with self._making:
            if self._held and self._held[0] is current:
                held = self._held[1]
                if held.edition == draft:
                    return held
            if isinstance(current.matcher, Matcher):
                matcher = matching.adapt_matcher(current.matcher, draft)
            else:
                matcher = matching.train_matcher(draft)
            made = ServedEdition(draft, matcher.warm_up())
            self._held = current, made
            return made
