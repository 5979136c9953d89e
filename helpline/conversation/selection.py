"""The handler of a number: what it selects from the newest list of choices."""

from helpline import wording
from helpline.conversation import screens
from helpline.conversation.context import Desk
from helpline.conversation.outcome import Outcome, answered, retired, shown
from helpline.conversation.rejection import none_of_these
from helpline.conversation.state import NONE_OF_THESE, Screen, State, View
from helpline.conversation.turn import Turn
from helpline.faq import Case


def choose(state: State, number: int, desk: Desk) -> Outcome:
    """Pick from the newest list, or explain why the number picks nothing."""
    standing, state = state, state.to_list()
    if not (screen := state.screen):
        return standing, Turn(wording.NOTHING_TO_CHOOSE.format(number=number))
    if not 1 <= number <= len(screen.offered):
        return _out_of_range(state, screen, number, desk)
    picked = screen.offered[number - 1]
    if picked == NONE_OF_THESE:
        return none_of_these(state, desk)
    if screen.view is not View.SECTIONS:
        return answered(state, Case.parse(picked), desk, asked=screen.asked)
    questions = screens.questions(desk.edition, picked)
    return shown(state, questions) if questions else retired(desk)


def _out_of_range(state: State, screen: Screen, number: int, desk: Desk) -> Outcome:
    listed = screens.again(desk.edition, screen)
    if listed is None:
        return retired(desk)
    again, text = listed
    if again.offered:  # a publish may have shortened the list, or left one answer
        last = len(again.offered)
        text = f"{wording.OUT_OF_RANGE.format(number=number, last=last)}\n{text}"
    return shown(state.back(), (again, text))
