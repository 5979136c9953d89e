"""No committed file names the machine it was made on, or where its packages came from."""

import re

import pytest

from tests.architecture.tree import ROOT, files, shown

# Written so that no pattern matches its own line.
REGISTRY = re.compile(
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|deb[.]debian[.]org"
    r"|-(?:index-url|extra-index-url|find-links)\b[ =]|/simple/?(?:[\"'\s]|$)"
)
MACHINE = re.compile(
    r"(?<![\w.])/(?:root|work|Users|home/\w+|opt/\w+)/|[A-Z]:[\\]Users", re.MULTILINE
)
PINS = ["requirements-build.txt", "requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE], ids=["registry", "machine"])
def test_no_file_holds_an_address_of_where_it_was_made(
    pattern: re.Pattern[str],
) -> None:
    found = {
        shown(path): match.group()
        for path in files()
        if (match := pattern.search(path.read_text("utf-8", errors="replace")))
    }

    assert found == {}


@pytest.mark.parametrize("name", PINS)
def test_every_pin_is_exact_and_carries_hashes(name: str) -> None:
    text = re.sub(r"\s*\\\n\s*", " ", (ROOT / name).read_text("utf-8"))
    pins = [it for it in text.splitlines() if it and not it.lstrip().startswith("#")]
    exact = r"[a-z0-9._-]+==\S+(?: ; [^#]+?)?(?: --hash=sha256:[0-9a-f]{64})+"

    assert pins
    assert [it for it in pins if not re.fullmatch(exact, it)] == []


def test_there_are_no_other_lists_of_pins() -> None:
    assert {it.name for it in ROOT.glob("requirements*")} == set(PINS)
    assert list(ROOT.glob("*.lock")) == []
