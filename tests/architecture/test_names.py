"""Files, types and functions go by words of the field that one would search for."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import ROOT, root_packages, shown

FIELD_GERUNDS = {
    *("wording", "training", "reranking", "folding", "signing", "clustering"),
    "docx_numbering",
}
MOST_OTHER_GERUNDS = 5

SHARED_CLASSES: dict[str, str] = {}
"""Public classes defined twice, each with its reason; at most five."""

MOST_SHARED_CLASSES = 5

PARTICIPLES = {
    *("begun", "bound", "broken", "brought", "built", "caught", "chosen", "done"),
    *("drawn", "fallen", "felt", "forgotten", "found", "given", "gone", "heard"),
    *("held", "hidden", "kept", "known", "laid", "learnt", "led", "left", "lent"),
    *("lost", "made", "meant", "met", "paid", "said", "seen", "sent", "shown"),
    *("sold", "spelt", "spoken", "spread", "taken", "taught", "thrown", "told"),
    *("understood", "undone", "withdrawn", "won", "worn", "written"),
}
NO_PARTICIPLES = {"embed", "exceed", "feed", "heed", "need", "proceed", "seed", "speed"}


def modules() -> Iterator[Path]:
    """Walk the modules of the product."""
    for package in root_packages():
        yield from sorted((ROOT / package).rglob("*.py"))


def is_participle(name: str) -> bool:
    """Tell whether a name is a past participle and nothing else."""
    word = name.strip("_")
    ends = word.endswith("ed") and word not in NO_PARTICIPLES
    return "_" not in word and (ends or word in PARTICIPLES)


def is_value(function: ast.FunctionDef) -> bool:
    """Tell whether a function reads as a value, or is named by a web address."""
    decorators = [ast.unparse(it) for it in function.decorator_list]
    return any(
        decorator in {"property", "cached_property"}
        or "." in decorator.partition("(")[0]
        for decorator in decorators
    )


def test_few_modules_are_named_by_a_gerund() -> None:
    gerunds = {
        shown(module)
        for module in modules()
        if module.stem.endswith("ing") and module.stem not in FIELD_GERUNDS
    }

    assert len(gerunds) <= MOST_OTHER_GERUNDS, gerunds


def test_no_public_class_is_defined_twice() -> None:
    homes = defaultdict(set)
    for path in modules():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].add(shown(path))
    twice = {name: found for name, found in homes.items() if len(found) > 1}

    assert len(SHARED_CLASSES) <= MOST_SHARED_CLASSES
    assert twice.keys() == SHARED_CLASSES.keys(), twice


def test_no_function_is_named_by_a_bare_past_participle() -> None:
    found = [
        f"{shown(path)}:{node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and is_participle(node.name)
        and not is_value(node)
    ]

    assert found == []
