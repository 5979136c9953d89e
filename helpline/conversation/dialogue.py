"""A conversation by text: (state, text) -> (state, turn).

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
from helpline.conversation.sent_notices import EMPTY, Mailbox
from helpline.conversation.state import State
from helpline.conversation.turn import Turn
from helpline.sms_segments import paginate
from helpline.text import clean, is_blank


def reply(
    state: State, text: str, desk: Desk, now: datetime, mailbox: Mailbox = EMPTY
) -> tuple[State, Turn]:
    """Answer one text; never raises, whatever the text."""
    expired = state.at is not None and now - state.at > desk.rules.expires
    had_list = any(it.offered for it in state.trail)
    state = State() if expired else state
    outcome = _outcome(state, clean(text), desk, mailbox, stale=expired and had_list)
    pages = paginate(_announced(outcome.text, desk), desk.rules.segments, wording.MORE)
    said = pages[0] + (wording.MORE if pages[1:] else "")
    turn = Turn(said, outcome.decision, outcome.case, outcome.inquiry, outcome.consent)
    rest = pages[1:] or outcome.state.rest
    moved = outcome.state.trail != state.trail
    edition = desk.edition.number if moved else state.edition
    after = replace(outcome.state, edition=edition, rest=rest, at=now)
    return after, turn


def _announced(text: str, desk: Desk) -> str:
    """Put the announcement before a reply; before none where none is due."""
    return f"{desk.announcement}\n{text}" if text and desk.announcement else text


def _outcome(
    state: State, text: str, desk: Desk, mailbox: Mailbox, *, stale: bool
) -> Outcome:
    if is_blank(text):
        return Outcome(state, wording.EMPTY)
    if recognised := command(text):
        return obey(recognised, state, desk, mailbox)
    if (number := choice(text)) is None:
        return ask(state, text, desk, mailbox)
    if number == notice_handlers.NUMBER:
        return _one(state, desk, mailbox, stale=stale)
    return _picked(state, number, desk, stale=stale)


def _one(state: State, desk: Desk, mailbox: Mailbox, *, stale: bool) -> Outcome:
    """Answer the notice or pick from the list, whichever is newer; offer the other."""
    if noticed := notice_handlers.by_number(state, desk, mailbox):
        return noticed
    picked = _picked(state, notice_handlers.NUMBER, desk, stale=stale)
    return notice_handlers.beside(picked, state, desk, mailbox)


def _picked(state: State, number: int, desk: Desk, *, stale: bool) -> Outcome:
    if stale:
        return Outcome(state, _stale(number, desk.rules))
    return choose(state, number, desk)


def _stale(number: int, rules: Rules) -> str:
    minutes = int(rules.expires.total_seconds() // 60)
    return wording.STALE_CHOICE.format(number=number, minutes=minutes)
