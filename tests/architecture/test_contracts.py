"""Each import contract is seen to fail when it is broken, in a tree of empty modules."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, contracts, root_packages

Modules = dict[str, str]
"""What each added module holds, by its dotted name."""

BREACHES: list[tuple[str, Modules]] = [
    ("layers", {"simulator.a": "import server"}),
    ("layers", {"sms.a": "import simulator"}),
    ("layers", {"console.a": "import server"}),
    ("layers", {"console.a": "import simulator"}),
    ("layers", {"simulator.a": "import console"}),
    ("layers", {"sms.a": "import console"}),
    ("layers", {"staff.a": "import console"}),
    ("layers", {"staff.a": "import notices"}),
    ("layers", {"notices.a": "import staff"}),
    ("layers", {"faq_store.a": "import staff"}),
    ("layers", {"ivr.a": "import sms"}),
    ("layers", {"sms.a": "import ivr"}),
    ("layers", {"faq_store.a": "import sms"}),
    ("layers", {"faq_store.a": "import notices"}),
    ("layers", {"notices.a": "import faq_store"}),
    ("layers", {"notices.a": "import sms"}),
    ("layers", {"storage.a": "import faq_store"}),
    ("layers", {"storage.a": "import helpline"}),
    ("layers", {"helpline.a": "import storage"}),
    ("pure", {"helpline.a": "from flask import request"}),
    ("simulator-by-http", {"simulator.a": "import sms"}),
    ("simulator-by-http", {"simulator.a": "from ivr import webhooks"}),
    ("simulator-by-http", {"simulator.a": "import notices"}),
    ("door-jieba", {"helpline.a": "import jieba"}),
    ("door-jieba", {"server.a": "from jieba import posseg"}),
    ("door-twilio", {"sms.a": "from twilio.rest import Client"}),
    ("door-twilio", {"simulator.a": "import twilio"}),
    ("door-twilio", {"notices.a": "import twilio"}),
    ("acyclic", {"sms.a": "import sms.b", "sms.b": "import sms.a"}),
]


def lint(
    tree: Path, modules: Modules, *, contract: str
) -> subprocess.CompletedProcess[str]:
    """Judge a tree of empty packages, the doors, and these modules by one contract."""
    tree.joinpath("pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for name in root_packages():
        write(tree, f"{name}.__init__", "")
    for name, text in {"ivr.webhooks": "", **doors(), **modules}.items():
        write(tree, name, text)
    program = "from importlinter.cli import lint_imports_command as go; go()"
    return subprocess.run(  # noqa: S603  ours from end to end
        [sys.executable, "-c", program, "--no-cache", "--contract", contract],
        cwd=tree,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def doors() -> Modules:
    """Make the modules that a contract lets pass, importing what they may."""
    passes = [
        item.split(" -> ")
        for contract in contracts().values()
        for item in contract.get("ignore_imports", ())
    ]
    return {
        importer.replace("*", "any"): f"import {imported}"
        for importer, imported in passes
    }


def write(tree: Path, module: str, text: str) -> None:
    *packages, name = module.split(".")
    for depth in range(len(packages)):
        folder = tree.joinpath(*packages[: depth + 1])
        folder.mkdir(exist_ok=True)
        folder.joinpath("__init__.py").touch()
    tree.joinpath(*packages, f"{name}.py").write_text(text, "utf-8")


@pytest.mark.parametrize("contract", contracts())
def test_a_tree_that_breaks_nothing_is_kept(contract: str, tmp_path: Path) -> None:
    verdict = lint(tmp_path, {}, contract=contract)

    assert verdict.returncode == 0, verdict.stdout


@pytest.mark.parametrize(("contract", "modules"), BREACHES)
def test_a_breach_is_seen(contract: str, modules: Modules, tmp_path: Path) -> None:
    verdict = lint(tmp_path, modules, contract=contract)

    assert verdict.returncode == 1
    assert "0 kept, 1 broken" in verdict.stdout


def test_the_helpline_may_import_nothing_of_what_is_forbidden(tmp_path: Path) -> None:
    forbidden = contracts()["pure"]["forbidden_modules"]
    everything = "".join(f"import {it}\n" for it in forbidden)

    verdict = lint(tmp_path, {"helpline.a": everything}, contract="pure")

    seen = [it for it in forbidden if f"not allowed to import {it}:" in verdict.stdout]
    assert seen == forbidden


def test_every_contract_has_a_breach_to_be_seen() -> None:
    assert {contract for contract, _ in BREACHES} == set(contracts())
