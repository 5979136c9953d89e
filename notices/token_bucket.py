"""A token bucket (rate limit): how fast something may be done, and from when on again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self


@dataclass(frozen=True, slots=True)
class TokenBucket:
    """`level` tokens at a moment; below nought is a debt that time pays off.

    Whoever finds it above nought may take any number: a large taker waits no
    longer than a small one, and those after it wait the longer.
    """

    level: float
    at: datetime

    def refill(self, rate: float, now: datetime) -> Self:
        """Let `rate` tokens a second flow in, up to one second's worth or one token."""
        flowed = rate * max((now - self.at).total_seconds(), 0.0)
        return replace(
            self, level=min(self.level + flowed, max(rate, 1.0)), at=max(self.at, now)
        )

    def take(self, tokens: float) -> Self:
        """Take tokens out, more than there are if need be."""
        return replace(self, level=self.level - tokens)

    def open_at(self, rate: float) -> datetime:
        """Tell from when on somebody may take again."""
        debt = max(0.0, -self.level)
        return self.at + timedelta(seconds=debt / rate)

    def is_open(self) -> bool:
        """Tell whether somebody may take now."""
        return self.level > 0
