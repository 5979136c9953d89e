"""What the door for calls works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from faq_store.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Door:
    """The store may be gone: the edition in memory goes on answering.

    `root` is the path that our public address ends in, mostly none.
    """

    engine: Engine
    shelf: Shelf
    clock: Callable[[], datetime]
    root: str = ""
