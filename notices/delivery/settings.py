"""Settings of delivery: rate, concurrency, lease, quiet hours, caps."""

from dataclasses import dataclass
from datetime import timedelta

from notices.delivery.quiet_hours import QuietHours


@dataclass(frozen=True, slots=True)
class DeliveryLimits:
    """`rate` is in segments a second, over all workers; a cap of 0 is none.

    `width` messages are on their way at once from one worker: that many are in
    doubt at most when it is killed. `daily_cap` counts messages to one number in
    24 hours, `identical_cap` those with the same text. A notice of which the gateway
    has no trace may be sent again only if `resend_unknown`.
    """

    rate: float = 30.0
    width: int = 8
    lease: timedelta = timedelta(seconds=20)
    quiet: QuietHours | None = None
    daily_cap: int = 0
    identical_cap: int = 0
    resend_unknown: bool = False
