"""The session state of a text conversation between two texts, and its JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from helpline.errors import PARSE_ERRORS
from helpline.faq import Case

DEEPEST = 6
"""Screens remembered for 返回; a longer way back starts from the menu."""

NONE_OF_THESE = ""
"""What the choice 都不是 is offered as; a key is never empty."""


class ScreenKind(StrEnum):
    """The kind of a screen."""

    SECTIONS = "sections"
    QUESTIONS = "questions"
    SITUATIONS = "situations"
    CHOICES = "choices"
    ANSWER = "answer"
    NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class Screen:
    """One reply that numbers refer to.

    `about` is the section, question or case it shows; `offered` holds the keys
    that 1, 2, 3 … stand for, so that a publish gives no number another meaning.
    `asked` is what it answers where that is not the conversation's last question.
    """

    view: ScreenKind
    about: str = ""
    offered: tuple[str, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class ConversationState:
    """The session state of a conversation; the newest screen is the last of `trail`.

    `edition` is the one the screens were made from. `rest` are pages of the last
    reply still to be sent, `asked` the last question in the applicant's words,
    `runners_up` the cases that came next for it, `at` the time of the last text.
    """

    edition: int = 0
    trail: tuple[Screen, ...] = ()
    rest: tuple[str, ...] = ()
    asked: str = ""
    runners_up: tuple[str, ...] = ()
    at: datetime | None = None

    @property
    def screen(self) -> Screen | None:
        """What numbers refer to now."""
        return self.trail[-1] if self.trail else None

    def show(self, screen: Screen) -> Self:
        """Put a screen on top, once; the oldest falls off a long trail.

        What waited of the reply before is no longer asked for.
        """
        below = self.trail[:-1] if screen == self.screen else self.trail
        return replace(self, trail=(*below, screen)[-DEEPEST:], rest=())

    def back(self) -> Self:
        """Take the newest screen off."""
        return replace(self, trail=self.trail[:-1])

    def to_list(self) -> Self:
        """Take off what offers no numbers, down to the newest list or to nothing."""
        state = self
        while state.screen and not state.screen.offered:
            state = state.back()
        return state

    def to_json(self) -> str:
        """Write the state for storage."""
        plain = asdict(self)
        plain["at"] = self.at and self.at.isoformat()
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a stored state; one of another shape is a fresh conversation."""
        try:
            plain = json.loads(text)
            at = datetime.fromisoformat(plain["at"]) if plain["at"] else None
            if at and at.tzinfo is None:
                return cls()
            return cls(
                edition=int(plain["edition"]),
                trail=tuple(_parse_screen(it) for it in plain["trail"]),
                rest=tuple(map(str, plain["rest"])),
                asked=str(plain["asked"]),
                runners_up=tuple(str(Case.parse(it)) for it in plain["runners_up"]),
                at=at,
            )
        except PARSE_ERRORS:
            return cls()


def _parse_screen(plain: dict[str, object]) -> Screen:
    offered = plain["offered"]
    if not isinstance(offered, list):
        raise TypeError
    screen = Screen(
        ScreenKind(str(plain["view"])),
        str(plain["about"]),
        tuple(map(str, offered)),
        str(plain.get("asked", "")),  # not in states of the first release
    )
    for key in _cases(screen):
        Case.parse(key)
    return screen


def _cases(screen: Screen) -> Iterator[str]:
    """List what on a screen must be the written form of a case."""
    if screen.view in {ScreenKind.SITUATIONS, ScreenKind.ANSWER, ScreenKind.NOTICES}:
        yield screen.about
    if screen.view is not ScreenKind.SECTIONS:
        yield from (it for it in screen.offered if it != NONE_OF_THESE)
