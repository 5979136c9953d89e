"""The dialogue manager: one incoming text -> the reply, and the next conversation state.

Commands and numbers first, then matching. Numbers refer to the newest list that
was shown, and `1` to a notice that is newer; what they stand for is kept in the
state as keys.
"""

from dataclasses import replace
from datetime import datetime

from helpline import wording
from helpline.conversation import notice_handlers
from helpline.conversation.command_handlers import handle_command
from helpline.conversation.commands import parse_choice, parse_command
from helpline.conversation.context import ReplyContext
from helpline.conversation.outcome import ReplyOutcome
from helpline.conversation.question_handler import answer_question
from helpline.conversation.selection import select_option
from helpline.conversation.settings import ConversationRules
from helpline.conversation.state import ConversationState
from helpline.conversation.turn import Turn
from helpline.sms_segments import paginate
from helpline.text import clean, is_blank


def reply(
    state: ConversationState, text: str, context: ReplyContext, now: datetime
) -> tuple[ConversationState, Turn]:
    """Answer one text; never raises, whatever the text. An expired state starts afresh."""
    expired = state.at is not None and now - state.at > context.rules.expires
    had_list = any(it.offered for it in state.trail)
    state = ConversationState() if expired else state
    after, turn = _handle_text(state, clean(text), context, stale=expired and had_list)
    pages = paginate(
        _prepend_announcement(turn.reply, context), context.rules.segments, wording.MORE
    )
    said = pages[0] + (wording.MORE if pages[1:] else "")
    edition = context.edition.number if after.trail != state.trail else state.edition
    rest = pages[1:] or after.rest
    after = replace(after, edition=edition, rest=rest, at=now)
    return after, replace(turn, reply=said)


def _prepend_announcement(text: str, context: ReplyContext) -> str:
    """Put the announcement before a reply; before none where none is due."""
    return f"{context.announcement}\n{text}" if text and context.announcement else text


def _handle_text(
    state: ConversationState, text: str, context: ReplyContext, *, stale: bool
) -> ReplyOutcome:
    if is_blank(text):
        return state, Turn(wording.EMPTY)
    if recognised := parse_command(text):
        return handle_command(recognised, state, context)
    if (number := parse_choice(text)) is None:
        return answer_question(state, text, context)
    if number == notice_handlers.NOTICE_NUMBER:
        return _handle_number_one(state, context, stale=stale)
    return _handle_number(state, number, context, stale=stale)


def _handle_number_one(
    state: ConversationState, context: ReplyContext, *, stale: bool
) -> ReplyOutcome:
    """Answer the notice or pick from the list, whichever is newer; offer the other."""
    if noticed := notice_handlers.answer_by_number(state, context):
        return noticed
    picked = _handle_number(state, notice_handlers.NOTICE_NUMBER, context, stale=stale)
    return notice_handlers.append_remedy_offer(picked, state, context)


def _handle_number(
    state: ConversationState, number: int, context: ReplyContext, *, stale: bool
) -> ReplyOutcome:
    if stale:
        return state, Turn(_stale_choice_text(number, context.rules))
    return select_option(state, number, context)


def _stale_choice_text(number: int, rules: ConversationRules) -> str:
    minutes = int(rules.expires.total_seconds() // 60)
    return wording.STALE_CHOICE.format(number=number, minutes=minutes)
