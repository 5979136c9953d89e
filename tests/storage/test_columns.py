from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from sms.tables import ConversationRow
from storage.columns import UtcTime
from storage.session import reading, writing

pytestmark = pytest.mark.both_stores

SHANGHAI = timezone(timedelta(hours=8))


def store(engine: Engine, at: datetime) -> None:
    with writing(engine) as session:
        session.add(ConversationRow(sender="+86", state="{}", updated_at=at))


def test_a_time_comes_back_as_the_same_instant_in_utc(engine: Engine) -> None:
    store(engine, datetime(2026, 3, 2, 7, 30, 15, 123456, tzinfo=SHANGHAI))

    with reading(engine) as session:
        kept = session.scalars(select(ConversationRow.updated_at)).one()
        assert kept == datetime(2026, 3, 1, 23, 30, 15, 123456, tzinfo=UTC)
        assert kept.tzinfo is UTC


def test_times_compare_as_instants_whatever_their_zone(engine: Engine) -> None:
    store(engine, datetime(2026, 3, 2, 7, 30, tzinfo=SHANGHAI))
    utc_after = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)

    with reading(engine) as session:
        earlier = select(ConversationRow).where(ConversationRow.updated_at < utc_after)
        assert len(session.scalars(earlier).all()) == 1


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    naive = datetime(2026, 3, 2, 7, 30)  # noqa: DTZ001 - the point of the test

    with pytest.raises(StatementError, match="naive"):
        store(engine, naive)


@given(
    st.none()
    | st.datetimes(
        min_value=datetime(1, 1, 3),  # noqa: DTZ001 - hypothesis adds the zone
        max_value=datetime(9999, 12, 29),  # noqa: DTZ001
        timezones=st.timezones(),
    )
)
def test_binding_and_reading_back_change_no_instant(at: datetime | None) -> None:
    column, dialect = UtcTime(), sqlite.dialect()

    bound = column.process_bind_param(at, dialect)
    stored = bound.replace(tzinfo=None) if bound else None

    kept = column.process_result_value(stored, dialect)
    # Compared in UTC: no time inside a zone's gap equals one of another zone.
    assert kept == (at.astimezone(UTC) if at else None)
