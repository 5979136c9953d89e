"""Versions and digests for optimistic locking: whether all is still as a page showed it.

A whole edition is known by its row, one thing in it by what it says.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from typing_extensions import override

from faq_store.tables import EditionRow


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """One state of an edition: its row, how often that was changed, and when last.

    After a restore ids and revisions are given again, for something else; not so all
    three together.
    """

    edition_id: int
    revision: int
    drafted_at: datetime

    @override
    def __str__(self) -> str:
        """Write it into a form."""
        return f"{self.edition_id}.{self.revision}.{self.drafted_at.isoformat()}"


def version_of(row: EditionRow) -> DraftVersion:
    """Give the version of an edition's row as it was read."""
    return DraftVersion(row.id, row.revision, row.drafted_at)


def digest_of(content: object) -> str:
    """Give the digest of what something says; what says the same has the same one."""
    return sha256(repr(content).encode("utf-8", "replace")).hexdigest()[:16]
