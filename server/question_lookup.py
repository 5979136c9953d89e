"""A cached lookup of whether the FAQ has a question, for imports that ask ten thousand times."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from faq_store.content.edition_cache import EditionCache
from faq_store.errors import FaqError
from storage.errors import StorageError

_REFRESH_INTERVAL = timedelta(seconds=10)


class QuestionLookup:
    """Looks for a newer edition every ten seconds at most; with the store gone, no more."""

    def __init__(self, shelf: EditionCache, clock: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._clock = clock
        self._looked: datetime | None = None

    def has_question(self, key: str) -> bool:
        """Tell whether the edition in use has a question of this key; never raises."""
        self._refresh()
        held = self._shelf.held
        return held is not None and held.edition.question(key) is not None

    def _refresh(self) -> None:
        now = self._clock()
        if self._looked is not None and now - self._looked < _REFRESH_INTERVAL:
            return
        self._looked = now
        try:
            self._shelf.refresh()
        except (FaqError, SQLAlchemyError, StorageError):
            return  # nothing is published, or nothing can be read: there is none
