"""A document beside the FAQ as it stands, compared once for each state of the FAQ."""

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from faq_store import accepting
from faq_store.accepting import State
from faq_store.pieces import Piece
from faq_store.review_tables import DocumentRow
from helpline import leaflet
from helpline.leaflet import Leaflet

KEPT = 3
"""Documents and comparisons held in memory: one of 10,000 questions takes a second."""

_K = TypeVar("_K")
_V = TypeVar("_V")

_LINE = re.compile(r"第(\d+)行")
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Offer:
    """What a document would change, and what reading it left out.

    `seen` is the state of the FAQ that it was compared with.
    """

    seen: State
    pieces: tuple[Piece, ...]
    dropped: tuple[str, ...]

    @property
    def state(self) -> str:
        """Write `seen` into a form."""
        return ".".join(map(str, self.seen))


class Offers:
    """Makes them, and holds the newest few."""

    def __init__(self) -> None:
        self._held = OrderedDict[tuple[int, State], Offer]()
        self._read = OrderedDict[int, tuple[Leaflet, tuple[str, ...]]]()

    def of(self, store: Session, row: DocumentRow) -> Offer:
        """Compare a document with the FAQ as it stands in this transaction."""
        seen = accepting.state(store)
        found = self._held.get((row.id, seen))
        if found is None:
            document, told = self._document(row)
            pieces = accepting.compared(store, document)
            found = Offer(seen, pieces, told)
            _hold(self._held, (row.id, seen), found)
        return found

    def _document(self, row: DocumentRow) -> tuple[Leaflet, tuple[str, ...]]:
        found = self._read.get(row.id)
        if found is None:
            document = leaflet.read(row.text)
            found = document, tuple(_told(row.text, document.dropped))
            _hold(self._read, row.id, found)
        return found


def _hold(held: OrderedDict[_K, _V], key: _K, value: _V) -> None:
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
