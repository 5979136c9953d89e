"""How often a key of the API may ask: a token bucket for each key, in this process."""

from datetime import datetime, timedelta
from threading import Lock

from notices.token_bucket import TokenBucket


class RateLimiter:
    """A bucket for each key: `rate` requests a second, and at most as many at once."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._buckets: dict[int, TokenBucket] = {}
        self._turn = Lock()

    def count_request(self, key: int, now: datetime) -> timedelta:
        """Count a request, and return no time; or how long its sender should wait."""
        with self._turn:
            held = self._buckets.get(key) or TokenBucket(max(self.rate, 1.0), now)
            bucket = held.refill(self.rate, now)
            # A whole token each: the bucket alone would lend one more in a burst.
            if bucket.level >= 1.0:
                self._buckets[key] = bucket.take(1.0)
                return timedelta()
            self._buckets[key] = bucket
            return timedelta(seconds=(1.0 - bucket.level) / self.rate)
