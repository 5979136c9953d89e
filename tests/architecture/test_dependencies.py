"""What the packages import is what the project asks to be installed, no more, no less."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from tests.architecture.tree import ROOT, files, project, root_packages

UNIMPORTED = {"psycopg"}
"""SQLAlchemy imports it by the name in DATABASE_URL."""


def imported(text: str) -> Iterator[str]:
    """Name the top of every module imported anywhere in a source text."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (it.name.split(".")[0] for it in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def used() -> set[str]:
    """Name the distributions that our code imports."""
    ours = {*root_packages(), "migrations"}
    texts = [
        it.read_text("utf-8")
        for top in ours
        for it in files(ROOT / top)
        if it.suffix == ".py"
    ]
    tops = {top for text in texts for top in imported(text)}
    owners = packages_distributions()
    foreign = tops - ours - sys.stdlib_module_names
    return {owners.get(it, [it])[0].lower().replace("_", "-") for it in foreign}


def test_the_declared_dependencies_are_the_imported_ones() -> None:
    asked = project()["project"]["dependencies"]
    declared = {re.split(r"[^\w-]", it)[0] for it in asked}

    assert used() | UNIMPORTED == declared
