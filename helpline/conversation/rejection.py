"""The handlers of 不对 and 都不是: offer the next candidates, and record an inquiry for staff."""

from dataclasses import replace

from helpline import wording
from helpline.conversation import screens
from helpline.conversation.context import ReplyContext
from helpline.conversation.outcome import ReplyOutcome, show_screen
from helpline.conversation.state import (
    NONE_OF_THESE,
    ConversationState,
    Screen,
    ScreenKind,
)
from helpline.conversation.turn import InquiryReason, NewInquiry, Turn
from helpline.faq import Case

_ANSWERS = {ScreenKind.ANSWER, ScreenKind.SITUATIONS, ScreenKind.NOTICES}


def reject_answer(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    """Reject the last answer."""
    screen = state.screen
    if screen and screen.view is ScreenKind.CHOICES:
        return reject_choices(state, context)
    if not screen or screen.view not in _ANSWERS:
        return state, Turn(wording.WHAT_IS_WRONG)
    if below := _without_contacts(state, context):
        return reject_answer(below, context)
    cases = tuple(_next_candidates(state, screen))
    asked = screen.asked or state.asked or _picked_title(screen, context)
    rejected = dict.fromkeys((Case.parse(screen.about), *cases))
    inquiry = NewInquiry(asked, InquiryReason.REJECTED, tuple(rejected))
    if not cases:
        return _apologise(state, context, inquiry)
    choices, text = screens.choices_screen(context.edition, wording.WRONG, cases)
    offered = replace(choices, asked=screen.asked)
    after, turn = show_screen(replace(state, runners_up=()), (offered, text))
    return after, replace(turn, inquiry=inquiry)


def reject_choices(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    """Reject every choice of "did you mean"."""
    screen = state.screen
    if not screen or screen.view is not ScreenKind.CHOICES:
        return reject_answer(state, context)
    cases = tuple(Case.parse(it) for it in screen.offered if it != NONE_OF_THESE)
    asked = screen.asked or state.asked
    return _apologise(state, context, NewInquiry(asked, InquiryReason.REJECTED, cases))


def _without_contacts(
    state: ConversationState, context: ReplyContext
) -> ConversationState | None:
    """Take away the contacts shown after an answer: 不对 does not mean them."""
    contacts, below = context.edition.contacts(), state.back()
    if not contacts or not state.screen or state.screen.about != contacts.key:
        return None
    return below if below.screen and below.screen.view in _ANSWERS else None


def _next_candidates(state: ConversationState, screen: Screen) -> list[Case]:
    """List what else may be meant; after notices, first what the FAQ says itself."""
    runners_up = [] if screen.asked else [Case.parse(it) for it in state.runners_up]
    if screen.view is not ScreenKind.NOTICES:
        return runners_up
    own = Case(screen.about)
    return [own, *(it for it in runners_up if it.question != own.question)]


def _picked_title(screen: Screen, context: ReplyContext) -> str:
    """Name what was chosen from the menu, where nothing was asked in words."""
    question = context.edition.question(Case.parse(screen.about).question)
    title = question.title if question else screen.about
    return wording.PICKED_FROM_MENU.format(title=title)


def _apologise(
    state: ConversationState, context: ReplyContext, inquiry: NewInquiry
) -> ReplyOutcome:
    prompts = context.edition.prompts
    return state, Turn(prompts.with_hotline(prompts.sorry), inquiry=inquiry)
