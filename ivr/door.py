"""What the door for calls works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from faq_store.shelf import Shelf
from helpline.wording import Prompts


@dataclass(frozen=True, slots=True)
class Door:
    """The store may be gone: the edition in memory goes on answering."""

    engine: Engine
    shelf: Shelf
    clock: Callable[[], datetime]

    @property
    def prompts(self) -> Prompts:
        """The prompts in memory, or the default ones: for when all else fails."""
        held = self.shelf.held
        return held.edition.prompts if held else Prompts()
