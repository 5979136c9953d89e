"""What the door for texts works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from faq_store.shelf import Shelf
from helpline.turn import Rules


@dataclass(frozen=True, slots=True)
class Door:
    """`our_number` (E.164 or short code) is where texts belong; "" takes any."""

    engine: Engine
    shelf: Shelf
    clock: Callable[[], datetime]
    rules: Rules
    our_number: str = ""
