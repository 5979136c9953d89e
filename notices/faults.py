"""Faults: why a provider did not take a message, in no provider's words."""

from enum import StrEnum


class Fault(StrEnum):
    """Why a provider did not take a message, and so what to do about it."""

    BUSY = "busy"  # never processed: too many at once, or nobody reached
    QUEUE_FULL = "queue-full"  # the provider's queue for our number
    RECIPIENT = "recipient"  # this number can never be sent to
    OPTED_OUT = "opted-out"  # this number said stop
    CONTENT = "content"  # this text cannot be sent
    SENDER = "sender"  # our number or service may not send
    ACCOUNT = "account"  # our account may not

    @property
    def permanent(self) -> bool:
        """Whether the same message would be refused again and again."""
        return self in {Fault.RECIPIENT, Fault.OPTED_OUT, Fault.CONTENT}

    @property
    def halting(self) -> bool:
        """Whether every other message would be refused as well."""
        return self in {Fault.SENDER, Fault.ACCOUNT}
