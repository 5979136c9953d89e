"""A cache of the comparison of a document with the FAQ, one for each state of the FAQ."""

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeAlias, TypeVar

from sqlalchemy.orm import Session

from faq_store.content.versions import DraftVersion
from faq_store.document_import import apply
from faq_store.document_import.changes import Piece
from faq_store.file_formats import text_format
from faq_store.file_formats.text_format import Leaflet
from faq_store.review_tables import DocumentRow

KEPT = 3
"""Documents and comparisons held in memory: one of 10,000 questions takes a second."""

_K = TypeVar("_K")
_V = TypeVar("_V")

_Name: TypeAlias = tuple[int, datetime]
"""A document's id and when it was brought: after a restore, ids are given again."""

_Document: TypeAlias = tuple[Leaflet, tuple[str, ...]]

_LINE = re.compile(r"第(\d+)行")
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Offer:
    """What a document would change, and what reading it left out.

    `seen` is the version of the FAQ that it was compared with.
    """

    seen: DraftVersion
    pieces: tuple[Piece, ...]
    dropped: tuple[str, ...]


class Offers:
    """Makes them, and holds the newest few."""

    def __init__(self) -> None:
        self._held = OrderedDict[tuple[_Name, DraftVersion], Offer]()
        self._read = OrderedDict[_Name, _Document]()
        self._guard = Lock()

    def of(self, store: Session, row: DocumentRow) -> Offer:
        """Compare a document with the FAQ as it stands in this transaction."""
        seen = apply.version(store)
        key = (row.id, row.at), seen
        with self._guard:
            found = self._held.get(key)
        if found is None:
            document, told = self._document(row)
            pieces = apply.compared(store, document)
            found = Offer(seen, pieces, told)
            self._hold(self._held, key, found)
        return found

    def _document(self, row: DocumentRow) -> _Document:
        key = row.id, row.at
        with self._guard:
            found = self._read.get(key)
        if found is None:
            document = text_format.read(row.text)
            found = document, tuple(_told(row.text, document.dropped))
            self._hold(self._read, key, found)
        return found

    def _hold(self, held: OrderedDict[_K, _V], key: _K, value: _V) -> None:
        with self._guard:
            held[key] = value
            while len(held) > KEPT:
                held.popitem(last=False)


def _told(text: str, dropped: tuple[str, ...]) -> Iterator[str]:
    """Say near which words each thing was: a document of Word has no numbered lines."""
    lines = text.splitlines()
    for it in dropped:
        found = _LINE.match(it)
        before = lines[: int(found[1])] if found else []
        near = next((it.strip() for it in reversed(before) if it.strip()), "")
        yield f"{it}（在“{near[:_SHOWN]}”处）" if near else it
