"""A conversation by text: (state, text) -> (state, turn).

Commands and numbers first, then matching. Numbers refer to the newest list that
was shown; what they stand for is kept in the state as keys.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from helpline import screens, wording
from helpline.cases import Case
from helpline.commands import Command, choice, command
from helpline.matching import Certain, Decision, Nothing, Unsure
from helpline.pages import paginate
from helpline.screens import Shown
from helpline.state import NONE_OF_THESE, Screen, State, View
from helpline.text import clean, is_blank, mask
from helpline.turn import Desk, Inquiry, Reason, Rules, Turn


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A reply before it is cut into pages."""

    state: State
    text: str
    decision: str = ""
    inquiry: Inquiry | None = None
    case: str = ""


def reply(state: State, text: str, desk: Desk, now: datetime) -> tuple[State, Turn]:
    """Answer one text; never raises, whatever the text."""
    expired = state.at is not None and now - state.at > desk.rules.expires
    had_list = any(it.offered for it in state.trail)
    state = State() if expired else state
    outcome = _outcome(state, clean(text), desk, stale=expired and had_list)
    pages = paginate(outcome.text, desk.rules.segments, wording.MORE)
    said = pages[0] + (wording.MORE if pages[1:] else "")
    turn = Turn(said, outcome.decision, outcome.case, outcome.inquiry)
    rest = pages[1:] or outcome.state.rest
    moved = outcome.state.trail != state.trail
    edition = desk.edition.number if moved else state.edition
    after = replace(outcome.state, edition=edition, rest=rest, at=now)
    return after, turn


def _outcome(state: State, text: str, desk: Desk, *, stale: bool) -> _Outcome:
    if is_blank(text):
        return _Outcome(state, wording.EMPTY)
    if recognised := command(text):
        return _OBEYED[recognised](state, desk)
    if (number := choice(text)) is None:
        return _ask(state, text, desk)
    if stale:
        return _Outcome(state, _stale(number, desk.rules))
    return _choose(state, number, desk)


