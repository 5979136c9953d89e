"""What a key pressed in a call meant, in words for staff, and where it led, for statistics."""

from dataclasses import dataclass

from helpline.faq import Case, Edition, Situation
from helpline.voice.menu import (
    Hotline,
    Notices,
    Offer,
    Path,
    Refuse,
    Tell,
    at,
    locate,
    press,
)


@dataclass(frozen=True, slots=True)
class Pressed:
    """One key: where it was pressed, what it means there, and what that answered.

    `place` names section, question and situation; it is empty at the start.
    """

    place: tuple[str, ...]
    meaning: str
    answered: Case | None = None


def retell(edition: Edition, path: Path, key: str) -> Pressed:
    """Say what a key at a path did; "" is silence."""
    here = at(edition, path)
    where = place(edition, path)
    if not key:
        return Pressed(where, "没有按键")
    step = press(edition, path, key)
    if isinstance(step, Refuse):
        return Pressed(where, "没有这个选项")
    if isinstance(step, Hotline):
        return Pressed(where, "客服电话")
    if isinstance(step, Notices):
        return Pressed(where, "听收到的通知")
    answered = step.case if isinstance(step, Tell) else None
    return Pressed(where, _meant(here, step, key), answered)


def place(edition: Edition, path: Path) -> tuple[str, ...]:
    """Name the section, question and situation at a path; () is the start."""
    here = at(edition, path).path
    located = locate(edition, here) or ()
    names = (it.condition if isinstance(it, Situation) else it.title for it in located)
    return _paged(tuple(names), here)


def _paged(names: tuple[str, ...], path: Path) -> tuple[str, ...]:
    return (*names, f"第{path.page + 1}页") if path.page else names


def _meant(here: Offer | Tell, step: Offer | Tell, key: str) -> str:
    if key == "*":
        return "返回"
    if step.path == here.path:
        return "重听"
    titles = (
        {it.key: it.title for it in here.choices} if isinstance(here, Offer) else {}
    )
    return titles.get(key, "听其它选项")


START = ""
HOTLINE = "hotline"
NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a caller is after a key; `heard` is the answer that it led to, if any."""

    place: str
    heard: Case | None = None


def landing(edition: Edition, path: Path, key: str) -> Landing:
    """Say where a key pressed at a path led.

    Silence, a wrong key and a wish to hear it again lead nowhere: the caller is
    where they were, and what is told once more counts as heard before.
    """
    here = at(edition, path)
    step = press(edition, path, key) if key else here
    if isinstance(step, Hotline):
        return Landing(HOTLINE)
    if isinstance(step, Notices):
        return Landing(NOTICES)
    there = here if isinstance(step, Refuse) else step
    if isinstance(there, Offer):
        return Landing(_place(edition, there.path))
    is_new = there.path != here.path
    return Landing(str(there.case), there.case if is_new else None)


def _place(edition: Edition, path: Path) -> str:
    """Name a list by the key of what it is the list of."""
    match locate(edition, path):
        case (section,):
            return section.key
        case (_, question, *_):
            return question.key
        case () | None:
            return START
