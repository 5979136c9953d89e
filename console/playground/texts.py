"""The playground for texts: what the matcher makes of one, and the reply that would be sent."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from console.context import ConsoleContext
from console.playground import chat_state, edition_choice
from console.playground.chat_state import ChatState
from console.playground.edition_choice import ChosenEdition, EditionChooser
from helpline import sms_segments as sizes
from helpline.conversation.commands import Command, parse_command
from helpline.conversation.context import ReplyContext
from helpline.conversation.dialogue import reply
from helpline.conversation.state import ConversationState
from helpline.conversation.turn import Turn
from helpline.faq import Case, Edition
from helpline.matching.decision_names import (
    DECISION_LABELS,
    FEATURE_LABELS,
    PATH_LABELS,
)
from helpline.matching.explanation import (
    Explanation,
    TextFeatures,
    explain,
    text_features,
)
from helpline.text import LIMIT, clean

_OF_NOTICES = (Command.NOTICES, Command.PROGRESS, Command.WHY, Command.REMEDY)


@dataclass(frozen=True, slots=True)
class TriedText:
    """What came of one text; `rest` are the pages that 更多 would send.

    `notices` tells that whoever was sent notices is answered with them instead.
    """

    turn: Turn
    rest: tuple[str, ...]
    viewed: TextFeatures
    why: Explanation | None
    notices: bool


def install(
    pages: Blueprint, context: ConsoleContext, editions: EditionChooser
) -> None:
    """Add the page where texts are tried."""

    @pages.route("/bench", methods=["GET", "POST"])
    def bench_texts() -> ResponseReturnValue:
        subject = editions.choose()
        chat = chat_state.read_chat(request.form.get("chat", ""))
        if "afresh" in request.form:
            return _page(subject, ChatState())
        if request.method == "GET":
            return _page(subject, chat)
        typed = request.form.get("text", "")
        text = clean(typed)
        if not text:
            return _page(subject, chat, typed, trouble="请写一条短信。"), 400
        if "go_on" not in request.form:
            chat = ChatState()
        chat, tried = _try_text(context, subject, chat, text)
        return _page(subject, chat, typed, tried)


def _try_text(
    context: ConsoleContext, subject: ChosenEdition, chat: ChatState, text: str
) -> tuple[ChatState, TriedText]:
    desk = ReplyContext(
        subject.edition, subject.matcher, context.rules, context.announcement()
    )
    before = ConversationState.from_json(chat.state)
    after, turn = reply(before, text, desk, context.clock())
    asked = bool(turn.decision)
    why = explain(subject.matcher, text) if asked else None
    rest = after.rest if after.rest != before.rest else ()
    notices = parse_command(text) in _OF_NOTICES
    tried = TriedText(turn, rest, text_features(subject.matcher, text), why, notices)
    return chat.add_turn(after.to_json(), text, turn.reply), tried


def _page(
    subject: ChosenEdition,
    chat: ChatState,
    typed: str = "",
    tried: TriedText | None = None,
    trouble: str = "",
) -> str:
    return render_template(
        "console/playground/texts.html",
        **edition_choice.edition_labels(subject),
        **_match_labels(subject.edition),
        chat=chat,
        carried=chat_state.sign_chat(chat),
        typed=typed,
        tried=tried,
        trouble=trouble,
        longest=LIMIT,
    )


def _match_labels(edition: Edition) -> dict[str, Any]:
    return {
        "decisions": DECISION_LABELS,
        "paths": PATH_LABELS,
        "views": FEATURE_LABELS,
        "segments": sizes.segments,
        "units": sizes.units,
        "title": lambda case: case_title(edition, case),
    }


def case_title(edition: Edition, case: Case) -> str:
    """Name a case: its question, and its situation if there is one."""
    question = edition.question(case.question)
    if question is None:
        return ""
    situation = case.situation and question.situation(case.situation)
    return f"{question.title} {situation.condition}" if situation else question.title
