"""The handler of free text: answer, "did you mean" or "not found", as the matcher decides."""

from dataclasses import replace
from typing import assert_never

from helpline import wording
from helpline.conversation import notice_handlers, screens
from helpline.conversation.context import Desk
from helpline.conversation.outcome import Outcome, answered, shown
from helpline.conversation.state import State, View
from helpline.conversation.turn import Inquiry, Reason, Turn
from helpline.faq import Case
from helpline.masking import mask
from helpline.matching import Certain, Decision, DecisionKind, Nothing, Unsure


def ask(state: State, text: str, desk: Desk) -> Outcome:
    """Answer a question, offer what it may mean, or say that nothing was found."""
    decision = desk.matcher.match(text)
    cases = tuple(it.case for it in decision.options)
    asked = replace(State(), asked=mask(text))
    if stated := _stated_situation(state, text, decision, desk):
        told = state.screen.asked if state.screen else ""
        return answered(state, stated, desk, DecisionKind.CERTAIN, told)
    match decision:
        case Certain():
            runners_up = tuple(map(str, cases[2 if decision.both else 1 :]))
            known = replace(asked, runners_up=runners_up)
            if decision.both:
                return _answer_both(known, cases, desk)
            if notice_handlers.know_better(cases[0], desk):
                about = cases[0].question
                return notice_handlers.latest(known, about, desk, decision.kind)
            return answered(known, cases[0], desk, decision.kind)
        case Unsure():
            offered = screens.choices(desk.edition, wording.UNSURE, cases)
            inquiry = Inquiry(asked.asked, Reason.UNSURE, cases)
            after, turn = shown(asked, offered, decision.kind)
            return after, replace(turn, inquiry=inquiry)
        case Nothing():
            inquiry = Inquiry(asked.asked, Reason.UNMATCHED, cases)
            prompts = desk.edition.prompts
            # What was answered before, and the numbers offered, still hold.
            said = prompts.said(prompts.no_match)
            return state, Turn(said, decision.kind, inquiry=inquiry)
    assert_never(decision)


def _answer_both(state: State, cases: tuple[Case, ...], desk: Desk) -> Outcome:
    """Answer two questions at once, or let choose which where both need a number."""
    left = [it for it in cases[:2] if screens.case(desk.edition, it)]
    if len(left) < 2:  # noqa: PLR2004 - a publish has taken one away
        return answered(state, (*left, *cases)[0], desk, DecisionKind.CERTAIN)
    both = screens.both(desk.edition, cases[0], cases[1])
    if both is None:
        which = screens.choices(desk.edition, wording.UNSURE, cases[:2])
        return shown(state, which, DecisionKind.CERTAIN)
    (first, answer), (last, other) = both
    text = f"{wording.BOTH}\n{answer}\n\n{other}"
    return shown(state.show(first), (last, text), DecisionKind.CERTAIN)


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
