"""No file and no function outgrows what one reader holds in mind."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import files, shown

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
CODE = {".py", ".html", ".js", ".css", ".mako", ".sh"}


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Name every function with the lines it takes, signature and docstring counted."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    sizes = {
        shown(it): len(it.read_text("utf-8").splitlines())
        for it in files()
        if it.suffix in CODE and it.parent.name != "versions"
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
