"""What each role may do: the whole table, written out."""

import pytest

from staff.roles import Right, Role, may

TABLE = {
    Role.READER: {Right.READ},
    Role.EDITOR: {Right.READ, Right.EDIT, Right.SEND},
    Role.REVIEWER: {Right.READ, Right.EDIT, Right.SEND, Right.PUBLISH, Right.UNMASK},
    Role.ADMIN: set(Right),
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_this_and_no_more(role: Role) -> None:
    assert {it for it in Right if may(role, it)} == TABLE[role]


def test_who_may_publish_needs_a_second_factor() -> None:
    needing = {it for it in Role if it.needs_second_factor}

    assert needing == {it for it in Role if may(it, Right.PUBLISH)}
