"""The keypad (DTMF) menu of a call: a path in the FAQ and a key -> the next step.

A path is the positions chosen so far, from 1, in one edition that is pinned for
the whole call; its text form rides in the signed URL. Keys: 1-9 choose, * back,
# repeat, 0 the hotline. With more than nine choices a page holds eight and 9
turns it; inside an answer 9 repeats, like #. At the start, where nothing lies
behind, * asks for the notices that the caller was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from helpline import wording
from helpline.faq import Case, Edition, Question, Section, Situation

MOST_ON_A_PAGE = 9
PAGE_SIZE = 8

_BACK, _REPEAT, _HOTLINE = "*", "#", "0"
_NEXT = "9"
"""Turns the page of a long list; inside an answer it repeats."""


@dataclass(frozen=True, slots=True)
class MenuPath:
    """Where a caller is; `page` counts from 0 within a long list."""

    at: tuple[int, ...] = ()
    page: int = 0

    def __post_init__(self) -> None:
        """Refuse positions below 1, pages below 0."""
        if self.page < 0 or any(position < 1 for position in self.at):
            raise ValueError("a path counts from 1, its pages from 0")

    @property
    def text(self) -> str:
        """Write the path for a URL: 0, 1-3, 1~2 (second page and so on)."""
        positions = "-".join(map(str, self.at)) or "0"
        return f"{positions}~{self.page + 1}" if self.page else positions

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a path's text; what is no path is the start, as callers must go on."""
        positions, _, page = text.partition("~")
        try:
            at = () if positions == "0" else tuple(map(int, positions.split("-")))
            return cls(at, int(page) - 1 if page else 0)
        except ValueError:
            return cls()

    def into(self, position: int) -> Self:
        """Go one level down."""
        return replace(self, at=(*self.at, position), page=0)

    def up(self) -> Self:
        """Go a page back, or one level up to the page left; the start has no up."""
        if self.page:
            return replace(self, page=self.page - 1)
        *above, last = self.at
        return replace(self, at=tuple(above), page=(last - 1) // PAGE_SIZE)


ROOT = MenuPath()


@dataclass(frozen=True, slots=True)
class MenuChoice:
    """One line of a menu: press `key` for `title`."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class MenuList:
    """A list to choose from; `lead` is said before it, `more` when 9 turns the page."""

    path: MenuPath
    lead: str
    choices: tuple[MenuChoice, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class MenuAnswer:
    """A whole answer; `case` is what it answers."""

    path: MenuPath
    case: Case
    lead: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class HotlineRequest:
    """The caller wants a person; the call goes on from `path` afterwards."""

    path: MenuPath


@dataclass(frozen=True, slots=True)
class NoticesRequest:
    """The caller wants the notices sent to their number; the call goes on at `path`."""

    path: MenuPath


@dataclass(frozen=True, slots=True)
class InvalidKey:
    """A key that means nothing here."""

    path: MenuPath


_T = TypeVar("_T")

MenuStep = MenuList | MenuAnswer | HotlineRequest | NoticesRequest | InvalidKey

Located = (
    tuple[()]
    | tuple[Section]
    | tuple[Section, Question]
    | tuple[Section, Question, Situation]
)
"""What a path leads to, from its section down; () is the start."""


def locate(edition: Edition, path: MenuPath) -> Located | None:
    """Follow a path down the FAQ; None where it leads nowhere.

    A section of one question is that question: a menu of one is only a delay.
    """
    if not path.at:
        return ()
    first, *rest = path.at
    section = _pick(edition.sections, first)
    if section is None:
        return None
    if len(section.questions) == 1:
        rest = [1, *rest]
    if not rest:
        return (section,)
    question = _pick(section.questions, rest[0])
    if question is None or len(rest) > 2:  # noqa: PLR2004 - a situation is the last
        return None
    if len(rest) == 1:
        return section, question
    situation = _pick(question.situations, rest[1])
    return (section, question, situation) if situation else None


def menu_at(edition: Edition, path: MenuPath) -> MenuList | MenuAnswer:
    """Say what stands at a path; one that leads nowhere is the start."""
    match locate(edition, path):
        case None:
            return menu_at(edition, ROOT)
        case ():
            return _offer(path, "", [it.title for it in edition.sections])
        case (section,):
            return _offer(path, section.title, [it.title for it in section.questions])
        case (_, question):
            return _answer(question, path)
        case (_, question, item):
            meant = Case(question.key, item.key)
            said = wording.SPOKEN_SUGGESTION.format(suggestion=item.suggestion)
            return MenuAnswer(replace(path, page=0), meant, item.condition, said)


def press_key(edition: Edition, path: MenuPath, key: str) -> MenuStep:
    """Do what a key (DTMF digit) means at a path."""
    here = menu_at(edition, path)
    if key == _BACK and here.path == ROOT:
        return NoticesRequest(ROOT)
    if key == _BACK:
        return menu_at(edition, here.path.up())
    if key == _HOTLINE:
        return HotlineRequest(here.path)
    if key == _REPEAT or (key == _NEXT and isinstance(here, MenuAnswer)):
        return here
    if isinstance(here, MenuList) and (below := _path_below(here, key)):
        return menu_at(edition, below)
    return InvalidKey(here.path)


def _path_below(here: MenuList, key: str) -> MenuPath | None:
    """Tell where a key of this list leads."""
    if here.more and key == _NEXT:
        return replace(here.path, page=here.path.page + 1)
    if any(choice.key == key for choice in here.choices):
        return here.path.into(here.path.page * PAGE_SIZE + int(key))
    return None


def _answer(question: Question, path: MenuPath) -> MenuList | MenuAnswer:
    """Tell the answer, or ask which situation applies."""
    if question.situations:
        lead = f"{question.title}\n{question.answer}"
        return _offer(path, lead, [it.condition for it in question.situations])
    meant = Case(question.key)
    return MenuAnswer(replace(path, page=0), meant, question.title, question.answer)


def _offer(path: MenuPath, lead: str, titles: Sequence[str]) -> MenuList:
    """List titles, or the page of them that the path names."""
    if len(titles) <= MOST_ON_A_PAGE:
        return MenuList(replace(path, page=0), lead, _number_choices(titles))
    pages = -(-len(titles) // PAGE_SIZE)
    page = path.page % pages
    shown = titles[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    return MenuList(replace(path, page=page), lead, _number_choices(shown), more=True)


def _pick(items: tuple[_T, ...], position: int) -> _T | None:
    return items[position - 1] if position <= len(items) else None


def _number_choices(titles: Sequence[str]) -> tuple[MenuChoice, ...]:
    return tuple(
        MenuChoice(str(number), title) for number, title in enumerate(titles, 1)
    )
