"""The variables as a newcomer reads them."""

import shlex
import subprocess
from pathlib import Path

from server.config.settings import Settings
from server.config.variables import VARIABLES, example_file, find_variable
from server.errors import SettingsError

ROOT = Path(__file__).parents[3]


def test_the_example_file_is_the_one_the_code_writes() -> None:
    assert (ROOT / ".env.example").read_text("utf-8") == example_file()


def test_every_variable_is_explained_in_chinese_and_once() -> None:
    assert len({it.name for it in VARIABLES}) == len(VARIABLES)
    assert all(any("一" <= c <= "鿿" for c in it.meaning) for it in VARIABLES)


def test_the_example_file_is_read_by_a_shell() -> None:
    read = 'set -a; . ./.env.example; printf "%s\n" "$TWILIO_AUTH_TOKEN" "$SIMULATOR"'

    done = subprocess.run(  # noqa: S603 - our own words
        ["/bin/sh", "-euc", read], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == [find_variable("TWILIO_AUTH_TOKEN").example, "off"]


def test_an_example_file_nobody_edited_starts_nothing() -> None:
    lines = shlex.split(example_file(), comments=True)

    try:
        Settings.read(dict(it.split("=", 1) for it in lines))
    except SettingsError as error:
        found = error.faults
    else:
        found = ()

    assert len(found) == 4
    assert all("还是 .env.example 里的示例值" in it for it in found)
