"""The state of a call (edition, menu path, misses), kept in the signed URL of the next key."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from helpline.text import parse_count
from helpline.voice.menu import ROOT, MenuPath

MOST_MISSES = 3
"""Silences, or wrong keys, until we say goodbye; a good key forgives them all."""

_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Position:
    """`edition` is pinned; `step` counts our answers, `silent` and `wrong` misses.

    `root` is the path that our public address ends in, mostly none.
    """

    edition: int
    path: MenuPath = ROOT
    step: int = 0
    silent: int = 0
    wrong: int = 0
    root: str = ""

    def link(self, page: str) -> str:
        """Write the URL of a call webhook that goes on from here."""
        return f"{self.root}/ivr/{page}?{self.query}"

    @property
    def query(self) -> str:
        """Write it for a URL, with characters that no proxy re-encodes."""
        return urlencode(
            {
                "edition": self.edition,
                "at": self.path.text,
                "step": self.step,
                "silent": self.silent,
                "wrong": self.wrong,
            }
        )

    @classmethod
    def read(cls, args: Mapping[str, str], root: str = "") -> Self:
        """Read a query of ours; what is missing or odd counts as the beginning."""
        return cls(
            edition=_parse_count(args.get("edition", "")),
            path=MenuPath.parse(args.get("at", "0")),
            step=_parse_count(args.get("step", "")),
            silent=_parse_count(args.get("silent", "")),
            wrong=_parse_count(args.get("wrong", "")),
            root=root,
        )

    def after_key(self, path: MenuPath) -> Self:
        """Go on after a key that meant something."""
        return replace(self, path=path, step=self.step + 1, silent=0, wrong=0)

    def after_silence(self) -> Self:
        """Go on after no key at all."""
        return replace(self, step=self.step + 1, silent=self.silent + 1)

    def after_wrong_key(self) -> Self:
        """Go on after a key that means nothing here."""
        return replace(self, step=self.step + 1, silent=0, wrong=self.wrong + 1)


def _parse_count(text: str) -> int:
    return parse_count(text, _LONGEST) or 0
