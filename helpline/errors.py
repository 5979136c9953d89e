"""The root error of the domain."""


class HelplineError(Exception):
    """The helpline cannot use what it was given."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


PARSE_ERRORS = (
    AttributeError,
    HelplineError,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading JSON of another shape can raise."""
