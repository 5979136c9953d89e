"""The root of everything the staff's books refuse; the messages are Chinese sentences."""


class StaffError(Exception):
    """This cannot be done with the account."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)
