"""What is installed is what is in the tree: no template, seed or migration stays behind."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from zipfile import ZipFile

import pytest

from tests.architecture.tree import ROOT, files, root_packages, shown

TOPS = [*root_packages(), "migrations"]
BUILD = "from setuptools import build_meta; build_meta.build_wheel('dist')"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    """Build the wheel of a copy of the tree, which stays as it is."""
    tree = tmp_path_factory.mktemp("tree")
    for path in files():
        if path.parent == ROOT or shown(path).split("/")[0] in TOPS:
            copy = tree / shown(path)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    build = subprocess.run(  # noqa: S603  ours from end to end
        [sys.executable, "-c", BUILD],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stderr
    with ZipFile(next((tree / "dist").iterdir())) as built:
        yield built


def test_the_wheel_holds_every_file_of_the_packages(wheel: ZipFile) -> None:
    ours = {shown(path) for top in TOPS for path in files(ROOT / top)}
    packed = {it for it in wheel.namelist() if ".dist-info/" not in it}

    assert packed == ours


def test_the_wheel_brings_the_command(wheel: ZipFile) -> None:
    entries = next(it for it in wheel.namelist() if it.endswith("entry_points.txt"))

    assert "helpline = server.commands:main" in wheel.read(entries).decode()
