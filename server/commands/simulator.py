"""Commands that play an applicant's phone in the terminal: talk and dial."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import click

from server import demo_server
from server.commands import database
from simulator import terminal
from simulator.provider import AN_APPLICANT, Provider

_URL = click.option("--url", help="已在运行的模拟热线的网址；不给则临时启动一个。")
_NUMBER = click.option("--number", default=AN_APPLICANT, help="用哪个号码。")
_REPRO = click.option("--repro", is_flag=True, help="结束后打印成可回放的测试脚本。")


@click.command(help="在终端里和热线发短信。")
@_URL
@_NUMBER
@_REPRO
def talk(url: str | None, number: str, *, repro: bool) -> None:
    """Text line by line, until /quit or the end of the input."""
    with _open_provider(url) as provider:
        terminal.talk(
            provider,
            sys.stdin,
            sys.stderr if repro else sys.stdout,
            sender=number,
            repro=sys.stdout if repro else None,
        )


@click.command(help="在终端里打热线电话，按键收听。")
@_URL
@_NUMBER
@_REPRO
def dial(url: str | None, number: str, *, repro: bool) -> None:
    """Call and press keys, until either side hangs up."""
    with _open_provider(url) as provider:
        terminal.dial(
            provider.call(number),
            sys.stdin,
            sys.stderr if repro else sys.stdout,
            repro=sys.stdout if repro else None,
        )


@contextmanager
def _open_provider(url: str | None) -> Iterator[Provider]:
    if url:
        yield _connect_provider(url)
        return
    edition = database.load_edition()
    with (
        TemporaryDirectory(prefix="helpline-") as folder,
        demo_server.run_demo_server(
            edition,
            Path(folder),
            database.load_matcher(edition),
            database.read_encoder_dir(),
        ) as at,
    ):
        yield _connect_provider(at)


def _connect_provider(url: str) -> Provider:
    return Provider(url, ids=lambda: uuid4().hex, clock=database.current_time)


COMMANDS = {"talk": talk, "dial": dial}
