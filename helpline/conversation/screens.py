"""Rendering of each screen as text: sections, questions, situations, choices, answer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import assert_never

from helpline import wording
from helpline.conversation.state import NONE_OF_THESE, Screen, View
from helpline.faq import Case, Edition

Shown = tuple[Screen, str]
"""A screen and the text that shows it."""


def sections(edition: Edition) -> Shown:
    """List the sections."""
    text = _listed(wording.SECTIONS, (it.title for it in edition.sections))
    return Screen(View.SECTIONS, offered=tuple(it.key for it in edition.sections)), text


def questions(edition: Edition, key: str) -> Shown | None:
    """List the questions of a section, if the edition still has it."""
    section = edition.section(key)
    if section is None:
        return None
    if len(section.questions) == 1:  # a list of one is only a delay
        return question(edition, section.questions[0].key)
    offered = tuple(it.key for it in section.questions)
    heading = wording.QUESTIONS.format(title=section.title)
    text = _listed(heading, (it.title for it in section.questions))
    return Screen(View.QUESTIONS, key, offered), text


def question(edition: Edition, key: str) -> Shown | None:
    """Ask which situation applies, or answer outright where there are none."""
    found = edition.question(key)
    if found is None:
        return None
    if not found.situations:
        return Screen(View.ANSWER, key), _answered(found.title, found.answer)
    offered = tuple(str(Case(key, it.key)) for it in found.situations)
    heading = f"{found.title}\n{found.answer}"
    conditions = (it.condition for it in found.situations)
    text = f"{_listed(heading, conditions)}\n{wording.PICK_SITUATION}"
    return Screen(View.SITUATIONS, key, offered), text


def case(edition: Edition, meant: Case) -> Shown | None:
    """Answer a case, asking for the situation when it is not known."""
    if meant.situation is None:
        return question(edition, meant.question)
    found = edition.question(meant.question)
    situation = found and found.situation(meant.situation)
    if not found or not situation:
        return None
    said = wording.SITUATION.format(
        condition=situation.condition, suggestion=situation.suggestion
    )
    return Screen(View.ANSWER, str(meant)), _answered(found.title, said)


def both(edition: Edition, one: Case, other: Case) -> tuple[Shown, Shown] | None:
    """Answer two cases in one reply, the one that asks for a number last.

    None if both would, so that it were unclear whose number is meant.
    """
    shown = [it for it in (case(edition, one), case(edition, other)) if it]
    shown.sort(key=lambda it: bool(it[0].offered))
    if len(shown) < 2 or shown[0][0].offered:  # noqa: PLR2004 - both of them
        return None
    (screen, text), last = shown
    return (screen, text.removesuffix(f"\n{wording.AFTER_ANSWER}")), last


def choices(edition: Edition, heading: str, cases: Sequence[Case]) -> Shown:
    """Offer some cases, and none of them."""
    found = [(it, title) for it in cases if (title := _title(edition, it))]
    titles = [title for _, title in found]
    text = _listed(heading, [*titles, wording.NONE_OF_THESE])
    offered = (*(str(it) for it, _ in found), NONE_OF_THESE)
    return Screen(View.CHOICES, offered=offered), text


def again(edition: Edition, screen: Screen) -> Shown | None:
    """Show a screen once more, as the edition has it now."""
    shown = _again(edition, screen)
    return shown and (replace(shown[0], asked=screen.asked), shown[1])


def first(edition: Edition, screen: Screen) -> str:
    """Name what `1` stands for on a list; "" where the edition has it no more."""
    key = screen.offered[0]
    if screen.view is View.SECTIONS:
        section = edition.section(key)
        return section.title if section else ""
    if key == NONE_OF_THESE:
        return wording.NONE_OF_THESE
    meant = Case.parse(key)
    found = edition.question(meant.question)
    if not found or meant.situation is None or screen.view is View.CHOICES:
        return found.title if found else ""
    situation = found.situation(meant.situation)
    return situation.condition if situation else ""


def _again(edition: Edition, screen: Screen) -> Shown | None:
    match screen.view:
        case View.SECTIONS:
            return sections(edition)
        case View.QUESTIONS:
            return questions(edition, screen.about)
        case View.SITUATIONS | View.ANSWER | View.NOTICES:
            return case(edition, Case.parse(screen.about))
        case View.CHOICES:
            cases = [Case.parse(it) for it in screen.offered if it != NONE_OF_THESE]
            return choices(edition, wording.UNSURE, cases)
    assert_never(screen.view)


def _title(edition: Edition, meant: Case) -> str:
    found = edition.question(meant.question)
    return found.title if found else ""


def _answered(title: str, suggestion: str) -> str:
    return f"{title}\n{suggestion}\n{wording.AFTER_ANSWER}"


def _listed(heading: str, lines: Iterable[str]) -> str:
    numbered = (f"{number} {line}" for number, line in enumerate(lines, 1))
    return "\n".join((heading, *numbered))
