"""A command: what is said and remembered when a text is one."""

from collections.abc import Callable
from dataclasses import replace

from helpline import wording
from helpline.conversation import notice_handlers, screens
from helpline.conversation.commands import CONSENTS, Command
from helpline.conversation.context import Desk
from helpline.conversation.outcome import Outcome, shown
from helpline.conversation.rejection import none_of_these, wrong
from helpline.conversation.sent_notices import Mailbox
from helpline.conversation.state import State


def obey(command: Command, state: State, desk: Desk, mailbox: Mailbox) -> Outcome:
    """Do what was asked of the conversation."""
    outcome = _OBEYED[command](state, desk, mailbox)
    return replace(outcome, consent=CONSENTS.get(command))


def _menu(_: State, desk: Desk, _mailbox: Mailbox) -> Outcome:
    return shown(State(), screens.sections(desk.edition))


def _back(state: State, desk: Desk, mailbox: Mailbox) -> Outcome:
    before = state.back()
    again = before.screen and notice_handlers.again(before.screen, desk, mailbox)
    return shown(before.back(), again) if again else _menu(state, desk, mailbox)


def _more(state: State, _: Desk, _mailbox: Mailbox) -> Outcome:
    waiting = "".join(state.rest)
    return Outcome(replace(state, rest=()), waiting or wording.NO_MORE)


def _help(state: State, desk: Desk, _: Mailbox) -> Outcome:
    days = desk.rules.retention_days
    return Outcome(state, wording.HELP.format(subject=wording.SUBJECT, days=days))


def _person(state: State, desk: Desk, _: Mailbox) -> Outcome:
    contacts = desk.edition.contacts()
    found = contacts and screens.question(desk.edition, contacts.key)
    prompts = desk.edition.prompts
    hotline = wording.HOTLINE.format(hotline=prompts.hotline_spoken)
    return shown(state, found) if found else Outcome(state, hotline)


def _wrong(state: State, desk: Desk, _: Mailbox) -> Outcome:
    return wrong(state, desk)


def _none_of_these(state: State, desk: Desk, _: Mailbox) -> Outcome:
    return none_of_these(state, desk)


def _greeting(state: State, desk: Desk, _: Mailbox) -> Outcome:
    prompts = desk.edition.prompts
    return Outcome(state, prompts.said(prompts.greeting))


def _thanks(state: State, _: Desk, _mailbox: Mailbox) -> Outcome:
    return Outcome(state, wording.THANKS)


def _notices(state: State, desk: Desk, mailbox: Mailbox) -> Outcome:
    progress, _ = desk.rules.notice_questions
    return notice_handlers.asked_for(state, progress, desk, mailbox)


def _progress(state: State, desk: Desk, mailbox: Mailbox) -> Outcome:
    progress, _ = desk.rules.notice_questions
    return notice_handlers.or_question(state, progress, desk, mailbox)


def _why(state: State, desk: Desk, mailbox: Mailbox) -> Outcome:
    _, why = desk.rules.notice_questions
    return notice_handlers.or_question(state, why, desk, mailbox)


def _unsubscribe(state: State, _: Desk, mailbox: Mailbox) -> Outcome:
    said = "" if mailbox.suppressed else wording.UNSUBSCRIBED
    return Outcome(state, said)


def _resume(state: State, _: Desk, mailbox: Mailbox) -> Outcome:
    said = wording.RESUMED if mailbox.suppressed else wording.NOT_UNSUBSCRIBED
    return Outcome(state, said)


def _silence(state: State, _: Desk, _mailbox: Mailbox) -> Outcome:
    return Outcome(state, "")


_OBEYED: dict[Command, Callable[[State, Desk, Mailbox], Outcome]] = {
    Command.MENU: _menu,
    Command.BACK: _back,
    Command.MORE: _more,
    Command.HELP: _help,
    Command.PERSON: _person,
    Command.WRONG: _wrong,
    Command.NONE_OF_THESE: _none_of_these,
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
