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
LONGEST_CONTRIBUTING = 900


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


def test_every_command_is_documented() -> None:
    text = read(OPERATING)

    assert [it for it in COMMANDS if not re.search(rf"{it}\b", text)] == []


@pytest.mark.parametrize("document", [OPERATING, *READMES])
def test_every_documented_command_exists(document: str) -> None:
    typed = re.findall(
        r"(?:^|`|\.venv/bin/)(helpline [a-z]+(?: [a-z]+)?)", read(document)
    )

    assert [it for it in typed if not it.startswith(tuple(COMMANDS))] == []


@pytest.mark.parametrize("document", READMES)
def test_the_map_from_features_to_folders_leads_to_what_there_is(document: str) -> None:
    rows = re.findall(r"^\| .+ \| \[([^\]]+)\]\(\1\) \|$", read(document), re.MULTILINE)

    assert len(rows) >= 25
    assert [it for it in rows if not (ROOT / it).exists()] == []
    assert [it for it in rows if (ROOT / it).is_dir() != it.endswith("/")] == []


def test_both_maps_lead_to_the_same_places_in_the_same_order() -> None:
    english, chinese = (
        re.findall(r"\| \[([a-z][^\]]+)\]\(\1\) \|$", read(readme), re.MULTILINE)
        for readme in READMES
    )

    assert english == chinese


def test_who_contributes_reads_no_more_than_900_words() -> None:
    assert len(read("CONTRIBUTING.md").split()) <= LONGEST_CONTRIBUTING
