"""The files and the pyproject.toml that the tests beside this one look at."""

import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_IGNORED = tuple(
    line.rstrip("/")
    for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)


def files(top: Path = ROOT) -> Iterator[Path]:
    """Walk every file that is ours to commit: whatever `.gitignore` does not name."""
    for path in sorted(top.iterdir()):
        if path.name == ".git" or any(fnmatch(path.name, it) for it in _IGNORED):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def shown(path: Path) -> str:
    """Name a file as a reader of the project would."""
    return path.relative_to(ROOT).as_posix()


def project() -> dict[str, Any]:
    """Read pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def contracts() -> dict[str, dict[str, Any]]:
    """Read the import contracts, by id."""
    return {it["id"]: it for it in project()["tool"]["importlinter"]["contracts"]}


def root_packages() -> list[str]:
    """Read the packages whose imports the contracts keep, topmost first."""
    named: list[str] = project()["tool"]["importlinter"]["root_packages"]
    return named
