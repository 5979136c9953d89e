"""No file and no function outgrows what one reader holds in mind."""

import ast
from collections import Counter
from collections.abc import Iterator

from tests.architecture.tree import ROOT, files, root_packages, shown

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
MOST_MODULES = 22
LARGER_FOLDERS = {"helpline/matching": 32, "simulator": 26}
"""Modules of one folder, `__init__` not counted; tests and migrations are not looked at."""

CODE = {".py", ".html", ".js", ".css", ".mako", ".sh"}


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Name every function with the lines it takes, signature and docstring counted."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    sizes = {
        shown(path): len(path.read_text("utf-8").splitlines())
        for path in files()
        if path.suffix in CODE and path.parent.name != "versions"
    }

    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = {
        f"{shown(path)}:{name}": size
        for path in files()
        if path.suffix == ".py" and path.parent.name != "versions"
        for name, size in functions(path.read_text("utf-8"))
        if size > LONGEST_FUNCTION
    }

    assert long == {}


def test_no_folder_holds_more_modules_than_one_looks_through() -> None:
    folders = Counter(
        shown(path.parent)
        for package in root_packages()
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__init__.py"
    )

    assert {
        name: count
        for name, count in folders.items()
        if count > LARGER_FOLDERS.get(name, MOST_MODULES)
    } == {}


def short_lived(tree: ast.AST) -> set[ast.AST]:
    """Find every name within a comprehension or a lambda of one line."""
    kinds = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, kinds) and node.lineno == node.end_lineno
        for inner in ast.walk(node)
    }


def binds_it(node: ast.AST) -> bool:
    """Tell whether a node gives the name `it` to something."""
    match node:
        case ast.Name(id="it", ctx=ast.Store()) | ast.arg(arg="it"):
            return True
        case ast.MatchAs(name="it") | ast.MatchStar(name="it"):
            return True
        case _:
            return False


def test_it_is_a_name_for_one_line_only() -> None:
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in files()
        if path.suffix == ".py" and path.parent.name != "versions"
        for tree in [ast.parse(path.read_text("utf-8"))]
        for node in {*ast.walk(tree)} - short_lived(tree)
        if isinstance(node, ast.Name | ast.arg | ast.MatchAs | ast.MatchStar)
        and binds_it(node)
    ]

    assert found == []
