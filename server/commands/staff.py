"""Commands about staff: who may work with the console."""

import os

import click

from server import invitations
from server.commands import database
from server.config.settings import Settings
from staff import accounts, audit
from staff.accounts import NoSuchStaffError, Person
from staff.audit import AuditEntry
from staff.roles import Role
from storage.session import reading, writing


@click.group(help="使用控制台的人员。")
def staff() -> None:
    """Gather the commands about staff."""


@staff.command(help="增加一个人，并打印给他设置密码的一次性链接。")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([it.value for it in Role]),
    default=Role.ADMIN.value,
    show_default=True,
    help="角色。",
)
def add(name: str, role: str) -> None:
    """Add an account, and print its link alone on standard output."""
    base, now = Settings.read(os.environ).public_base_url, database.current_time()
    with database.open_ready_database() as engine, writing(engine) as session:
        person = invitations.add_person(session, name, Role(role), now)
        made = invitations.make_link(session, person.id, base, now)
    click.echo(made)
    click.echo(f"请把这个链接交给“{name}”，三天内有效，只能用一次。", err=True)


@staff.command("list", help="列出人员：用户名、角色、状态、第二步验证。")
def list_() -> None:
    """Print the accounts."""
    with database.open_ready_database() as engine, reading(engine) as session:
        everybody = accounts.list_accounts(session)
    for item in everybody:
        factor = "已设第二步验证" if item.second_factor else "未设第二步验证"
        click.echo(f"{item.name}\t{item.role}\t{_state_label(item)}\t{factor}")
    if not everybody:
        click.echo("还没有人员。", err=True)


@staff.command(help="停用一个人：马上退出登录，不能再登录。")
@click.argument("name")
def disable(name: str) -> None:
    """Disable an account; its history stays."""
    now = database.current_time()
    with database.open_ready_database() as engine, writing(engine) as session:
        found = (it for it in accounts.list_accounts(session) if it.name == name)
        person = next(found, None)
        if person is None:
            raise NoSuchStaffError(f"没有用户“{name}”。")
        accounts.disable_account(session, person.id, now)
        before, after = {"disabled": person.disabled}, {"disabled": True}
        change = AuditEntry("change-staff", f"staff:{name}", before, after)
        audit.write_entry(session, invitations.OPERATOR, change, now)
    click.echo(f"已停用“{name}”。")


def _state_label(person: Person) -> str:
    if person.disabled:
        return "已停用"
    return "已加入" if person.joined else "等待设置密码"


COMMANDS = {"staff": staff}
