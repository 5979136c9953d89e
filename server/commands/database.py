"""The store and the edition a command works on."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from faq_store.content import drafts, editions, matcher_store
from faq_store.content.matcher_store import Means
from faq_store.errors import NoSuchEditionError
from faq_store.publishing import seed
from helpline import matching
from helpline.faq import Edition
from helpline.matching import Matcher
from notices import ids
from server import migrate
from server.config.variables import variable
from server.errors import NotReadyError
from server.http.health import MIGRATIONS_PENDING
from server.matcher_files import means_for
from storage.engine import connect, file_of
from storage.errors import StorageError
from storage.session import reading, writing

NO_DATABASE = "还没有数据库，请核对 DATABASE_URL，或先运行 helpline migrate。"


def now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def fresh_id() -> str:
    """Make an id for a notice or a batch."""
    return ids.new_id(now(), secrets.token_bytes(ids.CHANCE))


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """Name the store; the other settings do not matter to a command that only edits."""
    given = environ.get("DATABASE_URL", "").strip()
    return given or variable("DATABASE_URL").default


def means(environ: Mapping[str, str] = os.environ) -> Means:
    """Say what matchers are made and kept with; raises as `means_for` does."""
    return means_for(database_url(environ), encoder_dir(environ))


def encoder_dir(environ: Mapping[str, str] = os.environ) -> str:
    """Name the encoder's folder, "" where there is none."""
    return environ.get("ENCODER_DIR", "").strip()


@contextmanager
def opened() -> Iterator[Engine]:
    """Open the store for as long as a command works."""
    engine = connect(database_url())
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def ready_store() -> Iterator[Engine]:
    """Open the store; raise `NotReadyError` unless its migrations are all applied."""
    if _missing(database_url()):
        raise NotReadyError(NO_DATABASE)
    with opened() as engine:
        if migrate.pending(engine):
            raise NotReadyError(MIGRATIONS_PENDING)
        yield engine


def edition_at_hand() -> Edition:
    """Load the published edition, else the seed, and say on standard error which."""
    if _missing(database_url()):
        return _seed("没有数据库")
    try:
        with opened() as engine, reading(engine) as session:
            if not migrate.pending(engine) and (found := editions.latest(session)):
                return found
    except (SQLAlchemyError, StorageError, NotReadyError):
        return _seed("数据库不可用")
    return _seed("数据库里还没有发布的版本")


def draft() -> Edition:
    """Load the draft; raise `NoSuchEditionError` without one."""
    with ready_store() as engine, reading(engine) as session:
        if found := drafts.load(session):
            return found
    raise NoSuchEditionError("没有草稿")


def matcher_for(edition: Edition) -> Matcher:
    """Load the matcher the edition was published with; any other is built, once here."""
    if not edition.number:
        return matcher_store.unpublished(edition, means())
    with opened() as engine, reading(engine) as session:
        return matcher_store.of(session, edition, means())


def matcher_for_draft(found: Edition) -> Matcher:
    """Adapt the latest edition's matcher to the draft; without an edition, build one."""
    with ready_store() as engine, reading(engine) as session:
        latest = editions.latest(session)
    if latest is None or latest.synonyms != found.synonyms:
        return matcher_for(found)
    return matching.adapt(matcher_for(latest), found)


def renew_matcher(engine: Engine) -> None:
    """Make the latest edition's matcher anew if none is stored that can be read."""
    with reading(engine) as session:
        outdated = matcher_store.outdated(session, means())
    if outdated:
        matcher = matcher_store.unpublished(outdated, means())
        with writing(engine) as session:
            matcher_store.renew(session, outdated, matcher)
        click.echo("匹配器已重新生成。")


def _missing(url: str) -> bool:
    """Tell whether this is a file not there yet, which connecting would create."""
    file = file_of(url)
    return file is not None and not file.exists()


def _seed(reason: str) -> Edition:
    click.echo(f"{reason}，使用随程序附带的问题释疑。", err=True)
    return seed.seed()
