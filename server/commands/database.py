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
from faq_store.content.matcher_store import MatcherFiles
from faq_store.errors import NoSuchEditionError
from faq_store.publishing import seed
from helpline import matching
from helpline.faq import Edition
from helpline.matching import Matcher
from notices import ids
from server import migrate
from server.config.variables import find_variable
from server.errors import NotReadyError
from server.http.health import MIGRATIONS_PENDING
from server.matcher_files import matcher_files_for
from storage.engine import connect, sqlite_file
from storage.errors import StorageError
from storage.session import reading, writing

NO_DATABASE = "还没有数据库，请核对 DATABASE_URL，或先运行 helpline migrate。"


def current_time() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def new_notice_id() -> str:
    """Make an id for a notice or a batch."""
    return ids.new_id(current_time(), secrets.token_bytes(ids.CHANCE))


def read_database_url(environ: Mapping[str, str] = os.environ) -> str:
    """Name the store; the other settings do not matter to a command that only edits."""
    given = environ.get("DATABASE_URL", "").strip()
    return given or find_variable("DATABASE_URL").default


def load_matcher_files(environ: Mapping[str, str] = os.environ) -> MatcherFiles:
    """Say what matchers are made and kept with; raises as `matcher_files_for` does."""
    return matcher_files_for(read_database_url(environ), read_encoder_dir(environ))


def read_encoder_dir(environ: Mapping[str, str] = os.environ) -> str:
    """Name the encoder's folder, "" where there is none."""
    return environ.get("ENCODER_DIR", "").strip()


@contextmanager
def open_database() -> Iterator[Engine]:
    """Open the store for as long as a command works."""
    engine = connect(read_database_url())
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def open_ready_database() -> Iterator[Engine]:
    """Open the store; raise `NotReadyError` unless its migrations are all applied."""
    if _is_missing(read_database_url()):
        raise NotReadyError(NO_DATABASE)
    with open_database() as engine:
        if migrate.pending_revisions(engine):
            raise NotReadyError(MIGRATIONS_PENDING)
        yield engine


def load_edition() -> Edition:
    """Load the published edition, else the seed, and say on standard error which."""
    if _is_missing(read_database_url()):
        return _load_seed("没有数据库")
    try:
        with open_database() as engine, reading(engine) as session:
            if not migrate.pending_revisions(engine) and (
                found := editions.load_latest(session)
            ):
                return found
    except (SQLAlchemyError, StorageError, NotReadyError):
        return _load_seed("数据库不可用")
    return _load_seed("数据库里还没有发布的版本")


def load_draft() -> Edition:
    """Load the draft; raise `NoSuchEditionError` without one."""
    with open_ready_database() as engine, reading(engine) as session:
        if found := drafts.load_draft(session):
            return found
    raise NoSuchEditionError("没有草稿")


def load_matcher(edition: Edition) -> Matcher:
    """Load the matcher the edition was published with; any other is built, once here."""
    if not edition.number:
        return matcher_store.build_unpublished(edition, load_matcher_files())
    with open_database() as engine, reading(engine) as session:
        return matcher_store.load_or_build(session, edition, load_matcher_files())


def adapt_matcher(found: Edition) -> Matcher:
    """Adapt the latest edition's matcher to the draft; without an edition, build one."""
    with open_ready_database() as engine, reading(engine) as session:
        latest = editions.load_latest(session)
    if latest is None or latest.synonyms != found.synonyms:
        return load_matcher(found)
    return matching.adapt_matcher(load_matcher(latest), found)


def renew_matcher(engine: Engine) -> None:
    """Make the latest edition's matcher anew if none is stored that can be read."""
    with reading(engine) as session:
        outdated = matcher_store.find_outdated(session, load_matcher_files())
    if outdated:
        matcher = matcher_store.build_unpublished(outdated, load_matcher_files())
        with writing(engine) as session:
            matcher_store.renew_matcher(session, outdated, matcher)
        click.echo("匹配器已重新生成。")


def _is_missing(url: str) -> bool:
    """Tell whether this is a file not there yet, which connecting would create."""
    file = sqlite_file(url)
    return file is not None and not file.exists()


def _load_seed(reason: str) -> Edition:
    click.echo(f"{reason}，使用随程序附带的问题释疑。", err=True)
    return seed.load_seed()
