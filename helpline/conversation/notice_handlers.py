"""Replies about the notices that were sent to a number: by `1`, 办法, 进度, a question.

`1` means whatever prompt is newest, a list or a notice; the reply names what it
answers and offers the other. 办法 always means the notice.
"""

from collections.abc import Iterator
from dataclasses import replace

from helpline import wording
from helpline.conversation import notice_text, screens
from helpline.conversation.context import ReplyContext
from helpline.conversation.outcome import ReplyOutcome, show_screen
from helpline.conversation.screens import RenderedScreen
from helpline.conversation.sent_notices import ReceivedNotice
from helpline.conversation.state import ConversationState, Screen, ScreenKind
from helpline.conversation.turn import Turn
from helpline.faq import Case
from helpline.matching import DecisionKind

NOTICE_NUMBER = 1
"""The only number that may mean a notice."""

_REMEDIES = {ScreenKind.ANSWER, ScreenKind.SITUATIONS}
_LONGEST = 20


def answer_by_number(
    state: ConversationState, context: ReplyContext
) -> ReplyOutcome | None:
    """Answer the notice that `1` means, if it means one."""
    offer = context.sent.offer
    if offer is None or not offer.question:
        return None
    has_list = state.to_list().screen is not None
    if has_list and state.at is not None and offer.at <= state.at:
        return None
    if has_list and not context.edition.question(offer.question):
        return None
    return _remedy_outcome(state, offer, context)


def append_remedy_offer(
    outcome: ReplyOutcome, state: ConversationState, context: ReplyContext
) -> ReplyOutcome:
    """Offer what to do about the notice, after what `1` picked from a list.

    Not where it is being shown, nor where that list is the notice's own.
    """
    offer = context.sent.offer
    if offer is None or not context.edition.question(offer.question):
        return outcome
    after, turn = outcome
    if any(_is_about(it, offer.question) for it in (*state.trail, *after.trail)):
        return outcome
    line = notice_text.remedy_offer(offer)
    return after, replace(turn, reply=f"{turn.reply}\n{line}")


def show_remedy(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    """Say what to do about the newest notice."""
    notice = context.sent.subject
    if notice is None:
        return state, Turn(wording.NO_NOTICES)
    return _remedy_outcome(state, notice, context)


def notices_answer_better(meant: Case, context: ReplyContext) -> bool:
    """Tell whether notices answer a question better than the FAQ."""
    return (
        bool(context.sent.latest) and meant.question in context.rules.notice_questions
    )


def show_latest_notices(
    state: ConversationState, about: str, context: ReplyContext, decision: DecisionKind
) -> ReplyOutcome:
    """Show the latest notices instead of the FAQ's answer to a question."""
    return _show_notices(state, Screen(ScreenKind.NOTICES, about), context, decision)


def show_notices_or_none(
    state: ConversationState, about: str, context: ReplyContext
) -> ReplyOutcome:
    """Show the latest notices, or say that there are none."""
    if not context.sent.latest:
        return state, Turn(wording.NO_NOTICES)
    screen = Screen(ScreenKind.NOTICES, about, asked=wording.ASKED_FOR_NOTICES)
    return _show_notices(state, screen, context)


def show_notices_or_question(
    state: ConversationState, about: str, context: ReplyContext
) -> ReplyOutcome:
    """Show the latest notices, or else what the FAQ says to the question."""
    found = screens.question_screen(context.edition, about)
    if context.sent.latest or not found:
        return show_notices_or_none(state, about, context)
    screen, text = found
    return show_screen(state, (replace(screen, asked=wording.ASKED_FOR_NOTICES), text))


def redraw_screen(screen: Screen, context: ReplyContext) -> RenderedScreen | None:
    """Show a screen once more, be it of notices or of the FAQ."""
    if screen.view is ScreenKind.NOTICES and context.sent.latest:
        return screen, _notices_text(screen, context)
    return screens.redraw_screen(context.edition, screen)


# --- What to do about a notice ---------------------------------------------


def _remedy_outcome(
    state: ConversationState, notice: ReceivedNotice, context: ReplyContext
) -> ReplyOutcome:
    found = screens.question_screen(context.edition, notice.question)
    if found is None:
        return state, Turn("\n".join(_no_remedy_lines(notice, context)))
    screen = replace(found[0], asked=notice_text.staff_description(notice))
    newest = below = state.to_list()
    if newest.screen and _is_about(newest.screen, notice.question):
        below = newest.back().to_list()
    lines = [notice_text.notice_heading(notice), found[1]]
    if below.screen and (way := _back_to_list_hint(below.screen, screen, context)):
        lines.append(way)
    base = below if newest.screen else state
    return show_screen(base, (screen, "\n".join(lines)))


def _no_remedy_lines(notice: ReceivedNotice, context: ReplyContext) -> Iterator[str]:
    yield notice_text.notice_heading(notice)
    if why := notice_text.reason_sentence(notice):
        yield why
    yield context.edition.prompts.with_hotline(wording.NO_REMEDY)


def _back_to_list_hint(listed: Screen, screen: Screen, context: ReplyContext) -> str:
    """Say how to choose from the list that lies below the answer."""
    if screen.offered:
        return wording.BACK_TO_LIST
    title = screens.first_title(context.edition, listed)
    return wording.PICK_FROM_LIST.format(title=_quote_title(title)) if title else ""


def _quote_title(title: str) -> str:
    """Shorten a title that is named within a sentence, between quotation marks."""
    title = title.replace("“", "‘").replace("”", "’").rstrip("。？！")
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST]}…"


def _is_about(screen: Screen, question: str) -> bool:
    return screen.view in _REMEDIES and Case.parse(screen.about).question == question


# --- The latest notices ----------------------------------------------------


def _show_notices(
    state: ConversationState,
    screen: Screen,
    context: ReplyContext,
    decision: DecisionKind | None = None,
) -> ReplyOutcome:
    text = _notices_text(screen, context)
    if not context.edition.question(screen.about):  # then nothing for 不对 to go on to
        return state, Turn(text, decision)
    return show_screen(state, (screen, text), decision)


def _notices_text(screen: Screen, context: ReplyContext) -> str:
    """Write the notices, and what to reply; 不对 only to who asked in own words."""
    subject = context.sent.subject
    if subject and context.edition.question(subject.question):
        key = wording.REMEDY_KEY if screen.asked else wording.REMEDY_OR_WRONG
    else:
        key = "" if screen.asked else wording.NOT_THIS
    listed = notice_text.format_notices(context.sent.latest)
    return f"{listed}\n{key}" if key else listed
