"""What a handler returns: the next state, and the turn before its reply is cut into pages."""

from dataclasses import replace

from helpline import wording
from helpline.conversation import screens
from helpline.conversation.context import ReplyContext
from helpline.conversation.screens import RenderedScreen
from helpline.conversation.state import ConversationState, ScreenKind
from helpline.conversation.turn import Turn
from helpline.faq import Case
from helpline.matching import DecisionKind

ReplyOutcome = tuple[ConversationState, Turn]
"""The next state, and the turn with its whole reply."""


def show_screen(
    state: ConversationState,
    screen_and_text: RenderedScreen,
    decision: DecisionKind | None = None,
) -> ReplyOutcome:
    """Reply with a screen, which becomes the newest of the state."""
    screen, text = screen_and_text
    answered = (
        screen.about if screen.view in {ScreenKind.ANSWER, ScreenKind.NOTICES} else ""
    )
    return state.show(screen), Turn(text, decision, case=answered)


def show_case(
    state: ConversationState,
    meant: Case,
    context: ReplyContext,
    decision: DecisionKind | None = None,
    asked: str = "",
) -> ReplyOutcome:
    """Reply with the answer to a case; 返回 from a situation leads to the list of them.

    `asked` goes with the screens (`Screen.asked`).
    """
    found = screens.case_screen(context.edition, meant)
    if found is None:
        return show_retired(context)
    screen = state.screen
    if meant.situation is not None and (
        not screen
        or (screen.view, screen.about) != (ScreenKind.SITUATIONS, meant.question)
    ):
        below = screens.question_screen(context.edition, meant.question)
        state = state.show(replace(below[0], asked=asked)) if below else state
    return show_screen(state, (replace(found[0], asked=asked), found[1]), decision)


def show_retired(context: ReplyContext) -> ReplyOutcome:
    """Reply that what was meant is no longer published, with the menu of sections."""
    screen, text = screens.sections_screen(context.edition)
    return show_screen(ConversationState(), (screen, f"{wording.RETIRED}\n{text}"))
