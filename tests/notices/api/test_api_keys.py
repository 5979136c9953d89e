"""API keys: shown once, kept as digests, revoked for ever."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from notices import api_keys
from notices.api_keys import BadApiKeyError, NoSuchApiKeyError, Scope
from notices.reference_tables import ApiKeyRow
from storage.session import reading, writing

pytestmark = pytest.mark.both_stores

CHANCE = "chance-_" * 4


def test_a_key_is_found_by_what_it_is(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        key = api_keys.add(session, "shenpi", [Scope.READ], now, CHANCE)

    with reading(engine) as session:
        found = api_keys.find_api_key(session, key)

    assert key == f"ak_{CHANCE}"
    assert found is not None
    assert (found.name, found.source) == ("shenpi", "api:shenpi")
    assert found.scopes == {Scope.READ}


def test_a_key_itself_is_nowhere_in_the_store(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        api_keys.add(session, "shenpi", list(Scope), now, CHANCE)

    with reading(engine) as session:
        row = session.scalars(select(ApiKeyRow)).one()
        kept = [str(getattr(row, it.key)) for it in ApiKeyRow.__table__.columns]
        digest = row.digest

    assert not any("chance" in it for it in kept)
    assert len(digest) == 64


@pytest.mark.parametrize("presented", ["", "ak_", CHANCE, "ak_\x00", "é" * 9999])
def test_nothing_else_is_a_key(engine: Engine, now: datetime, presented: str) -> None:
    with writing(engine) as session:
        api_keys.add(session, "shenpi", list(Scope), now, CHANCE)

    with reading(engine) as session:
        assert api_keys.find_api_key(session, presented) is None


def test_a_revoked_key_is_not_found_again(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        key = api_keys.add(session, "shenpi", list(Scope), now, CHANCE)
        api_keys.revoke(session, "shenpi", now)
        api_keys.revoke(session, "shenpi", now + timedelta(days=1))

    with reading(engine) as session:
        assert api_keys.find_api_key(session, key) is None
        assert [it.revoked_at for it in api_keys.list_api_keys(session)] == [now]


def test_a_name_is_given_once_even_if_its_key_was_revoked(
    engine: Engine, now: datetime
) -> None:
    with writing(engine) as session:
        api_keys.add(session, "shenpi", list(Scope), now, CHANCE)
        api_keys.revoke(session, "shenpi", now)

    with (
        writing(engine) as session,
        pytest.raises(BadApiKeyError, match="已经有名为“shenpi”的密钥"),
    ):
        api_keys.add(session, "shenpi", list(Scope), now, CHANCE[::-1])


@pytest.mark.parametrize("name", ["", "a b", "审批", "a" * 49, "a/b", "a\n"])
def test_a_name_is_plain_and_short(engine: Engine, now: datetime, name: str) -> None:
    with writing(engine) as session, pytest.raises(BadApiKeyError, match="名称"):
        api_keys.add(session, name, list(Scope), now, CHANCE)


def test_a_key_is_good_for_something(engine: Engine, now: datetime) -> None:
    with writing(engine) as session, pytest.raises(BadApiKeyError, match="权限"):
        api_keys.add(session, "shenpi", [], now, CHANCE)


@pytest.mark.parametrize("chance", ["short", "x" * 31, "x" * 31 + " "])
def test_a_key_is_made_of_enough_chance(
    engine: Engine, now: datetime, chance: str
) -> None:
    with writing(engine) as session, pytest.raises(ValueError, match="chance"):
        api_keys.add(session, "shenpi", list(Scope), now, chance)


def test_what_is_not_there_cannot_be_revoked(engine: Engine, now: datetime) -> None:
    with writing(engine) as session, pytest.raises(NoSuchApiKeyError, match="shenpi"):
        api_keys.revoke(session, "shenpi", now)


def test_keys_are_listed_by_name(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        for name in ("b", "a"):
            api_keys.add(session, name, list(Scope), now, f"{name:-<32}")

    with reading(engine) as session:
        assert [it.name for it in api_keys.list_api_keys(session)] == ["a", "b"]


def test_a_use_is_written_down_once_a_minute(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        key = api_keys.add(session, "shenpi", list(Scope), now, CHANCE)
        found = api_keys.find_api_key(session, key)
    assert found is not None
    seen = []

    for seconds in (0, 59, 60):
        at = now + timedelta(seconds=seconds)
        with writing(engine) as session:
            api_keys.record_use(session, found, at)
        with reading(engine) as session:
            seen.append(api_keys.list_api_keys(session)[0].last_used_at)

    assert seen == [now, now, now + timedelta(minutes=1)]
