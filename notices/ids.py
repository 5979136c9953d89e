"""Ids that sort by their time (like UUIDv7) and that nobody can guess."""

from datetime import datetime

CHANCE = 10
"""How many bytes of chance an id has."""


def new_id(now: datetime, chance: bytes) -> str:
    """Make an id: 12 hexadecimal digits of milliseconds, then 20 of chance.

    Raises `ValueError` unless it is given `CHANCE` bytes.
    """
    if len(chance) != CHANCE:
        raise ValueError(f"an id needs {CHANCE} bytes of chance")
    return f"{int(now.timestamp() * 1000):012x}{chance.hex()}"
