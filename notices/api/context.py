"""The context of the API: what its routes work with (engine, clock, settings)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from notices.api.rate_limit import RateLimiter
from notices.compose.enqueue import ComposeContext

VERSION = "1.0.0"
"""Of what the API promises: the second number rises when something is added."""


@dataclass(frozen=True, slots=True)
class ApiContext:
    """`rates` counts what each API key asks, in each process.

    `root` is what a proxy takes off the front of our paths, "" for nothing.
    """

    engine: Engine
    clock: Callable[[], datetime]
    compose: ComposeContext
    rates: RateLimiter
    root: str = ""
