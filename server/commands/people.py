"""Commands about staff: who may work with the console."""

import os

import click

from server.commands import store
from server.inviting import link
from server.settings import Settings
from staff import accounts, audit
from staff.audit import Change
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
    base = Settings.read(os.environ).public_base_url
    with store.ready_store() as engine, writing(engine) as session:
        person = accounts.add(session, name, Role(role), store.now())
        change = Change("add-staff", f"staff:{name}", after=role)
        audit.write(session, "operator", change, store.now())
        made = link(session, person.id, base, store.now())
    click.echo(made)
    click.echo(f"请把这个链接交给“{name}”，三天内有效，只能用一次。", err=True)


@staff.command("list", help="列出人员。")
def list_() -> None:
    """Print the accounts."""
    with store.ready_store() as engine, reading(engine) as session:
        for it in accounts.everybody(session):
            state = (
                "已停用" if it.disabled else "已加入" if it.joined else "等待设置密码"
            )
            click.echo(f"{it.name}\t{it.role}\t{state}")


COMMANDS = {"staff": staff}
