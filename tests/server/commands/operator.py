"""Whoever types `helpline …`, without a process for each word."""

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from server.commands import cli

_UNSET = dict.fromkeys(
    ("RETENTION_DAYS", "ENCODER_DIR", "NOTICE_SIGNATURE", "TWILIO_FROM")
)


@dataclass(frozen=True, slots=True)
class Operator:
    """Works on one store; `folder` is where the files are."""

    url: str
    folder: Path

    def does(self, *words: str, typed: bytes = b"", **given: str) -> Result:
        """Run a command; whatever it does not answer for itself fails the test."""
        return CliRunner().invoke(
            cli,
            words,
            input=typed,
            env={**_UNSET, "DATABASE_URL": self.url, **given},
            catch_exceptions=False,
        )

    def file(self, name: str, content: str | bytes) -> str:
        """Write a file, and name it as a word of a command."""
        path = self.folder / name
        raw = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(raw)
        return str(path)
