"""Commands that keep or delete what is stored: backup, restore, purge."""

from pathlib import Path

import click

from helpline import phone_numbers
from notices.delivery import manual_decision
from server.all_tables import METADATA
from server.background import retention
from server.commands import database
from server.config.variables import find_variable
from storage import backup as books


@click.command(help="把整个数据库备份成一个文件。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write everything to one file."""
    with database.open_ready_database() as engine:
        rows = books.backup(engine, METADATA, file)
    click.echo(f"已备份 {rows} 行到 {file}")


@click.command(help="用备份文件替换数据库的全部内容。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Replace everything by what the file holds."""
    with database.open_ready_database() as engine:
        database.load_matcher_files()  # what is wrong with them is said before anything is replaced
        doubted: list[int] = []
        rows = books.restore(
            engine,
            METADATA,
            file,
            lambda session: doubted.append(
                manual_decision.mark_unconfirmed(session, database.current_time())
            ),
        )
        database.renew_matcher(engine)
    click.echo(f"已恢复 {rows} 行")
    if any(doubted):
        click.echo(
            f"有 {doubted[0]} 条通知在备份时还没有发出，之后可能已经发过：先向服务商核对，"
            "查无踪影的可用 helpline notices retry 再发。"
        )


@click.command(help="删除超过保存期限的记录，或某个号码的全部记录。")
@click.option("--number", help="应本人要求，删除这个号码的全部记录。")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=int(find_variable("RETENTION_DAYS").default),
    envvar="RETENTION_DAYS",
    show_default=True,
    help="保存天数。",
)
def purge(number: str | None, days: int) -> None:
    """Delete what is old, or what one person asked us to delete."""
    if number is not None and not number.strip():  # an unset shell variable, say
        raise click.UsageError("--number 后面没有号码。")
    with database.open_ready_database() as engine:
        if number and not phone_numbers.parse_sender(number).answerable:
            raise click.UsageError(f"“{number}”不是电话号码。")
        if number:
            done = retention.purge_senders(engine, phone_numbers.sender_keys(number))
        else:
            done = retention.purge_older(engine, database.current_time(), days)
    click.echo(str(done))


COMMANDS = {"backup": backup, "restore": restore, "purge": purge}
