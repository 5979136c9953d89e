"""The context of the API: what its routes work with (engine, clock, settings)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from notices.api.rate_limit import Rates
from notices.compose.enqueue import Office

VERSION = "1.0.0"
"""Of what the API promises: the second number rises when something is added."""


@dataclass(frozen=True, slots=True)
class Door:
    """`rates` counts what each API key asks, in each process.

    `root` is what a proxy takes off the front of our paths, "" for nothing.
    """

    engine: Engine
    clock: Callable[[], datetime]
    office: Office
    rates: Rates
    root: str = ""
