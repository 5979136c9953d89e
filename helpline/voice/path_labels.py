"""What a key pressed in a call meant, in words for staff, and where it led, for statistics."""

from dataclasses import dataclass

from helpline.faq import Case, Edition, Situation
from helpline.voice.menu import (
    HotlineRequest,
    InvalidKey,
    MenuAnswer,
    MenuList,
    MenuPath,
    NoticesRequest,
    locate,
    menu_at,
    press_key,
)


@dataclass(frozen=True, slots=True)
class KeyMeaning:
    """One key: where it was pressed, what it means there, and what that answered.

    `place` names section, question and situation; it is empty at the start.
    """

    place: tuple[str, ...]
    meaning: str
    answered: Case | None = None


def describe_key(edition: Edition, path: MenuPath, key: str) -> KeyMeaning:
    """Say what a key at a path did; "" is silence."""
    here = menu_at(edition, path)
    where = describe_path(edition, path)
    if not key:
        return KeyMeaning(where, "没有按键")
    step = press_key(edition, path, key)
    if isinstance(step, InvalidKey):
        return KeyMeaning(where, "没有这个选项")
    if isinstance(step, HotlineRequest):
        return KeyMeaning(where, "客服电话")
    if isinstance(step, NoticesRequest):
        return KeyMeaning(where, "听收到的通知")
    answered = step.case if isinstance(step, MenuAnswer) else None
    return KeyMeaning(where, _meaning_of_key(here, step, key), answered)


def describe_path(edition: Edition, path: MenuPath) -> tuple[str, ...]:
    """Name the section, question and situation at a path; () is the start."""
    here = menu_at(edition, path).path
    located = locate(edition, here) or ()
    names = (it.condition if isinstance(it, Situation) else it.title for it in located)
    return _append_page(tuple(names), here)


def _append_page(names: tuple[str, ...], path: MenuPath) -> tuple[str, ...]:
    return (*names, f"第{path.page + 1}页") if path.page else names


def _meaning_of_key(
    here: MenuList | MenuAnswer, step: MenuList | MenuAnswer, key: str
) -> str:
    if key == "*":
        return "返回"
    if step.path == here.path:
        return "重听"
    titles = (
        {it.key: it.title for it in here.choices} if isinstance(here, MenuList) else {}
    )
    return titles.get(key, "听其它选项")


START = ""
HOTLINE = "hotline"
NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class KeyDestination:
    """Where a caller is after a key; `heard` is the answer that it led to, if any."""

    place: str
    heard: Case | None = None


def key_destination(edition: Edition, path: MenuPath, key: str) -> KeyDestination:
    """Say where a key pressed at a path led.

    Silence, a wrong key and a wish to hear it again lead nowhere: the caller is
    where they were, and what is told once more counts as heard before.
    """
    here = menu_at(edition, path)
    step = press_key(edition, path, key) if key else here
    if isinstance(step, HotlineRequest):
        return KeyDestination(HOTLINE)
    if isinstance(step, NoticesRequest):
        return KeyDestination(NOTICES)
    there = here if isinstance(step, InvalidKey) else step
    if isinstance(there, MenuList):
        return KeyDestination(_path_key(edition, there.path))
    is_new = there.path != here.path
    return KeyDestination(str(there.case), there.case if is_new else None)


def _path_key(edition: Edition, path: MenuPath) -> str:
    """Name a list by the key of what it is the list of."""
    match locate(edition, path):
        case (section,):
            return section.key
        case (_, question, *_):
            return question.key
        case () | None:
            return START
