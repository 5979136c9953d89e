"""The packaged edition and its matcher, taught once for all tests and their processes."""

import fcntl
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from faq_store.content import matcher_store
from faq_store.content.matcher_store import MatcherFiles
from faq_store.publishing import seed
from helpline import matching
from helpline.conversation.context import ReplyContext
from helpline.faq import Edition
from helpline.matching import Matcher

MONDAY_MORNING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ROOT = Path(__file__).parents[1]
_KEPT = ROOT / ".pytest_cache" / "matcher"
_MATTER = ("numpy", "scipy", "jieba", "rjieba", "pypinyin", "opencc")
"""Packages whose version may matter to what is taught."""


@cache
def edition() -> Edition:
    return seed.load_seed()


@cache
def matcher() -> Matcher:
    """Load the matcher as it is served; teaching one takes a quarter of a minute."""
    file = _KEPT / _fingerprint()
    _KEPT.mkdir(parents=True, exist_ok=True)
    with (_KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            _keep(file)
        return matching.load_matcher(file.read_bytes())


def _keep(file: Path) -> None:
    for old in _KEPT.glob("*.matcher"):
        old.unlink()
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_bytes(matching.dump_matcher(matching.train_matcher(edition())))
    unfinished.rename(file)


def _fingerprint() -> str:
    """Name what was taught, by whom, so that nothing old is ever loaded."""
    found = sha256(repr(edition()).encode())
    for part in _teachers():
        found.update(part)
    return f"{found.hexdigest()}.matcher"


def _teachers() -> Iterator[bytes]:
    yield from (version(it).encode() for it in _MATTER)
    for path in sorted(ROOT.joinpath("helpline").rglob("*.py")):
        yield path.read_bytes()


def desk() -> ReplyContext:
    return ReplyContext(edition(), matcher())


def lay_out(folder: Path) -> None:
    """Put the matcher where commands look, which would teach one otherwise."""
    matcher_store.keep_unpublished(edition(), matcher(), MatcherFiles(folder))
