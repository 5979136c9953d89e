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
from faq_store.document_import.changes import DocumentChange
from faq_store.file_formats import text_format
from faq_store.file_formats.text_format import FaqDocument
from faq_store.review_tables import DocumentRow

CACHE_SIZE = 3
"""Documents and comparisons held in memory: one of 10,000 questions takes a second."""

_K = TypeVar("_K")
_V = TypeVar("_V")

_Name: TypeAlias = tuple[int, datetime]
"""A document's id and when it was brought: after a restore, ids are given again."""

_Document: TypeAlias = tuple[FaqDocument, tuple[str, ...]]

_LINE = re.compile(r"第(\d+)行")
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class DocumentComparison:
    """What a document would change, and what reading it left out.

    `seen` is the version of the FAQ that it was compared with.
    """

    seen: DraftVersion
    pieces: tuple[DocumentChange, ...]
    dropped: tuple[str, ...]


class DocumentCache:
    """Makes them, and holds the newest few."""

    def __init__(self) -> None:
        self._held = OrderedDict[tuple[_Name, DraftVersion], DocumentComparison]()
        self._read = OrderedDict[_Name, _Document]()
        self._guard = Lock()

    def compare(self, store: Session, row: DocumentRow) -> DocumentComparison:
        """Compare a document with the FAQ as it stands in this transaction."""
        seen = apply.version(store)
        key = (row.id, row.at), seen
        with self._guard:
            found = self._held.get(key)
        if found is None:
            document, told = self._read_document(row)
            pieces = apply.compare_document(store, document)
            found = DocumentComparison(seen, pieces, told)
            self._keep(self._held, key, found)
        return found

    def _read_document(self, row: DocumentRow) -> _Document:
        key = row.id, row.at
        with self._guard:
            found = self._read.get(key)
        if found is None:
            document = text_format.parse_faq_text(row.text)
            found = document, tuple(_describe_dropped(row.text, document.dropped))
            self._keep(self._read, key, found)
        return found

    def _keep(self, held: OrderedDict[_K, _V], key: _K, value: _V) -> None:
        with self._guard:
            held[key] = value
            while len(held) > CACHE_SIZE:
                held.popitem(last=False)


def _describe_dropped(text: str, dropped: tuple[str, ...]) -> Iterator[str]:
    """Say near which words each thing was: a document of Word has no numbered lines."""
    lines = text.splitlines()
    for item in dropped:
        found = _LINE.match(item)
        before = lines[: int(found[1])] if found else []
        near = next((it.strip() for it in reversed(before) if it.strip()), "")
        yield f"{item}（在“{near[:_SHOWN]}”处）" if near else item
