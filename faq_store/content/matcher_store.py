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
from storage.session import take_time

_COPIES = 4
"""Files kept on a machine: the newest edition's, and those before it."""


@dataclass(frozen=True, slots=True)
class Means:
    """What matchers are made and kept with on this machine.

    `copies` is the folder of mapped files, which all processes share; `encoder` the
    sentence encoder, if there is one.
    """

    copies: Path | None = None
    encoder: Encoder | None = None


PLAIN = Means()


def keep(session: Session, edition_id: int, matcher: Matcher) -> None:
    """Store the matcher of an edition, in place of what was stored for it."""
    data = matching.dump(matcher)
    digest = sha256(data).hexdigest()
    take_time(session)  # a large edition's is hundreds of megabytes
    session.merge(MatcherRow(edition_id=edition_id, data=data, digest=digest))


def of(session: Session, edition: Edition, means: Means = PLAIN) -> Matcher:
    """Load an edition's matcher; build it where another version of ours wrote it."""
    found = stored(session, edition.number, means)
    return found or matching.build(edition, means.encoder).prepared()


def stored(session: Session, number: int, means: Means = PLAIN) -> Matcher | None:
    """Load an edition's matcher; None where there is none that can be read here."""
    joined = (MatcherRow.edition_id == EditionRow.id) & (EditionRow.number == number)
    try:
        digest = session.scalar(select(MatcherRow.digest).join(EditionRow, joined))
        file = means.copies / digest if digest and means.copies else None
        if file and (found := _mapped(file, means)):
            return found.prepared()
        take_time(session)  # as above
        data = session.scalar(select(MatcherRow.data).join(EditionRow, joined)) or b""
        whole = sha256(data).hexdigest() == digest
        found = matching.load(data if whole else b"", means.encoder)
        return ((file and _copied(file, data, means)) or found).prepared()
    except UnreadableMatcherError:
        return None


def unpublished(edition: Edition, means: Means) -> Matcher:
    """Build the matcher of an edition that no store holds, once on each machine."""
    file = _unpublished(edition, means)
    if file and (found := _mapped(file, means)):
        return found
    built = matching.build(edition, means.encoder)
    keep_unpublished(edition, built, means)
    return built


def keep_unpublished(edition: Edition, matcher: Matcher, means: Means) -> None:
    """Keep on this machine what `unpublished` finds there."""
    if file := _unpublished(edition, means):
        _copied(file, matching.dump(matcher), means)


def outdated(session: Session, means: Means = PLAIN) -> Edition | None:
    """Find the latest edition if no matcher is stored for it that can be read now."""
    latest = editions.latest(session)
    if latest is None:
        return None
    joined = MatcherRow.edition_id == EditionRow.id
    take_time(session)  # as above
    data, digest = session.execute(
        select(MatcherRow.data, MatcherRow.digest)
        .join(EditionRow, joined)
        .where(EditionRow.number == latest.number)
    ).one_or_none() or (b"", "")
    try:
        whole = sha256(data).hexdigest() == digest
        matching.load(data if whole else b"", means.encoder)
    except UnreadableMatcherError:
        return latest
    return None


def renew(session: Session, edition: Edition, matcher: Matcher) -> None:
    """Store a matcher built anew for a published edition."""
    number = EditionRow.number == edition.number
    if edition_id := session.scalar(select(EditionRow.id).where(number)):
        keep(session, edition_id, matcher)


def _unpublished(edition: Edition, means: Means) -> Path | None:
    fingerprint = means.encoder.fingerprint if means.encoder else ""
    name = f"{matching.FORMAT} {fingerprint} {edition!r}".encode("utf-8", "replace")
    return means.copies and means.copies / f"unpublished-{sha256(name).hexdigest()}"


def _mapped(file: Path, means: Means) -> Matcher | None:
    """Map a copy; None if there is none that can be read."""
    try:
        with file.open("rb") as opened:
            mapped = mmap(opened.fileno(), 0, access=ACCESS_READ)
        return matching.load(memoryview(mapped), means.encoder)
    except (OSError, ValueError, UnreadableMatcherError):
        return None


def _copied(file: Path, data: bytes, means: Means) -> Matcher | None:
    """Write a copy and map it; None where the disk does not let us."""
    try:
        with _replacing(file) as part:
            part.write_bytes(data)
        kept = sorted(file.parent.iterdir(), key=lambda it: -it.stat().st_mtime)
        for old in kept[_COPIES:]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return _mapped(file, means)


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
