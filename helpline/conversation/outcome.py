"""What a handler returns: the next state, and the turn before its reply is cut into pages."""

from dataclasses import replace

from helpline import wording
from helpline.conversation import screens
from helpline.conversation.context import Desk
from helpline.conversation.screens import Shown
from helpline.conversation.state import State, View
from helpline.conversation.turn import Turn
from helpline.faq import Case
from helpline.matching import DecisionKind

Outcome = tuple[State, Turn]
"""The next state, and the turn with its whole reply."""


def shown(
    state: State, screen_and_text: Shown, decision: DecisionKind | None = None
) -> Outcome:
    """Reply with a screen, which becomes the newest of the state."""
    screen, text = screen_and_text
    answered = screen.about if screen.view in {View.ANSWER, View.NOTICES} else ""
    return state.show(screen), Turn(text, decision, case=answered)


def answered(
    state: State,
    meant: Case,
    desk: Desk,
    decision: DecisionKind | None = None,
    asked: str = "",
) -> Outcome:
    """Reply with the answer to a case; 返回 from a situation leads to the list of them.

    `asked` goes with the screens (`Screen.asked`).
    """
    found = screens.case(desk.edition, meant)
    if found is None:
        return retired(desk)
    screen = state.screen
    if meant.situation is not None and (
        not screen or (screen.view, screen.about) != (View.SITUATIONS, meant.question)
    ):
        below = screens.question(desk.edition, meant.question)
        state = state.show(replace(below[0], asked=asked)) if below else state
    return shown(state, (replace(found[0], asked=asked), found[1]), decision)


def retired(desk: Desk) -> Outcome:
    """Reply that what was meant is no longer published, with the menu of sections."""
    screen, text = screens.sections(desk.edition)
    return shown(State(), (screen, f"{wording.RETIRED}\n{text}"))
