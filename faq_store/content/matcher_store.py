"""The trained matcher of each edition: in the database, and in a file that is mapped (mmap)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq_store.content import editions
from faq_store.tables import EditionRow, MatcherRow
from helpline import matching
from helpline.faq import Edition
from helpline.matching import Encoder, Matcher, UnreadableMatcherError
from storage.session import lift_time_limit

_COPIES = 4
"""Files kept on a machine: the newest edition's, and those before it."""


@dataclass(frozen=True, slots=True)
class MatcherFiles:
    """What matchers are made and kept with on this machine.

    `copies` is the folder of mapped files, which all processes share; `encoder` the
    sentence encoder, if there is one.
    """

    copies: Path | None = None
    encoder: Encoder | None = None


NO_COPIES = MatcherFiles()


def store_matcher(session: Session, edition_id: int, matcher: Matcher) -> None:
    """Store the matcher of an edition, in place of what was stored for it."""
    data = matching.dump_matcher(matcher)
    digest = sha256(data).hexdigest()
    lift_time_limit(session)  # a large edition's is hundreds of megabytes
    session.merge(MatcherRow(edition_id=edition_id, data=data, digest=digest))


def load_or_build(
    session: Session, edition: Edition, matcher_files: MatcherFiles = NO_COPIES
) -> Matcher:
    """Load an edition's matcher; build it where another version of ours wrote it."""
    found = load_stored(session, edition.number, matcher_files)
    return found or matching.train_matcher(edition, matcher_files.encoder).warm_up()


def load_stored(
    session: Session, number: int, matcher_files: MatcherFiles = NO_COPIES
) -> Matcher | None:
    """Load an edition's matcher; None where there is none that can be read here."""
    joined = (MatcherRow.edition_id == EditionRow.id) & (EditionRow.number == number)
    try:
        digest = session.scalar(select(MatcherRow.digest).join(EditionRow, joined))
        file = (
            matcher_files.copies / digest if digest and matcher_files.copies else None
        )
        if file and (found := _map_copy(file, matcher_files)):
            return found.warm_up()
        lift_time_limit(session)  # as above
        data = session.scalar(select(MatcherRow.data).join(EditionRow, joined)) or b""
        whole = sha256(data).hexdigest() == digest
        found = matching.load_matcher(data if whole else b"", matcher_files.encoder)
        return ((file and _write_copy(file, data, matcher_files)) or found).warm_up()
    except UnreadableMatcherError:
        return None


def build_unpublished(edition: Edition, matcher_files: MatcherFiles) -> Matcher:
    """Build the matcher of an edition that no store holds, once on each machine."""
    file = _unpublished_path(edition, matcher_files)
    if file and (found := _map_copy(file, matcher_files)):
        return found
    built = matching.train_matcher(edition, matcher_files.encoder)
    keep_unpublished(edition, built, matcher_files)
    return built


def keep_unpublished(
    edition: Edition, matcher: Matcher, matcher_files: MatcherFiles
) -> None:
    """Keep on this machine what `build_unpublished` finds there."""
    if file := _unpublished_path(edition, matcher_files):
        _write_copy(file, matching.dump_matcher(matcher), matcher_files)


def find_outdated(
    session: Session, matcher_files: MatcherFiles = NO_COPIES
) -> Edition | None:
    """Find the latest edition if no matcher is stored for it that can be read now."""
    latest = editions.load_latest(session)
    if latest is None:
        return None
    joined = MatcherRow.edition_id == EditionRow.id
    lift_time_limit(session)  # as above
    data, digest = session.execute(
        select(MatcherRow.data, MatcherRow.digest)
        .join(EditionRow, joined)
        .where(EditionRow.number == latest.number)
    ).one_or_none() or (b"", "")
    try:
        whole = sha256(data).hexdigest() == digest
        matching.load_matcher(data if whole else b"", matcher_files.encoder)
    except UnreadableMatcherError:
        return latest
    return None


def renew_matcher(session: Session, edition: Edition, matcher: Matcher) -> None:
    """Store a matcher built anew for a published edition."""
    number = EditionRow.number == edition.number
    if edition_id := session.scalar(select(EditionRow.id).where(number)):
        store_matcher(session, edition_id, matcher)


def _unpublished_path(edition: Edition, matcher_files: MatcherFiles) -> Path | None:
    fingerprint = matcher_files.encoder.fingerprint if matcher_files.encoder else ""
    name = f"{matching.FORMAT} {fingerprint} {edition!r}".encode("utf-8", "replace")
    return (
        matcher_files.copies
        and matcher_files.copies / f"unpublished-{sha256(name).hexdigest()}"
    )


def _map_copy(file: Path, matcher_files: MatcherFiles) -> Matcher | None:
    """Map a copy; None if there is none that can be read."""
    try:
        with file.open("rb") as opened:
            mapped = mmap(opened.fileno(), 0, access=ACCESS_READ)
        return matching.load_matcher(memoryview(mapped), matcher_files.encoder)
    except (OSError, ValueError, UnreadableMatcherError):
        return None


def _write_copy(file: Path, data: bytes, matcher_files: MatcherFiles) -> Matcher | None:
    """Write a copy and map it; None where the disk does not let us."""
    try:
        with _replacing(file) as part:
            part.write_bytes(data)
        kept = sorted(file.parent.iterdir(), key=lambda it: -it.stat().st_mtime)
        for old in kept[_COPIES:]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return _map_copy(file, matcher_files)


@contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    """Write beside the file, and put it in its place once it is whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as opened:
        part = Path(opened.name)
    try:
        yield part
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
