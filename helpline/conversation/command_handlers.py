"""The handler of each command (菜单, 返回, 帮助, 退订 …): the reply, and the state after it."""

from collections.abc import Callable
from dataclasses import replace

from helpline import wording
from helpline.conversation import notice_handlers, screens
from helpline.conversation.commands import CONSENTS, Command
from helpline.conversation.context import ReplyContext
from helpline.conversation.outcome import ReplyOutcome, show_screen
from helpline.conversation.rejection import reject_answer, reject_choices
from helpline.conversation.state import ConversationState
from helpline.conversation.turn import Turn


def handle_command(
    command: Command, state: ConversationState, context: ReplyContext
) -> ReplyOutcome:
    """Reply to a command; one about consent sets it in the turn."""
    after, turn = _HANDLERS[command](state, context)
    return after, replace(turn, consent=CONSENTS.get(command))


def _menu(_: ConversationState, context: ReplyContext) -> ReplyOutcome:
    return show_screen(ConversationState(), screens.sections_screen(context.edition))


def _back(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    before = state.back()
    again = before.screen and notice_handlers.redraw_screen(before.screen, context)
    return show_screen(before.back(), again) if again else _menu(state, context)


def _more(state: ConversationState, _: ReplyContext) -> ReplyOutcome:
    waiting = "".join(state.rest)
    return replace(state, rest=()), Turn(waiting or wording.NO_MORE)


def _help(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    days = context.rules.retention_days
    return state, Turn(wording.HELP.format(subject=wording.SUBJECT, days=days))


def _person(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    contacts = context.edition.contacts()
    found = contacts and screens.question_screen(context.edition, contacts.key)
    prompts = context.edition.prompts
    hotline = wording.HOTLINE.format(hotline=prompts.hotline_spoken)
    return show_screen(state, found) if found else (state, Turn(hotline))


def _greeting(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    prompts = context.edition.prompts
    return state, Turn(prompts.with_hotline(prompts.greeting))


def _thanks(state: ConversationState, _: ReplyContext) -> ReplyOutcome:
    return state, Turn(wording.THANKS)


def _notices(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    progress, _ = context.rules.notice_questions
    return notice_handlers.show_notices_or_none(state, progress, context)


def _progress(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    progress, _ = context.rules.notice_questions
    return notice_handlers.show_notices_or_question(state, progress, context)


def _why(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    _, why = context.rules.notice_questions
    return notice_handlers.show_notices_or_question(state, why, context)


def _unsubscribe(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    said = "" if context.sent.suppressed else wording.UNSUBSCRIBED
    return state, Turn(said)


def _resume(state: ConversationState, context: ReplyContext) -> ReplyOutcome:
    said = wording.RESUMED if context.sent.suppressed else wording.NOT_UNSUBSCRIBED
    return state, Turn(said)


def _silence(state: ConversationState, _: ReplyContext) -> ReplyOutcome:
    return state, Turn("")


_HANDLERS: dict[Command, Callable[[ConversationState, ReplyContext], ReplyOutcome]] = {
    Command.MENU: _menu,
    Command.BACK: _back,
    Command.MORE: _more,
    Command.HELP: _help,
    Command.PERSON: _person,
    Command.WRONG: reject_answer,
    Command.NONE_OF_THESE: reject_choices,
    Command.GREETING: _greeting,
    Command.THANKS: _thanks,
    Command.REMEDY: notice_handlers.show_remedy,
    Command.NOTICES: _notices,
    Command.PROGRESS: _progress,
    Command.WHY: _why,
    Command.UNSUBSCRIBE: _unsubscribe,
    Command.RESUME: _resume,
    Command.STOP: _silence,
    Command.START: _silence,
}
