"""`helpline staff`: somebody is added, listed and disabled."""

import pytest
from sqlalchemy import Engine

from server import invitations
from server.commands.database import current_time
from staff import accounts, audit
from staff.audit import AuditFilter
from staff.roles import Role
from storage.session import reading, writing
from tests.server.commands.operator import Operator

BASE = "http://127.0.0.1:8000"


def add(operator: Operator, *words: str) -> str:
    done = operator.does("staff", "add", *words, SIMULATOR="on")
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def token(link: str) -> str:
    return link.removeprefix(f"{BASE}/console/join/")


def join(engine: Engine, link: str) -> None:
    with writing(engine) as session:
        accounts.accept_invitation(
            session, token(link), "as good as a hash", current_time()
        )


def written(engine: Engine) -> list[tuple[str, str, str]]:
    with reading(engine) as session:
        found = audit.find_entries(session, AuditFilter(), 9)
        return [(it.who, it.action, it.subject) for it in found]


def test_a_link_stands_alone_on_standard_output(
    operator: Operator, engine: Engine
) -> None:
    link = add(operator, "王芳")

    assert link.startswith(f"{BASE}/console/join/")
    with reading(engine) as session:
        person = accounts.find_invited(session, token(link), current_time())
    assert (person.name, person.role) == ("王芳", Role.ADMIN)
    assert written(engine) == [("（命令行）", "add-staff", "staff:王芳")]


@pytest.mark.parametrize("role", Role)
def test_a_role_may_be_named(operator: Operator, engine: Engine, role: Role) -> None:
    link = add(operator, "王芳", "--role", role.value)

    with reading(engine) as session:
        assert accounts.find_invited(session, token(link), current_time()).role is role


@pytest.mark.parametrize(
    ("name", "said"), [("王", "2到32个字"), ("王芳", "已经有用户“王芳”。")]
)
def test_a_name_that_cannot_be_is_said(
    operator: Operator, name: str, said: str
) -> None:
    add(operator, "王芳")
    done = operator.does("staff", "add", name, SIMULATOR="on")

    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stdout == ""


def test_everybody_is_listed(operator: Operator, engine: Engine) -> None:
    join(engine, add(operator, "a王"))
    add(operator, "b李", "--role", "只读")

    done = operator.does("staff", "list")

    assert done.stdout == (
        "a王\t管理员\t已加入\t未设第二步验证\nb李\t只读\t等待设置密码\t未设第二步验证\n"
    )


def test_that_nobody_is_there_is_said(operator: Operator) -> None:
    done = operator.does("staff", "list")

    assert (done.stdout, done.stderr) == ("", "还没有人员。\n")


def test_somebody_is_disabled(operator: Operator, engine: Engine) -> None:
    link = add(operator, "王芳", "--role", "编辑")
    done = operator.does("staff", "disable", "王芳")

    assert done.stdout == "已停用“王芳”。\n"
    assert "已停用" in operator.does("staff", "list").stdout
    assert written(engine)[0] == ("（命令行）", "change-staff", "staff:王芳")
    with reading(engine) as session, pytest.raises(accounts.BadLinkError):
        accounts.find_invited(session, token(link), current_time())


def test_somebody_unknown_and_the_last_administrator_are_not_disabled(
    operator: Operator, engine: Engine
) -> None:
    join(engine, add(operator, "王芳"))

    unknown = operator.does("staff", "disable", "李明")
    last = operator.does("staff", "disable", "王芳")

    assert (unknown.exit_code, "没有用户“李明”。" in unknown.stderr) == (1, True)
    assert (last.exit_code, "最后一个管理员" in last.stderr) == (1, True)


def test_the_first_administrator_s_link_is_made_until_somebody_has_joined(
    engine: Engine,
) -> None:
    first = invitations.make_first_link(engine, BASE, current_time())
    second = invitations.make_first_link(engine, BASE, current_time())
    with reading(engine) as session:
        assert (
            accounts.find_invited(session, token(second), current_time()).name
            == "管理员"
        )
        with pytest.raises(accounts.BadLinkError):
            accounts.find_invited(session, token(first), current_time())
    join(engine, second)

    assert invitations.make_first_link(engine, BASE, current_time()) == ""
    assert written(engine) == [("（命令行）", "add-staff", "staff:管理员")]
