"""The handler of a number: what it selects from the newest list of choices."""

from helpline import wording
from helpline.conversation import screens
from helpline.conversation.context import ReplyContext
from helpline.conversation.outcome import (
    ReplyOutcome,
    show_case,
    show_retired,
    show_screen,
)
from helpline.conversation.rejection import reject_choices
from helpline.conversation.state import (
    NONE_OF_THESE,
    ConversationState,
    Screen,
    ScreenKind,
)
from helpline.conversation.turn import Turn
from helpline.faq import Case


def select_option(
    state: ConversationState, number: int, context: ReplyContext
) -> ReplyOutcome:
    """Pick from the newest list, or explain why the number picks nothing."""
    standing, state = state, state.to_list()
    if not (screen := state.screen):
        return standing, Turn(wording.NOTHING_TO_CHOOSE.format(number=number))
    if not 1 <= number <= len(screen.offered):
        return _out_of_range(state, screen, number, context)
    picked = screen.offered[number - 1]
    if picked == NONE_OF_THESE:
        return reject_choices(state, context)
    if screen.view is not ScreenKind.SECTIONS:
        return show_case(state, Case.parse(picked), context, asked=screen.asked)
    questions = screens.questions_screen(context.edition, picked)
    return show_screen(state, questions) if questions else show_retired(context)


def _out_of_range(
    state: ConversationState, screen: Screen, number: int, context: ReplyContext
) -> ReplyOutcome:
    listed = screens.redraw_screen(context.edition, screen)
    if listed is None:
        return show_retired(context)
    again, text = listed
    if again.offered:  # a publish may have shortened the list, or left one answer
        last = len(again.offered)
        text = f"{wording.OUT_OF_RANGE.format(number=number, last=last)}\n{text}"
    return show_screen(state.back(), (again, text))
