"""Replies about the notices that were sent to a number: by `1`, 办法, 进度, a question.

`1` means whatever prompt is newest, a list or a notice; the reply names what it
answers and offers the other. 办法 always means the notice.
"""

from collections.abc import Iterator
from dataclasses import replace

from helpline import wording
from helpline.conversation import notice_text, screens
from helpline.conversation.context import Desk
from helpline.conversation.outcome import Outcome, shown
from helpline.conversation.screens import Shown
from helpline.conversation.sent_notices import Received
from helpline.conversation.state import Screen, State, View
from helpline.conversation.turn import Turn
from helpline.faq import Case
from helpline.matching import DecisionKind

NUMBER = 1
"""The only number that may mean a notice."""

_REMEDIES = {View.ANSWER, View.SITUATIONS}
_LONGEST = 20


def by_number(state: State, desk: Desk) -> Outcome | None:
    """Answer the notice that `1` means, if it means one."""
    offer = desk.mailbox.offer
    if offer is None or not offer.question:
        return None
    has_list = state.to_list().screen is not None
    if has_list and state.at is not None and offer.at <= state.at:
        return None
    if has_list and not desk.edition.question(offer.question):
        return None
    return _remedy(state, offer, desk)


def beside(outcome: Outcome, state: State, desk: Desk) -> Outcome:
    """Offer what to do about the notice, after what `1` picked from a list.

    Not where it is being shown, nor where that list is the notice's own.
    """
    offer = desk.mailbox.offer
    if offer is None or not desk.edition.question(offer.question):
        return outcome
    after, turn = outcome
    if any(_is_about(it, offer.question) for it in (*state.trail, *after.trail)):
        return outcome
    line = notice_text.other_remedy(offer)
    return after, replace(turn, reply=f"{turn.reply}\n{line}")


def remedy(state: State, desk: Desk) -> Outcome:
    """Say what to do about the newest notice."""
    notice = desk.mailbox.subject
    if notice is None:
        return state, Turn(wording.NO_NOTICES)
    return _remedy(state, notice, desk)


def know_better(meant: Case, desk: Desk) -> bool:
    """Tell whether notices answer a question better than the FAQ."""
    return bool(desk.mailbox.latest) and meant.question in desk.rules.notice_questions


def latest(state: State, about: str, desk: Desk, decision: DecisionKind) -> Outcome:
    """Show the latest notices instead of the FAQ's answer to a question."""
    return _shown(state, Screen(View.NOTICES, about), desk, decision)


def asked_for(state: State, about: str, desk: Desk) -> Outcome:
    """Show the latest notices, or say that there are none."""
    if not desk.mailbox.latest:
        return state, Turn(wording.NO_NOTICES)
    screen = Screen(View.NOTICES, about, asked=wording.ASKED_FOR_NOTICES)
    return _shown(state, screen, desk)


def or_question(state: State, about: str, desk: Desk) -> Outcome:
    """Show the latest notices, or else what the FAQ says to the question."""
    found = screens.question(desk.edition, about)
    if desk.mailbox.latest or not found:
        return asked_for(state, about, desk)
    screen, text = found
    return shown(state, (replace(screen, asked=wording.ASKED_FOR_NOTICES), text))


def again(screen: Screen, desk: Desk) -> Shown | None:
    """Show a screen once more, be it of notices or of the FAQ."""
    if screen.view is View.NOTICES and desk.mailbox.latest:
        return screen, _listed(screen, desk)
    return screens.again(desk.edition, screen)


# --- What to do about a notice ---------------------------------------------


def _remedy(state: State, notice: Received, desk: Desk) -> Outcome:
    found = screens.question(desk.edition, notice.question)
    if found is None:
        return state, Turn("\n".join(_no_remedy(notice, desk)))
    screen = replace(found[0], asked=notice_text.asked(notice))
    newest = below = state.to_list()
    if newest.screen and _is_about(newest.screen, notice.question):
        below = newest.back().to_list()
    lines = [notice_text.about(notice), found[1]]
    if below.screen and (way := _way_to(below.screen, screen, desk)):
        lines.append(way)
    base = below if newest.screen else state
    return shown(base, (screen, "\n".join(lines)))


def _no_remedy(notice: Received, desk: Desk) -> Iterator[str]:
    yield notice_text.about(notice)
    if why := notice_text.why(notice):
        yield why
    yield desk.edition.prompts.said(wording.NO_REMEDY)


def _way_to(listed: Screen, screen: Screen, desk: Desk) -> str:
    """Say how to choose from the list that lies below the answer."""
    if screen.offered:
        return wording.BACK_TO_LIST
    title = screens.first(desk.edition, listed)
    return wording.PICK_FROM_LIST.format(title=_named(title)) if title else ""


def _named(title: str) -> str:
    """Shorten a title that is named within a sentence, between quotation marks."""
    title = title.replace("“", "‘").replace("”", "’").rstrip("。？！")
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST]}…"


def _is_about(screen: Screen, question: str) -> bool:
    return screen.view in _REMEDIES and Case.parse(screen.about).question == question


# --- The latest notices ----------------------------------------------------


def _shown(
    state: State, screen: Screen, desk: Desk, decision: DecisionKind | None = None
) -> Outcome:
    text = _listed(screen, desk)
    if not desk.edition.question(screen.about):  # then nothing for 不对 to go on to
        return state, Turn(text, decision)
    return shown(state, (screen, text), decision)


def _listed(screen: Screen, desk: Desk) -> str:
    """Write the notices, and what to reply; 不对 only to who asked in own words."""
    subject = desk.mailbox.subject
    if subject and desk.edition.question(subject.question):
        key = wording.REMEDY_KEY if screen.asked else wording.REMEDY_OR_WRONG
    else:
        key = "" if screen.asked else wording.NOT_THIS
    listed = notice_text.listed(desk.mailbox.latest)
    return f"{listed}\n{key}" if key else listed
