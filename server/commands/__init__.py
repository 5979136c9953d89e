"""The `helpline` command: everything an operator types."""

import io
import sys

import click
from typing_extensions import override

from faq_store.errors import FaqError
from helpline.errors import HelplineError
from notices.errors import NoticesError
from server.errors import ServerError
from simulator.errors import SimulatorError
from staff.errors import StaffError
from storage.errors import StorageError

_OURS = (
    FaqError,
    HelplineError,
    NoticesError,
    ServerError,
    SimulatorError,
    StaffError,
    StorageError,
)

_MODULES = {
    "ask": "ask",
    "evaluate": "evaluate",
    "phrasing": "phrasings",
    "synonym": "phrasings",
    "lint": "phrasings",
    "import": "faq",
    "export": "faq",
    "publish": "faq",
    "talk": "simulator",
    "dial": "simulator",
    "run": "run",
    "migrate": "run",
    "worker": "run",
    "notices": "notices",
    "template": "notice_reference",
    "reason": "notice_reference",
    "suppression": "notice_reference",
    "staff": "staff",
    "apikey": "api_keys",
    "backup": "backup",
    "restore": "backup",
    "purge": "backup",
}
"""Which module holds which command; only the one asked for is imported."""


class _Commands(click.Group):
    """Finds commands by name, and says what goes wrong in one sentence."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        room = __import__(f"server.commands.{_MODULES[cmd_name]}", fromlist=["_"])
        found: click.Command = room.COMMANDS[cmd_name]
        return found

    @override
    def invoke(self, ctx: click.Context) -> object:
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - slow to import

        try:
            return super().invoke(ctx)
        except _OURS as error:
            raise click.ClickException(str(error)) from error
        except SQLAlchemyError as error:
            reason = "数据库连接不上或不能用，请检查 DATABASE_URL 和数据库服务。"
            raise click.ClickException(reason) from error
        except BrokenPipeError:
            raise  # whoever was reading has stopped; click knows what to do
        except OSError as error:
            name = f"{error.filename}：" if error.filename else ""
            raise click.ClickException(f"{name}{error.strerror or error}") from error


@click.group(cls=_Commands, help="安管人员业务问答热线。")
def cli() -> None:
    """Gather the commands."""


def main() -> None:
    """Run the command line; what is printed is UTF-8 whatever the locale says."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli()
