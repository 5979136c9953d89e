"""Commands about the keys of the business system: apikey add, list, revoke."""

import secrets
from datetime import datetime

import click

from helpline.timezone import CHINA
from notices import api_keys
from notices.api_keys import Scope
from server.commands import database
from storage.session import reading, writing

_BYTES = 32
"""Chance in a key; 256 bits cannot be tried out."""


@click.group(help="业务系统的接口密钥。")
def apikey() -> None:
    """Gather the commands about API keys."""


@apikey.command("add", help="生成一个密钥，打印一次；NAME 如 shenpi。")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([it.value for it in Scope]),
    help="只给这种权限，可给出几次；不给则都有。",
)
def add(name: str, scopes: tuple[str, ...]) -> None:
    """Make a key, and print it alone on standard output."""
    wanted = [Scope(it) for it in scopes] or list(Scope)
    chance = secrets.token_urlsafe(_BYTES)
    with database.open_ready_database() as engine, writing(engine) as session:
        key = api_keys.add(session, name, wanted, database.current_time(), chance)
    click.echo(key)
    click.echo(
        f"密钥“{name}”已生成（{'、'.join(wanted)}），只显示这一次，请妥善保存。",
        err=True,
    )


@apikey.command("list", help="列出密钥：名称、权限、生成和最近使用的时间。")
def list_keys() -> None:
    """Print every key there was; the keys themselves are not known."""
    with database.open_ready_database() as engine, reading(engine) as session:
        for key in api_keys.list_api_keys(session):
            used = (
                f"最近使用 {_format_day(key.last_used_at)}"
                if key.last_used_at
                else "未使用"
            )
            ended = f"\t已停用 {_format_day(key.revoked_at)}" if key.revoked_at else ""
            made = f"生成 {_format_day(key.created_at)}"
            click.echo(f"{key.name}\t{key.scopes}\t{made}\t{used}{ended}")


@apikey.command("revoke", help="停用一个密钥，立即生效；它的名称不能再用。")
@click.argument("name")
def revoke(name: str) -> None:
    """Make a key good for nothing."""
    with database.open_ready_database() as engine, writing(engine) as session:
        api_keys.revoke(session, name, database.current_time())
    click.echo(f"密钥“{name}”已停用。")


def _format_day(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


COMMANDS = {"apikey": apikey}
