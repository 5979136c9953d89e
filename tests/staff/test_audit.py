"""The audit, on either store: written with the change, found, exported."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from staff import audit
from staff.audit import AuditEntry, AuditFilter
from storage.session import reading, writing


def noted(engine: Engine, now: datetime) -> None:
    """Write three changes down, a day apart."""
    with writing(engine) as session:
        for days, who in enumerate(("王芳", "李明", "王芳")):
            change = AuditEntry("edit", f"question:{days}", {"a": 1}, {"a": 2}, "5%_\\")
            audit.write_entry(session, who, change, now + timedelta(days=days))


def subjects(engine: Engine, sought: AuditFilter) -> list[str]:
    with reading(engine) as session:
        found = [it.subject for it in audit.find_entries(session, sought, 10)]
        assert [it.subject for it in audit.export_entries(session, sought)] == found
    return [it.removeprefix("question:") for it in found]


def test_the_newest_change_comes_first(engine: Engine, now: datetime) -> None:
    noted(engine, now)

    assert subjects(engine, AuditFilter()) == ["2", "1", "0"]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (AuditFilter(who="王芳"), ["2", "0"]),
        (AuditFilter(action="edit"), ["2", "1", "0"]),
        (AuditFilter(action="edi"), []),
        (AuditFilter(words="question:1"), ["1"]),
        (AuditFilter(words='"a": 2'), ["2", "1", "0"]),
        (AuditFilter(words="%_\\"), ["2", "1", "0"]),
        (AuditFilter(words="%x"), []),
        (AuditFilter(who="王芳", words="question:2"), ["2"]),
    ],
)
def test_changes_are_found(
    engine: Engine, now: datetime, sought: AuditFilter, found: list[str]
) -> None:
    noted(engine, now)

    assert subjects(engine, sought) == found


def test_changes_are_found_by_time_and_page(engine: Engine, now: datetime) -> None:
    noted(engine, now)
    day = now + timedelta(days=1)

    assert subjects(engine, AuditFilter(since=day)) == ["2", "1"]
    assert subjects(engine, AuditFilter(until=day)) == ["0"]
    with reading(engine) as session:
        (first,) = audit.find_entries(session, AuditFilter(), 1)
        below = replace(AuditFilter(), before_id=first.id)
    assert subjects(engine, below) == ["1", "0"]


def test_a_change_that_is_taken_back_leaves_nothing(
    engine: Engine, now: datetime
) -> None:
    def fail() -> None:
        with writing(engine) as session:
            audit.write_entry(session, "王芳", AuditEntry("edit", "x"), now)
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert subjects(engine, AuditFilter()) == []


def test_what_is_too_long_is_cut_not_refused(engine: Engine, now: datetime) -> None:
    long = "长" * 30_000
    with writing(engine) as session:
        change = AuditEntry(long, long, before=long, after=None, reason="")
        audit.write_entry(session, long, change, now)
        (row,) = audit.find_entries(session, AuditFilter(), 1)

        assert (len(row.who), len(row.action), len(row.subject)) == (64, 48, 128)
        assert (len(row.before), row.before[-1], row.after) == (20_000, "…", "")
