"""Accounts and their links, on either store."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, select

from staff import accounts, logins, recovery_codes, second_factor
from staff.accounts import (
    LINK_VALID,
    BadLinkError,
    BadNameError,
    DisabledError,
    LastAdminError,
    NoSuchStaffError,
)
from staff.errors import StaffError
from staff.roles import Role
from staff.tables import InvitationRow
from storage.session import reading, writing
from tests.staff.people import HASH, employed

pytestmark = pytest.mark.both_stores


@pytest.mark.parametrize("name", ["王芳", "wang.fang", "w-f@x", "王_2", "x" * 32])
def test_a_name_is_of_letters_and_figures(
    engine: Engine, now: datetime, name: str
) -> None:
    with writing(engine) as session:
        made = accounts.add_account(session, name, Role.EDITOR, now)

    with reading(engine) as session:
        assert accounts.list_accounts(session) == (made,)
        assert accounts.find_account(session, made.id) == made
    assert (made.joined, made.second_factor, made.disabled) == (False, False, False)


@pytest.mark.parametrize("name", ["", "王", "a b", "x" * 33, "<b>", "王芳\n", "a:b"])
def test_another_name_is_refused(engine: Engine, now: datetime, name: str) -> None:
    with writing(engine) as session, pytest.raises(BadNameError, match="2到32个字"):
        accounts.add_account(session, name, Role.EDITOR, now)


def test_a_name_is_one_person_s(engine: Engine, now: datetime) -> None:
    employed(engine, "王芳", Role.EDITOR, now)
    with (
        writing(engine) as session,
        pytest.raises(BadNameError, match="已经有用户“王芳”。"),
    ):
        accounts.add_account(session, "王芳", Role.READER, now)


def test_nobody_is_there_until_somebody_joins(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        made = accounts.add_account(session, "王芳", Role.ADMIN, now)
        accounts.create_invitation(session, made.id, "link", now)
        assert accounts.has_no_accounts(session)
        assert accounts.find_invited(session, "link", now).name == "王芳"
        assert accounts.accept_invitation(session, "link", HASH, now).joined
        assert not accounts.has_no_accounts(session)


def test_only_the_digest_of_a_link_is_kept(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        made = accounts.add_account(session, "王芳", Role.ADMIN, now)
        accounts.create_invitation(session, made.id, "link", now)

        kept = session.scalars(select(InvitationRow.digest)).all()

    assert kept == [accounts.token_digest("link")]
    assert "link" not in kept


def test_a_link_is_good_once_and_not_for_ever(engine: Engine, now: datetime) -> None:
    made = employed(engine, "王芳", Role.ADMIN, now)
    with writing(engine) as session:
        accounts.create_invitation(session, made.id, "link", now)
        with pytest.raises(BadLinkError):
            accounts.find_invited(session, "link", now + LINK_VALID)
        accounts.accept_invitation(session, "link", HASH, now)
        for item in ("link", "another"):
            with pytest.raises(BadLinkError, match="已经用过或已过期"):
                accounts.accept_invitation(session, item, HASH, now)


def test_a_link_can_be_read_where_nothing_may_be_written(
    engine: Engine, now: datetime
) -> None:
    made = employed(engine, "王芳", Role.ADMIN, now)
    with writing(engine) as session:
        accounts.create_invitation(session, made.id, "link", now)

    with reading(engine) as session:
        assert accounts.find_invited(session, "link", now) == made


def test_whoever_is_disabled_gets_no_link(engine: Engine, now: datetime) -> None:
    made = employed(engine, "王芳", Role.EDITOR, now)
    with writing(engine) as session:
        accounts.create_invitation(session, made.id, "link", now)
        assert accounts.disable_account(session, made.id, now).disabled
        with pytest.raises(BadLinkError):
            accounts.find_invited(session, "link", now)
        with pytest.raises(DisabledError):
            accounts.create_invitation(session, made.id, "more", now)
        assert not accounts.enable_account(session, made.id).disabled
        with pytest.raises(BadLinkError):
            accounts.find_invited(session, "link", now)


def test_another_role_ends_the_logins(engine: Engine, now: datetime) -> None:
    made = employed(engine, "王芳", Role.EDITOR, now, "token")
    with writing(engine) as session:
        assert accounts.change_role(session, made.id, Role.ADMIN).role is Role.ADMIN

        assert logins.current_login(session, "token", now) is None


def test_joining_again_forgets_the_second_factor(engine: Engine, now: datetime) -> None:
    made = employed(engine, "王芳", Role.EDITOR, now, "token")
    with writing(engine) as session:
        second_factor.set_up(session, made.id, "A" * 32, 0, ("abc",))
        accounts.create_invitation(session, made.id, "link", now)

        again = accounts.accept_invitation(session, "link", HASH, now)

        assert not again.second_factor
        assert recovery_codes.codes_left(session, made.id) == 0
        assert logins.current_login(session, "token", now) is None


def test_the_last_administrator_stays(engine: Engine, now: datetime) -> None:
    first = employed(engine, "王芳", Role.ADMIN, now)
    with writing(engine) as session:
        accounts.add_account(session, "李明", Role.ADMIN, now)  # has not joined
        with pytest.raises(LastAdminError):
            accounts.disable_account(session, first.id, now)
        with pytest.raises(LastAdminError):
            accounts.change_role(session, first.id, Role.REVIEWER)
        assert accounts.change_role(session, first.id, Role.ADMIN).role is Role.ADMIN


def test_two_administrators_cannot_put_each_other_out(
    engine: Engine, now: datetime
) -> None:
    both = [employed(engine, it, Role.ADMIN, now).id for it in ("王芳", "李明")]
    together, refused = Barrier(2), []

    def put_out(staff: int) -> None:
        together.wait()
        try:
            with writing(engine) as session:
                accounts.disable_account(session, staff, now)
        except LastAdminError as error:
            refused.append(error)

    threads = [Thread(target=put_out, args=(it,)) for it in both]
    for thread in threads:
        thread.start()
    for item in threads:
        item.join()

    with reading(engine) as session:
        left = [it for it in accounts.list_accounts(session) if not it.disabled]
    assert (len(left), len(refused)) == (1, 1)


def test_another_password_ends_the_other_logins(engine: Engine, now: datetime) -> None:
    made = employed(engine, "王芳", Role.EDITOR, now, "here", "there")
    with writing(engine) as session:
        accounts.change_password(session, made.id, "changed", keep="here")

        assert logins.current_login(session, "here", now) is not None
        assert logins.current_login(session, "there", now) is None


def test_nobody_is_not_found(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        for item in (
            lambda: accounts.find_account(session, 9),
            lambda: accounts.enable_account(session, 9),
            lambda: accounts.create_invitation(session, 9, "link", now + timedelta()),
        ):
            with pytest.raises(NoSuchStaffError, match="没有这个用户。"):
                item()


def test_what_has_no_sentence_of_its_own_is_said_too() -> None:
    assert str(StaffError()) == "这件事做不了。"
    assert str(StaffError("别的")) == "别的"
