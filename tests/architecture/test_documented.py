"""What an operator may set or type stands in the documents, and what stands there exists."""

import re
from collections.abc import Iterator

import click
import pytest

from server.commands import cli
from server.config.variables import VARIABLES, example_file
from tests.architecture.tree import ROOT

OPERATING = "docs/operate.md"
READMES = ["README.md", "README.zh.md"]


def commands(group: click.Group, before: str) -> Iterator[str]:
    """Name every command as it is typed."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        typed = f"{before} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, typed)
        else:
            yield typed


COMMANDS = list(commands(cli, "helpline"))


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_example_of_settings_lists_every_setting() -> None:
    assert read(".env.example") == example_file()


def test_every_setting_is_explained_to_the_operator() -> None:
    text = read(OPERATING)

    assert [it.name for it in VARIABLES if f"`{it.name}`" not in text] == []


@pytest.mark.parametrize("document", [OPERATING, *READMES])
def test_every_command_is_documented(document: str) -> None:
    text = read(document)

    assert [it for it in COMMANDS if not re.search(rf"{it}\b", text)] == []


@pytest.mark.parametrize("document", [OPERATING, *READMES])
def test_every_documented_command_exists(document: str) -> None:
    typed = re.findall(
        r"(?:^|`|\.venv/bin/)(helpline [a-z]+(?: [a-z]+)?)", read(document)
    )

    assert [it for it in typed if not it.startswith(tuple(COMMANDS))] == []
