"""A missing service may be skipped at home, and never where it is promised."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FILE = """
import pytest

def test_of_a_service() -> None:
    pytest.skip("no service")
"""
MODULE = """
import pytest

pytest.skip("no service", allow_module_level=True)
"""


def outcome(folder: Path, content: str, required: str) -> tuple[int, str]:
    conftest = ROOT / "tests" / "conftest.py"
    (folder / "conftest.py").write_text(conftest.read_text("utf-8"), "utf-8")
    (folder / "test_it.py").write_text(content, "utf-8")
    command = f"{sys.executable} -m pytest -q -p no:cacheprovider -c {os.devnull}"
    done = subprocess.run(  # noqa: S603 - our own interpreter and words
        [*command.split(), "--rootdir", str(folder), str(folder)],
        env=os.environ | {"REQUIRE_SERVICES": required, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("content", [FILE, MODULE])
def test_a_skip_is_a_failure_where_services_are_required(
    tmp_path: Path, content: str
) -> None:
    code, said = outcome(tmp_path, content, required="1")

    assert code != 0
    assert "REQUIRE_SERVICES=1" in said


def test_a_skip_is_allowed_elsewhere(tmp_path: Path) -> None:
    code, said = outcome(tmp_path, FILE, required="")

    assert code == 0, said
