"""The root of everything that keeps the server from starting or serving."""

from collections.abc import Sequence


class ServerError(Exception):
    """The server cannot start."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class SettingsError(ServerError):
    """The environment cannot be used; `faults` are Chinese sentences."""

    def __init__(self, faults: Sequence[str] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__(_join_faults(self.faults))


class EncoderError(ServerError):
    """The sentence encoder cannot be used."""


class NotReadyError(ServerError):
    """The store cannot be served from yet."""


class AddressTakenError(ServerError):
    """The address cannot be listened on."""


def _join_faults(faults: tuple[str, ...]) -> str:
    if len(faults) < 2:  # noqa: PLR2004  one fault needs no list
        return "".join(faults)
    return "\n".join((f"设置有 {len(faults)} 处错误：", *(f"- {it}" for it in faults)))
