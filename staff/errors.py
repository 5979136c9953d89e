"""The root of everything the staff's books refuse; what staff read is Chinese."""

from typing import ClassVar


class StaffError(Exception):
    """This cannot be done with the account."""

    sentence: ClassVar[str] = "这件事做不了。"
    """What staff read where nothing more exact is known."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.sentence)
