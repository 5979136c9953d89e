"""Rendering of each screen as text: sections, questions, situations, choices, answer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import assert_never

from helpline import wording
from helpline.conversation.state import NONE_OF_THESE, Screen, ScreenKind
from helpline.faq import Case, Edition

RenderedScreen = tuple[Screen, str]
"""A screen and the text that shows it."""


def sections_screen(edition: Edition) -> RenderedScreen:
    """List the sections."""
    text = _numbered_list(wording.SECTIONS, (it.title for it in edition.sections))
    return Screen(
        ScreenKind.SECTIONS, offered=tuple(it.key for it in edition.sections)
    ), text


def questions_screen(edition: Edition, key: str) -> RenderedScreen | None:
    """List the questions of a section, if the edition still has it."""
    section = edition.section(key)
    if section is None:
        return None
    if len(section.questions) == 1:  # a list of one is only a delay
        return question_screen(edition, section.questions[0].key)
    offered = tuple(it.key for it in section.questions)
    heading = wording.QUESTIONS.format(title=section.title)
    text = _numbered_list(heading, (it.title for it in section.questions))
    return Screen(ScreenKind.QUESTIONS, key, offered), text


def question_screen(edition: Edition, key: str) -> RenderedScreen | None:
    """Ask which situation applies, or answer outright where there are none."""
    found = edition.question(key)
    if found is None:
        return None
    if not found.situations:
        return Screen(ScreenKind.ANSWER, key), _format_answer(found.title, found.answer)
    offered = tuple(str(Case(key, it.key)) for it in found.situations)
    heading = f"{found.title}\n{found.answer}"
    conditions = (it.condition for it in found.situations)
    text = f"{_numbered_list(heading, conditions)}\n{wording.PICK_SITUATION}"
    return Screen(ScreenKind.SITUATIONS, key, offered), text


def case_screen(edition: Edition, meant: Case) -> RenderedScreen | None:
    """Answer a case, asking for the situation when it is not known."""
    if meant.situation is None:
        return question_screen(edition, meant.question)
    found = edition.question(meant.question)
    situation = found and found.situation(meant.situation)
    if not found or not situation:
        return None
    said = wording.SITUATION.format(
        condition=situation.condition, suggestion=situation.suggestion
    )
    return Screen(ScreenKind.ANSWER, str(meant)), _format_answer(found.title, said)


def both_screens(
    edition: Edition, one: Case, other: Case
) -> tuple[RenderedScreen, RenderedScreen] | None:
    """Answer two cases in one reply, the one that asks for a number last.

    None if both would, so that it were unclear whose number is meant.
    """
    shown = [
        item
        for item in (case_screen(edition, one), case_screen(edition, other))
        if item
    ]
    shown.sort(key=lambda it: bool(it[0].offered))
    if len(shown) < 2 or shown[0][0].offered:  # noqa: PLR2004 - both of them
        return None
    (screen, text), last = shown
    return (screen, text.removesuffix(f"\n{wording.AFTER_ANSWER}")), last


def choices_screen(
    edition: Edition, heading: str, cases: Sequence[Case]
) -> RenderedScreen:
    """Offer some cases, and none of them."""
    found = [(it, title) for it in cases if (title := _case_title(edition, it))]
    titles = [title for _, title in found]
    text = _numbered_list(heading, [*titles, wording.NONE_OF_THESE])
    offered = (*(str(it) for it, _ in found), NONE_OF_THESE)
    return Screen(ScreenKind.CHOICES, offered=offered), text


def redraw_screen(edition: Edition, screen: Screen) -> RenderedScreen | None:
    """Show a screen once more, as the edition has it now."""
    shown = _redraw(edition, screen)
    return shown and (replace(shown[0], asked=screen.asked), shown[1])


def first_title(edition: Edition, screen: Screen) -> str:
    """Name what `1` stands for on a list; "" where the edition has it no more."""
    key = screen.offered[0]
    if screen.view is ScreenKind.SECTIONS:
        section = edition.section(key)
        return section.title if section else ""
    if key == NONE_OF_THESE:
        return wording.NONE_OF_THESE
    meant = Case.parse(key)
    found = edition.question(meant.question)
    if not found or meant.situation is None or screen.view is ScreenKind.CHOICES:
        return found.title if found else ""
    situation = found.situation(meant.situation)
    return situation.condition if situation else ""


def _redraw(edition: Edition, screen: Screen) -> RenderedScreen | None:
    match screen.view:
        case ScreenKind.SECTIONS:
            return sections_screen(edition)
        case ScreenKind.QUESTIONS:
            return questions_screen(edition, screen.about)
        case ScreenKind.SITUATIONS | ScreenKind.ANSWER | ScreenKind.NOTICES:
            return case_screen(edition, Case.parse(screen.about))
        case ScreenKind.CHOICES:
            cases = [Case.parse(it) for it in screen.offered if it != NONE_OF_THESE]
            return choices_screen(edition, wording.UNSURE, cases)
    assert_never(screen.view)


def _case_title(edition: Edition, meant: Case) -> str:
    found = edition.question(meant.question)
    return found.title if found else ""


def _format_answer(title: str, suggestion: str) -> str:
    return f"{title}\n{suggestion}\n{wording.AFTER_ANSWER}"


def _numbered_list(heading: str, lines: Iterable[str]) -> str:
    numbered = (f"{number} {line}" for number, line in enumerate(lines, 1))
    return "\n".join((heading, *numbered))
