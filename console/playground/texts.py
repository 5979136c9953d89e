"""The playground for texts: what the matcher makes of one, and the reply that would be sent."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from console.context import Door
from console.playground import chat_state, edition_choice
from console.playground.chat_state import Chat
from console.playground.edition_choice import Bench, Subject
from helpline import sms_segments as sizes
from helpline.conversation.commands import Command, command
from helpline.conversation.context import Desk
from helpline.conversation.dialogue import reply
from helpline.conversation.state import State
from helpline.conversation.turn import Turn
from helpline.faq import Case, Edition
from helpline.matching.decision_names import DECISIONS, PATHS, VIEWS
from helpline.matching.explanation import Viewed, Why, explain, viewed
from helpline.text import LIMIT, clean

_OF_NOTICES = (Command.NOTICES, Command.PROGRESS, Command.WHY, Command.REMEDY)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one text; `rest` are the pages that 更多 would send.

    `notices` tells that whoever was sent notices is answered with them instead.
    """

    turn: Turn
    rest: tuple[str, ...]
    viewed: Viewed
    why: Why | None
    notices: bool


def install(pages: Blueprint, door: Door, bench: Bench) -> None:
    """Add the page where texts are tried."""

    @pages.route("/bench", methods=["GET", "POST"])
    def bench_texts() -> ResponseReturnValue:
        subject = bench.subject()
        chat = chat_state.read(request.form.get("chat", ""))
        if "afresh" in request.form:
            return _page(subject, Chat())
        if request.method == "GET":
            return _page(subject, chat)
        typed = request.form.get("text", "")
        text = clean(typed)
        if not text:
            return _page(subject, chat, typed, trouble="请写一条短信。"), 400
        if "go_on" not in request.form:
            chat = Chat()
        chat, tried = _tried(door, subject, chat, text)
        return _page(subject, chat, typed, tried)


def _tried(door: Door, subject: Subject, chat: Chat, text: str) -> tuple[Chat, Tried]:
    desk = Desk(subject.edition, subject.matcher, door.rules, door.announced())
    before = State.from_json(chat.state)
    after, turn = reply(before, text, desk, door.clock())
    asked = bool(turn.decision)
    why = explain(subject.matcher, text) if asked else None
    rest = after.rest if after.rest != before.rest else ()
    notices = command(text) in _OF_NOTICES
    tried = Tried(turn, rest, viewed(subject.matcher, text), why, notices)
    return chat.goes_on(after.to_json(), text, turn.reply), tried


def _page(
    subject: Subject,
    chat: Chat,
    typed: str = "",
    tried: Tried | None = None,
    trouble: str = "",
) -> str:
    return render_template(
        "console/playground/texts.html",
        **edition_choice.words(subject),
        **_words(subject.edition),
        chat=chat,
        carried=chat_state.written(chat),
        typed=typed,
        tried=tried,
        trouble=trouble,
        longest=LIMIT,
    )


def _words(edition: Edition) -> dict[str, Any]:
    return {
        "decisions": DECISIONS,
        "paths": PATHS,
        "views": VIEWS,
        "segments": sizes.segments,
        "units": sizes.units,
        "title": lambda case: title(edition, case),
    }


def title(edition: Edition, case: Case) -> str:
    """Name a case: its question, and its situation if there is one."""
    question = edition.question(case.question)
    if question is None:
        return ""
    situation = case.situation and question.situation(case.situation)
    return f"{question.title} {situation.condition}" if situation else question.title
