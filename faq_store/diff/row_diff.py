"""The diff of one table's rows between two editions, by an outer join."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

Columns: TypeAlias = Sequence[InstrumentedAttribute[Any]]
RowValues: TypeAlias = tuple[Any, ...]


def differing_rows(
    session: Session, columns: Columns, keys: Columns, one: int, other: int
) -> Iterator[tuple[RowValues | None, RowValues | None]]:
    """List the rows of two states that differ: as each says it, None where it is not.

    Rows are of one thing where their `keys` are equal. All that is equal stays in the
    store, where both are found by their primary keys.
    """
    model = columns[0].class_
    for here, there, both in ((one, other, True), (other, one, False)):
        left, right = aliased(model), aliased(model)
        mine, theirs = (
            [getattr(item, column.key) for column in columns] for item in (left, right)
        )
        same = (getattr(left, it.key) == getattr(right, it.key) for it in keys)
        absent = right.edition_id.is_(None)
        differ = (a.is_distinct_from(b) for a, b in zip(mine, theirs, strict=True))
        wanted = (
            select(right.edition_id, *mine, *theirs)
            .outerjoin(right, and_(right.edition_id == there, *same))
            .where(left.edition_id == here, or_(absent, *differ) if both else absent)
        )
        for found, *said in session.execute(wanted):
            was = tuple(said[: len(columns)])
            now = None if found is None else tuple(said[len(columns) :])
            yield (was, now) if both else (now, was)
