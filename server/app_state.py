"""What one application works with: its settings, its store, what it has in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Engine

from faq_store.announcements import AnnouncementCache
from faq_store.content import matcher_store
from faq_store.content.edition_cache import EditionCache
from server.config.settings import Settings
from server.http.refusal_log import RefusalLog
from server.matcher_files import matcher_files_for

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class AppState:
    """What one application holds; found again with `parts(app)`."""

    settings: Settings
    engine: Engine
    edition_cache: EditionCache
    clock: Clock
    announcement: AnnouncementCache
    refusals: RefusalLog


def make_app_state(settings: Settings, engine: Engine, clock: Clock) -> AppState:
    """Put the parts together; nothing is connected to or loaded yet."""
    means = matcher_files_for(settings.database_url, settings.encoder_dir)
    shelf = EditionCache(
        engine, partial(matcher_store.load_or_build, matcher_files=means)
    )
    board = AnnouncementCache(engine, clock)
    return AppState(settings, engine, shelf, clock, board, RefusalLog(clock))
