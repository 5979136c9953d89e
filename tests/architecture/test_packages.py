"""pyproject.toml names the packages several times; each list is the folders there are."""

import pytest

from tests.architecture.tree import ROOT, contracts, project, root_packages

TOOLS = project()["tool"]


def test_the_linted_packages_are_the_folders_there_are() -> None:
    folders = {it.parent.name for it in ROOT.glob("*/__init__.py")}

    assert set(root_packages()) == folders - {"migrations", "tests"}


def test_the_installed_packages_are_the_linted_ones_and_the_migrations() -> None:
    found = TOOLS["setuptools"]["packages"]["find"]["include"]

    assert found == [f"{it}*" for it in [*root_packages(), "migrations"]]


def test_types_are_checked_in_every_package_and_beside_them() -> None:
    checked = TOOLS["mypy"]["files"]

    assert checked == [*root_packages(), "migrations/env.py", "tests", "bench"]


def test_coverage_is_counted_in_every_package() -> None:
    assert TOOLS["coverage"]["run"]["source"] == root_packages()


def test_every_package_has_its_layer() -> None:
    layers = contracts()["layers"]["layers"]

    assert [it for row in layers for it in row.split(" | ")] == root_packages()


@pytest.mark.parametrize("contract", ["door-jieba", "door-twilio"])
def test_a_door_is_kept_against_every_package(contract: str) -> None:
    assert contracts()[contract]["source_modules"] == root_packages()


def test_no_package_may_hold_a_cycle() -> None:
    assert contracts()["acyclic"]["ancestors"] == root_packages()
