"""The handler of each command (菜单, 返回, 帮助, 退订 …): the reply, and the state after it."""

from collections.abc import Callable
from dataclasses import replace

from helpline import wording
from helpline.conversation import notice_handlers, screens
from helpline.conversation.commands import CONSENTS, Command
from helpline.conversation.context import Desk
from helpline.conversation.outcome import Outcome, shown
from helpline.conversation.rejection import none_of_these, wrong
from helpline.conversation.state import State
from helpline.conversation.turn import Turn


def obey(command: Command, state: State, desk: Desk) -> Outcome:
    """Reply to a command; one about consent sets it in the turn."""
    after, turn = _OBEYED[command](state, desk)
    return after, replace(turn, consent=CONSENTS.get(command))


def _menu(_: State, desk: Desk) -> Outcome:
    return shown(State(), screens.sections(desk.edition))


def _back(state: State, desk: Desk) -> Outcome:
    before = state.back()
    again = before.screen and notice_handlers.again(before.screen, desk)
    return shown(before.back(), again) if again else _menu(state, desk)


def _more(state: State, _: Desk) -> Outcome:
    waiting = "".join(state.rest)
    return replace(state, rest=()), Turn(waiting or wording.NO_MORE)


def _help(state: State, desk: Desk) -> Outcome:
    days = desk.rules.retention_days
    return state, Turn(wording.HELP.format(subject=wording.SUBJECT, days=days))


def _person(state: State, desk: Desk) -> Outcome:
    contacts = desk.edition.contacts()
    found = contacts and screens.question(desk.edition, contacts.key)
    prompts = desk.edition.prompts
    hotline = wording.HOTLINE.format(hotline=prompts.hotline_spoken)
    return shown(state, found) if found else (state, Turn(hotline))


def _greeting(state: State, desk: Desk) -> Outcome:
    prompts = desk.edition.prompts
    return state, Turn(prompts.said(prompts.greeting))


def _thanks(state: State, _: Desk) -> Outcome:
    return state, Turn(wording.THANKS)


def _notices(state: State, desk: Desk) -> Outcome:
    progress, _ = desk.rules.notice_questions
    return notice_handlers.asked_for(state, progress, desk)


def _progress(state: State, desk: Desk) -> Outcome:
    progress, _ = desk.rules.notice_questions
    return notice_handlers.or_question(state, progress, desk)


def _why(state: State, desk: Desk) -> Outcome:
    _, why = desk.rules.notice_questions
    return notice_handlers.or_question(state, why, desk)


def _unsubscribe(state: State, desk: Desk) -> Outcome:
    said = "" if desk.mailbox.suppressed else wording.UNSUBSCRIBED
    return state, Turn(said)


def _resume(state: State, desk: Desk) -> Outcome:
    said = wording.RESUMED if desk.mailbox.suppressed else wording.NOT_UNSUBSCRIBED
    return state, Turn(said)


def _silence(state: State, _: Desk) -> Outcome:
    return state, Turn("")


_OBEYED: dict[Command, Callable[[State, Desk], Outcome]] = {
    Command.MENU: _menu,
    Command.BACK: _back,
    Command.MORE: _more,
    Command.HELP: _help,
    Command.PERSON: _person,
    Command.WRONG: wrong,
    Command.NONE_OF_THESE: none_of_these,
    Command.GREETING: _greeting,
    Command.THANKS: _thanks,
    Command.REMEDY: notice_handlers.remedy,
    Command.NOTICES: _notices,
    Command.PROGRESS: _progress,
    Command.WHY: _why,
    Command.UNSUBSCRIBE: _unsubscribe,
    Command.RESUME: _resume,
    Command.STOP: _silence,
    Command.START: _silence,
}