def _stale(number: int, rules: Rules) -> str:
    minutes = int(rules.expires.total_seconds() // 60)
    return wording.STALE_CHOICE.format(number=number, minutes=minutes)


# --- A question ------------------------------------------------------------


def _ask(state: State, text: str, desk: Desk) -> _Outcome:
    decision = desk.matcher.match(text)
    cases = tuple(it.case for it in decision.options)
    asked = replace(State(), asked=mask(text))
    if stated := _stated_situation(state, text, decision, desk):
        return _answer(state, stated, desk, "certain")
    match decision:
        case Certain():
            runners_up = tuple(map(str, cases[2 if decision.both else 1 :]))
            known = replace(asked, runners_up=runners_up)
            if decision.both:
                return _answer_both(known, cases, desk)
            return _answer(known, cases[0], desk, "certain")
        case Unsure():
            shown = screens.choices(desk.edition, wording.UNSURE, cases)
            inquiry = Inquiry(asked.asked, Reason.UNSURE, cases)
            return replace(_shown(asked, shown, "unsure"), inquiry=inquiry)
        case Nothing():
            inquiry = Inquiry(asked.asked, Reason.UNMATCHED, cases)
            prompts = desk.edition.prompts
            # What was answered before, and the numbers offered, still hold.
            return _Outcome(state, prompts.said(prompts.no_match), "nothing", inquiry)
    assert_never(decision)


def _answer_both(state: State, cases: tuple[Case, ...], desk: Desk) -> _Outcome:
    """Answer two questions at once, or let choose which where both need a number."""
    left = [it for it in cases[:2] if screens.case(desk.edition, it)]
    if len(left) < 2:  # noqa: PLR2004 - a publish has taken one away
        return _answer(state, (*left, *cases)[0], desk, "certain")
    shown = screens.both(desk.edition, cases[0], cases[1])
    if shown is None:
        which = screens.choices(desk.edition, wording.UNSURE, cases[:2])
        return _shown(state, which, "certain")
    (first, answer), (last, other) = shown
    text = f"{wording.BOTH}\n{answer}\n\n{other}"
    return _shown(state.show(first), (last, text), "certain")


def _stated_situation(
    state: State, text: str, decision: Decision, desk: Desk
) -> Case | None:
    """Read a situation told in words right after it was asked for."""
    screen = state.screen
    if not screen or screen.view is not View.SITUATIONS:
        return None
    if isinstance(decision, Certain) and (
        decision.both or decision.options[0].case.question != screen.about
    ):
        return None
    situation = desk.matcher.situation(screen.about, text)
    return None if situation is None else Case(screen.about, situation)


def _answer(state: State, meant: Case, desk: Desk, decision: str = "") -> _Outcome:
    """Show a case; under a known situation lies the list it belongs to."""
    shown = screens.case(desk.edition, meant)
    if shown is None:
        return _retired(desk)
    screen = state.screen
    if meant.situation is not None and (
        not screen or (screen.view, screen.about) != (View.SITUATIONS, meant.question)
    ):
        below = screens.question(desk.edition, meant.question)
        state = state.show(below[0]) if below else state
    return _shown(state, shown, decision)


def _shown(state: State, shown: Shown, decision: str = "") -> _Outcome:
    screen, text = shown
    answered = screen.about if screen.view is View.ANSWER else ""
    return _Outcome(state.show(screen), text, decision, case=answered)


def _retired(desk: Desk) -> _Outcome:
    screen, text = screens.sections(desk.edition)
    return _shown(State(), (screen, f"{wording.RETIRED}\n{text}"))


# --- A number --------------------------------------------------------------


def _choose(state: State, number: int, desk: Desk) -> _Outcome:
    standing = state
    while state.screen and not state.screen.offered:  # an answer offers no numbers
        state = state.back()
    if not (screen := state.screen):
        return _Outcome(standing, wording.NOTHING_TO_CHOOSE.format(number=number))
    if not 1 <= number <= len(screen.offered):
        return _out_of_range(state, screen, number, desk)
    picked = screen.offered[number - 1]
    if picked == NONE_OF_THESE:
        return _none_of_these(state, desk)
    if screen.view is not View.SECTIONS:
        return _answer(state, Case.parse(picked), desk)
    shown = screens.questions(desk.edition, picked)
    return _shown(state, shown) if shown else _retired(desk)


def _out_of_range(state: State, screen: Screen, number: int, desk: Desk) -> _Outcome:
    shown = screens.again(desk.edition, screen)
    if shown is None:
        return _retired(desk)
    again, text = shown
    if again.offered:  # a publish may have shortened the list, or left one answer
        last = len(again.offered)
        text = f"{wording.OUT_OF_RANGE.format(number=number, last=last)}\n{text}"
    return _shown(state.back(), (again, text))


# --- A command -------------------------------------------------------------


def _menu(_: State, desk: Desk) -> _Outcome:
    return _shown(State(), screens.sections(desk.edition))


def _back(state: State, desk: Desk) -> _Outcome:
    before = state.back()
    shown = before.screen and screens.again(desk.edition, before.screen)
    return _shown(before.back(), shown) if shown else _menu(state, desk)


def _more(state: State, _: Desk) -> _Outcome:
    waiting = "".join(state.rest)
    return _Outcome(replace(state, rest=()), waiting or wording.NO_MORE)


def _help(state: State, desk: Desk) -> _Outcome:
    days = desk.rules.retention_days
    return _Outcome(state, wording.HELP.format(subject=wording.SUBJECT, days=days))


def _person(state: State, desk: Desk) -> _Outcome:
    contacts = desk.edition.contacts()
    shown = contacts and screens.question(desk.edition, contacts.key)
    prompts = desk.edition.prompts
    hotline = wording.HOTLINE.format(hotline=prompts.hotline_spoken)
    return _shown(state, shown) if shown else _Outcome(state, hotline)


def _wrong(state: State, desk: Desk) -> _Outcome:
    """Offer what came next for the same text, and let staff know."""
    screen = state.screen
    if screen and screen.view is View.CHOICES:
        return _none_of_these(state, desk)
    if not screen or screen.view not in {View.ANSWER, View.SITUATIONS}:
        return _Outcome(state, wording.WHAT_IS_WRONG)
    if below := _below_contacts(state, desk):
        return _wrong(below, desk)
    cases = tuple(Case.parse(it) for it in state.runners_up)
    asked = state.asked or _picked(screen, desk)
    inquiry = Inquiry(asked, Reason.REJECTED, (Case.parse(screen.about), *cases))
    if not cases:
        return _sorry(state, desk, inquiry)
    shown = screens.choices(desk.edition, wording.WRONG, cases)
    outcome = _shown(replace(state, runners_up=()), shown)
    return replace(outcome, inquiry=inquiry)


def _below_contacts(state: State, desk: Desk) -> State | None:
    """Take away the contacts shown after an answer: 不对 does not mean them."""
    contacts, below = desk.edition.contacts(), state.back()
    if not contacts or not state.screen or state.screen.about != contacts.key:
        return None
    answered = below.screen and below.screen.view in {View.ANSWER, View.SITUATIONS}
    return below if answered else None


def _picked(screen: Screen, desk: Desk) -> str:
    """Name what was chosen from the menu, where nothing was asked in words."""
    question = desk.edition.question(Case.parse(screen.about).question)
    title = question.title if question else screen.about
    return wording.PICKED_FROM_MENU.format(title=title)


def _none_of_these(state: State, desk: Desk) -> _Outcome:
    screen = state.screen
    if not screen or screen.view is not View.CHOICES:
        return _wrong(state, desk)
    cases = tuple(Case.parse(it) for it in screen.offered if it != NONE_OF_THESE)
    return _sorry(state, desk, Inquiry(state.asked, Reason.REJECTED, cases))


def _sorry(state: State, desk: Desk, inquiry: Inquiry) -> _Outcome:
    prompts = desk.edition.prompts
    return _Outcome(state, prompts.said(prompts.sorry), inquiry=inquiry)


def _greeting(state: State, desk: Desk) -> _Outcome:
    prompts = desk.edition.prompts
    return _Outcome(state, prompts.said(prompts.greeting))


def _thanks(state: State, _: Desk) -> _Outcome:
    return _Outcome(state, wording.THANKS)


def _unsubscribe(state: State, _: Desk) -> _Outcome:
    return _Outcome(state, wording.NOT_SUBSCRIBED)


def _silence(state: State, _: Desk) -> _Outcome:
    return _Outcome(state, "")


_OBEYED: dict[Command, Callable[[State, Desk], _Outcome]] = {
    Command.MENU: _menu,
    Command.BACK: _back,
    Command.MORE: _more,
    Command.HELP: _help,
    Command.PERSON: _person,
    Command.WRONG: _wrong,
    Command.NONE_OF_THESE: _none_of_these,
    Command.GREETING: _greeting,
    Command.THANKS: _thanks,
    Command.UNSUBSCRIBE: _unsubscribe,
    Command.SILENCE: _silence,
}
