"""The handlers of 不对 and 都不是: offer the next candidates, and record an inquiry for staff."""

from dataclasses import replace

from helpline import wording
from helpline.conversation import screens
from helpline.conversation.context import Desk
from helpline.conversation.outcome import Outcome, shown
from helpline.conversation.state import NONE_OF_THESE, Screen, State, View
from helpline.conversation.turn import Inquiry, Reason, Turn
from helpline.faq import Case

_ANSWERS = {View.ANSWER, View.SITUATIONS, View.NOTICES}


def wrong(state: State, desk: Desk) -> Outcome:
    """Reject the last answer."""
    screen = state.screen
    if screen and screen.view is View.CHOICES:
        return none_of_these(state, desk)
    if not screen or screen.view not in _ANSWERS:
        return state, Turn(wording.WHAT_IS_WRONG)
    if below := _below_contacts(state, desk):
        return wrong(below, desk)
    cases = tuple(_next(state, screen))
    asked = screen.asked or state.asked or _picked(screen, desk)
    rejected = dict.fromkeys((Case.parse(screen.about), *cases))
    inquiry = Inquiry(asked, Reason.REJECTED, tuple(rejected))
    if not cases:
        return _sorry(state, desk, inquiry)
    choices, text = screens.choices(desk.edition, wording.WRONG, cases)
    offered = replace(choices, asked=screen.asked)
    after, turn = shown(replace(state, runners_up=()), (offered, text))
    return after, replace(turn, inquiry=inquiry)


def none_of_these(state: State, desk: Desk) -> Outcome:
    """Reject every choice of "did you mean"."""
    screen = state.screen
    if not screen or screen.view is not View.CHOICES:
        return wrong(state, desk)
    cases = tuple(Case.parse(it) for it in screen.offered if it != NONE_OF_THESE)
    asked = screen.asked or state.asked
    return _sorry(state, desk, Inquiry(asked, Reason.REJECTED, cases))


def _below_contacts(state: State, desk: Desk) -> State | None:
    """Take away the contacts shown after an answer: 不对 does not mean them."""
    contacts, below = desk.edition.contacts(), state.back()
    if not contacts or not state.screen or state.screen.about != contacts.key:
        return None
    return below if below.screen and below.screen.view in _ANSWERS else None


def _next(state: State, screen: Screen) -> list[Case]:
    """List what else may be meant; after notices, first what the FAQ says itself."""
    runners_up = [] if screen.asked else [Case.parse(it) for it in state.runners_up]
    if screen.view is not View.NOTICES:
        return runners_up
    own = Case(screen.about)
    return [own, *(it for it in runners_up if it.question != own.question)]


def _picked(screen: Screen, desk: Desk) -> str:
    """Name what was chosen from the menu, where nothing was asked in words."""
    question = desk.edition.question(Case.parse(screen.about).question)
    title = question.title if question else screen.about
    return wording.PICKED_FROM_MENU.format(title=title)


def _sorry(state: State, desk: Desk, inquiry: Inquiry) -> Outcome:
    prompts = desk.edition.prompts
    return state, Turn(prompts.said(prompts.sorry), inquiry=inquiry)
