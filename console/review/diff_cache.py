"""A cache of diffs of two editions: one of a large FAQ takes a third of a second."""

from collections import OrderedDict
from threading import Lock
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq_store.content.versions import DraftVersion, version_of
from faq_store.diff import edition_diff
from faq_store.diff.edition_diff import EditionDiff
from faq_store.tables import EditionRow

_CACHE_SIZE = 8

_Key: TypeAlias = tuple[DraftVersion | None, DraftVersion | None]


class DiffCache:
    """Remembers what it found last; a draft that was changed is another state."""

    def __init__(self) -> None:
        self._held = OrderedDict[_Key, EditionDiff]()
        self._guard = Lock()

    def changes_between(self, store: Session, old: int | None, new: int) -> EditionDiff:
        """Find all that differs between two rows of editions, by their ids."""
        key = _cache_key(store, old, new)
        with self._guard:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        found = edition_diff.diff_editions(store, old, new)
        with self._guard:
            self._held[key] = found
            while len(self._held) > _CACHE_SIZE:
                self._held.popitem(last=False)
        return found


def _cache_key(store: Session, old: int | None, new: int) -> _Key:
    """Name two states so that no others, even after a restore, have their names."""
    asked = [it for it in (old, new) if it is not None]
    rows = store.scalars(select(EditionRow).where(EditionRow.id.in_(asked)))
    found = {it.id: version_of(it) for it in rows}
    return (None if old is None else found.get(old)), found.get(new)
