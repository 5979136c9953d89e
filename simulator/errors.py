"""What the stand-in company cannot do; the messages are for people, in Chinese.

SimulatorError
├── UndeliverableError         the doors gave no usable answer
├── NoSuchCallError            a key for a call that is not in progress here
├── ForeignRequestError        a browser request that is not our own page's
├── InvalidRequestError        a request that our page does not make
└── UnreadableTranscriptError  a line of a transcript that belongs to nothing
"""


class SimulatorError(Exception):
    """The simulator cannot do this."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class UndeliverableError(SimulatorError):
    """The doors gave no usable answer.

    `code` is the error code the real company would write down for it, from its
    public dictionary of errors: https://www.twilio.com/docs/api/errors
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class NoSuchCallError(SimulatorError):
    """This call is not, or no longer, in progress here."""


class ForeignRequestError(SimulatorError):
    """The request comes from another site's page."""


class InvalidRequestError(SimulatorError):
    """The request is not one that our page makes."""


class UnreadableTranscriptError(SimulatorError):
    """The transcript has a line that belongs to nothing."""
