"""The handler of free text: answer, "did you mean" or "not found", as the matcher decides."""

from dataclasses import replace
from typing import assert_never

from helpline import wording
from helpline.conversation import notice_handlers, screens
from helpline.conversation.context import ReplyContext
from helpline.conversation.outcome import ReplyOutcome, show_case, show_screen
from helpline.conversation.state import ConversationState, ScreenKind
from helpline.conversation.turn import InquiryReason, NewInquiry, Turn
from helpline.faq import Case
from helpline.masking import mask
from helpline.matching import Certain, Decision, DecisionKind, Nothing, Unsure


def answer_question(
    state: ConversationState, text: str, context: ReplyContext
) -> ReplyOutcome:
    """Answer a question, offer what it may mean, or say that nothing was found."""
    decision = context.matcher.match(text)
    cases = tuple(it.case for it in decision.options)
    asked = replace(ConversationState(), asked=mask(text))
    if stated := _stated_situation(state, text, decision, context):
        told = state.screen.asked if state.screen else ""
        return show_case(state, stated, context, DecisionKind.CERTAIN, told)
    match decision:
        case Certain():
            runners_up = tuple(map(str, cases[2 if decision.both else 1 :]))
            known = replace(asked, runners_up=runners_up)
            if decision.both:
                return _answer_both(known, cases, context)
            if notice_handlers.notices_answer_better(cases[0], context):
                about = cases[0].question
                return notice_handlers.show_latest_notices(
                    known, about, context, decision.kind
                )
            return show_case(known, cases[0], context, decision.kind)
        case Unsure():
            offered = screens.choices_screen(context.edition, wording.UNSURE, cases)
            inquiry = NewInquiry(asked.asked, InquiryReason.UNSURE, cases)
            after, turn = show_screen(asked, offered, decision.kind)
            return after, replace(turn, inquiry=inquiry)
        case Nothing():
            inquiry = NewInquiry(asked.asked, InquiryReason.UNMATCHED, cases)
            prompts = context.edition.prompts
            # What was answered before, and the numbers offered, still hold.
            said = prompts.with_hotline(prompts.no_match)
            return state, Turn(said, decision.kind, inquiry=inquiry)
    assert_never(decision)


def _answer_both(
    state: ConversationState, cases: tuple[Case, ...], context: ReplyContext
) -> ReplyOutcome:
    """Answer two questions at once, or let choose which where both need a number."""
    left = [it for it in cases[:2] if screens.case_screen(context.edition, it)]
    if len(left) < 2:  # noqa: PLR2004 - a publish has taken one away
        return show_case(state, (*left, *cases)[0], context, DecisionKind.CERTAIN)
    both = screens.both_screens(context.edition, cases[0], cases[1])
    if both is None:
        which = screens.choices_screen(context.edition, wording.UNSURE, cases[:2])
        return show_screen(state, which, DecisionKind.CERTAIN)
    (first, answer), (last, other) = both
    text = f"{wording.BOTH}\n{answer}\n\n{other}"
    return show_screen(state.show(first), (last, text), DecisionKind.CERTAIN)


def _stated_situation(
    state: ConversationState, text: str, decision: Decision, context: ReplyContext
) -> Case | None:
    """Read a situation told in words right after it was asked for."""
    screen = state.screen
    if not screen or screen.view is not ScreenKind.SITUATIONS:
        return None
    if isinstance(decision, Certain) and (
        decision.both or decision.options[0].case.question != screen.about
    ):
        return None
    situation = context.matcher.situation(screen.about, text)
    return None if situation is None else Case(screen.about, situation)
