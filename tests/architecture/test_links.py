"""The documents point at files and headings that exist, and the index of ADRs is whole."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, shown

DOCUMENTS = [shown(it) for it in files() if it.suffix == ".md"]
ADRS = ROOT / "docs" / "adr"
PARTS = ["Status", "Context", "Decision", "Consequences"]

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^( *)```.*?^\1```", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def prose(document: Path) -> str:
    """Read a document without its blocks of code."""
    return FENCED.sub("", document.read_text("utf-8"))


def anchors(document: Path) -> set[str]:
    """Name each heading as links name it: lower case, no marks, hyphens for spaces."""
    headings = HEADING.findall(prose(document))
    return {re.sub(r"[^\w -]", "", it.lower()).replace(" ", "-") for it in headings}


def broken(document: Path) -> Iterator[str]:
    """Name the links that lead nowhere in the tree; other sites are not asked."""
    for link in LINK.findall(prose(document)):
        if re.match(r"https?://|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


def adrs() -> list[str]:
    return sorted(it.name for it in ADRS.glob("[0-9]*.md"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_of_a_document_leads_somewhere(document: str) -> None:
    assert list(broken(ROOT / document)) == []


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    document = tmp_path / "a.md"
    document.write_text("# One two\n[a](#one-two) [b](b.md) [c](a.md#three)", "utf-8")

    assert list(broken(document)) == ["b.md", "a.md#three"]


def test_the_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(name.partition("-")[0]) for name in adrs()]

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_decision_is_in_the_index_in_order() -> None:
    listed = LINK.findall(prose(ADRS / "README.md"))

    assert [it for it in listed if it[0].isdigit()] == adrs()


@pytest.mark.parametrize("name", adrs())
def test_a_decision_has_its_four_parts(name: str) -> None:
    text = (ADRS / name).read_text("utf-8")

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    assert text.startswith(f"# {int(name[:4])}. ")
