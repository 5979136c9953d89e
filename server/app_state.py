"""What one application works with: its settings, its store, what it has in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Engine

from faq_store.announcements import Board
from faq_store.content import matcher_store
from faq_store.content.edition_cache import Shelf
from server.config.settings import Settings
from server.http.refusal_log import Refusals
from server.matcher_files import means_for

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """What one application holds; found again with `parts(app)`."""

    settings: Settings
    engine: Engine
    shelf: Shelf
    clock: Clock
    announced: Board
    refusals: Refusals


def made(settings: Settings, engine: Engine, clock: Clock) -> Parts:
    """Put the parts together; nothing is connected to or loaded yet."""
    means = means_for(settings.database_url, settings.encoder_dir)
    shelf = Shelf(engine, partial(matcher_store.of, means=means))
    board = Board(engine, clock)
    return Parts(settings, engine, shelf, clock, board, Refusals(clock))
