"""The root of everything the notices refuse; the messages are Chinese sentences."""


class NoticesError(Exception):
    """The notice cannot be handled."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)
