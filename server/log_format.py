"""The log format: one line per event, with UTC time, level and place; long numbers masked."""

import logging
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

from typing_extensions import override

from helpline.masking import mask

_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What ends a line for some reader of logs, or commands a terminal."""


def configure_logging(level: str, stream: TextIO | None = None) -> None:
    """Send every log line to `stream` (standard error), replacing what was set up."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(MaskedLineFormatter())
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old.formatter, MaskedLineFormatter):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    # Of a migration, our own commands say what an operator needs to know.
    logging.getLogger("alembic").setLevel(logging.WARNING)


class MaskedLineFormatter(logging.Formatter):
    """Keeps each record, traceback included, on one line without full numbers.

    Masking here rather than in a filter: a traceback exists only once formatted.
    """

    def __init__(self) -> None:
        super().__init__(_LINE)

    @override
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    @override
    def format(self, record: logging.LogRecord) -> str:
        return _CONTROL.sub(_escape_control, mask(super().format(record)))


def _escape_control(control: re.Match[str]) -> str:
    return control[0].encode("unicode_escape").decode("ascii")
