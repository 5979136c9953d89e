"""What the packages import is what the project asks to be installed, no more, no less."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.tree import ROOT, files, project, root_packages

UNIMPORTED = {"psycopg"}
"""SQLAlchemy imports it by the name in DATABASE_URL."""

OURS = {*root_packages(), "migrations"}


def imported(tree: ast.AST) -> Iterator[str]:
    """Name the top of every module imported anywhere in a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (it.name.split(".")[0] for it in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def imported_at_once(tree: ast.Module) -> Iterator[str]:
    """Name the modules imported when the module itself is: outside of functions."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from imported(node)
            waiting.extend(ast.iter_child_nodes(node))


def trees() -> Iterator[ast.Module]:
    for top in sorted(OURS):
        for path in files(ROOT / top):
            if path.suffix == ".py":
                yield ast.parse(path.read_text("utf-8"))


def distributions(modules: Iterable[str]) -> set[str]:
    """Name the distributions that foreign modules belong to."""
    owners = packages_distributions()
    foreign = set(modules) - OURS - sys.stdlib_module_names
    return {owners.get(it, [it])[0].lower().replace("_", "-") for it in foreign}


def named(requirements: Iterable[str]) -> set[str]:
    return {re.split(r"[^\w-]", it)[0] for it in requirements}


def declared() -> set[str]:
    return named(project()["project"]["dependencies"])


def optional() -> set[str]:
    extras = project()["project"]["optional-dependencies"]
    return {it for asked in extras.values() for it in named(asked)}


def test_the_declared_dependencies_are_the_imported_ones() -> None:
    used = distributions(it for tree in trees() for it in imported(tree))

    assert used | UNIMPORTED == declared() | optional()


def test_what_is_optional_is_not_asked_for_besides() -> None:
    assert optional() & declared() == set()


def test_what_is_optional_is_imported_only_where_it_is_used() -> None:
    at_once = distributions(it for tree in trees() for it in imported_at_once(tree))

    assert at_once & optional() == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import a.b", {"a"}),
        ("try:\n    from a import b\nexcept ImportError:\n    import c", {"a", "c"}),
        ("class A:\n    import a", {"a"}),
        ("def f():\n    import a", set()),
        ("class A:\n    def f(self):\n        from a import b", set()),
    ],
)
def test_an_import_of_a_module_is_told_from_one_of_a_function(
    text: str, found: set[str]
) -> None:
    assert set(imported_at_once(ast.parse(text))) == found
