"""Retries: the backoff between attempts, and how many there are."""

from datetime import timedelta

from notices.faults import Fault

MOST_ATTEMPTS = 12
"""Tries that the provider was too busy for, about a quarter of an hour of them; then dead."""


_BUSY_FIRST, _BUSY_LONGEST = timedelta(seconds=0.5), timedelta(minutes=10)


_FULL_FIRST, _FULL_LONGEST = timedelta(minutes=5), timedelta(hours=1)


def retry_delay(fault: Fault, attempts: int, jitter: float) -> timedelta | None:
    """How long to wait after so many attempts; None when trying again is no use.

    `jitter`, from 0 to 1, spreads the wait by ten per cent to either side.
    A full queue lasts for hours: those tries end with the notice's validity.
    """
    if fault.permanent or (fault is Fault.BUSY and attempts >= MOST_ATTEMPTS):
        return None
    first, longest = _BUSY_FIRST, _BUSY_LONGEST
    if fault is Fault.QUEUE_FULL:
        first, longest = _FULL_FIRST, _FULL_LONGEST
    return backoff_delay(first, longest, attempts, jitter)


def backoff_delay(
    first: timedelta, longest: timedelta, times: int, jitter: float
) -> timedelta:
    """Double the first wait with each time after the first, up to the longest.

    `jitter`, from 0 to 1, spreads it by ten per cent to either side.
    """
    doublings = min(max(times - 1, 0), 40)  # more than 40 would be the longest anyway
    seconds = min(first.total_seconds() * 2.0**doublings, longest.total_seconds())
    return timedelta(seconds=seconds * (0.9 + 0.2 * jitter))
