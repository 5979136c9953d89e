"""`helpline apikey`: keys are made, listed and revoked."""

import re

import pytest
from sqlalchemy import Engine

from notices import api_keys
from notices.api_keys import Scope
from storage.session import reading
from tests.server.commands.operator import Operator


def test_a_key_stands_alone_on_standard_output(
    operator: Operator, engine: Engine
) -> None:
    done = operator.does("apikey", "add", "shenpi")

    assert done.exit_code == 0
    assert re.fullmatch(r"ak_[A-Za-z0-9_-]{43}\n", done.stdout)
    assert "只显示这一次" in done.stderr
    assert done.stdout.strip() not in done.stderr
    with reading(engine) as session:
        found = api_keys.find_api_key(session, done.stdout.strip())
    assert found is not None
    assert found.scopes == set(Scope)


def test_every_key_is_another(operator: Operator) -> None:
    keys = {operator.does("apikey", "add", name).stdout for name in "abc"}

    assert len(keys) == 3


@pytest.mark.parametrize("scope", list(Scope))
def test_a_key_may_be_good_for_less(
    operator: Operator, engine: Engine, scope: Scope
) -> None:
    key = operator.does(
        "apikey", "add", "shenpi", "--scope", scope.value
    ).stdout.strip()

    with reading(engine) as session:
        found = api_keys.find_api_key(session, key)
    assert found is not None
    assert found.scopes == {scope}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "shenpi"), "已经有名为“shenpi”的密钥"),
        (("add", "审批"), "密钥的名称"),
        (("add", "other", "--scope", "all"), "all"),
        (("revoke", "other"), "没有名为“other”的密钥"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    operator: Operator, words: tuple[str, ...], said: str
) -> None:
    operator.does("apikey", "add", "shenpi")

    done = operator.does("apikey", *words)

    assert done.exit_code != 0
    assert done.stdout == ""
    assert said in done.stderr


def test_keys_are_listed_with_what_became_of_them(operator: Operator) -> None:
    key = operator.does("apikey", "add", "shenpi").stdout.strip()
    operator.does("apikey", "add", "other", "--scope", "notices:read")
    revoked = operator.does("apikey", "revoke", "other")

    lines = operator.does("apikey", "list").stdout.splitlines()

    assert revoked.exit_code == 0
    assert [it.split("\t")[:2] for it in lines] == [
        ["other", "notices:read"],
        ["shenpi", "notices:read notices:write"],
    ]
    assert ["已停用" in it for it in lines] == [True, False]
    assert all("未使用" in it and key not in it for it in lines)
