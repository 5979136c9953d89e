"""The dialogue manager: one incoming text -> the reply, and the next conversation state.

Commands and numbers first, then matching. Numbers refer to the newest list that
was shown, and `1` to a notice that is newer; what they stand for is kept in the
state as keys.
"""

from dataclasses import replace
from datetime import datetime

from helpline import wording
from helpline.conversation import notice_handlers
from helpline.conversation.command_handlers import obey
from helpline.conversation.commands import choice, command
from helpline.conversation.context import Desk
from helpline.conversation.outcome import Outcome
from helpline.conversation.question_handler import ask
from helpline.conversation.rules import Rules
from helpline.conversation.selection import choose
from helpline.conversation.state import State
from helpline.conversation.turn import Turn
from helpline.sms_segments import paginate
from helpline.text import clean, is_blank


def reply(state: State, text: str, desk: Desk, now: datetime) -> tuple[State, Turn]:
    """Answer one text; never raises, whatever the text. An expired state starts afresh."""
    expired = state.at is not None and now - state.at > desk.rules.expires
    had_list = any(it.offered for it in state.trail)
    state = State() if expired else state
    after, turn = _outcome(state, clean(text), desk, stale=expired and had_list)
    pages = paginate(_announced(turn.reply, desk), desk.rules.segments, wording.MORE)
    said = pages[0] + (wording.MORE if pages[1:] else "")
    edition = desk.edition.number if after.trail != state.trail else state.edition
    rest = pages[1:] or after.rest
    after = replace(after, edition=edition, rest=rest, at=now)
    return after, replace(turn, reply=said)


def _announced(text: str, desk: Desk) -> str:
    """Put the announcement before a reply; before none where none is due."""
    return f"{desk.announcement}\n{text}" if text and desk.announcement else text


def _outcome(state: State, text: str, desk: Desk, *, stale: bool) -> Outcome:
    if is_blank(text):
        return state, Turn(wording.EMPTY)
    if recognised := command(text):
        return obey(recognised, state, desk)
    if (number := choice(text)) is None:
        return ask(state, text, desk)
    if number == notice_handlers.NUMBER:
        return _one(state, desk, stale=stale)
    return _picked(state, number, desk, stale=stale)


def _one(state: State, desk: Desk, *, stale: bool) -> Outcome:
    """Answer the notice or pick from the list, whichever is newer; offer the other."""
    if noticed := notice_handlers.by_number(state, desk):
        return noticed
    picked = _picked(state, notice_handlers.NUMBER, desk, stale=stale)
    return notice_handlers.beside(picked, state, desk)


def _picked(state: State, number: int, desk: Desk, *, stale: bool) -> Outcome:
    if stale:
        return state, Turn(_stale(number, desk.rules))
    return choose(state, number, desk)


def _stale(number: int, rules: Rules) -> str:
    minutes = int(rules.expires.total_seconds() // 60)
    return wording.STALE_CHOICE.format(number=number, minutes=minutes)
