"""The list of texts, with search and pagination, and whole conversations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import current_staff_name
from console.context import ConsoleContext
from console.display import pagination, phone_display
from console.display.phone_display import MaskFunction
from helpline import phone_numbers
from helpline.errors import HelplineError
from helpline.faq import Case, Edition
from helpline.masking import mask
from helpline.matching.decision_names import DECISION_LABELS
from notices import queries
from notices.queries import SentNotice
from sms import queries as turns
from sms.queries import TurnWindow
from sms.tables import TurnRow
from staff import audit
from staff.audit import AuditEntry
from storage.keyset import Bounds
from storage.session import reading, writing

PAGE_SIZE = 50
_FILTER_ARGS = ("of", "decision", "since", "until", "before")
TURNS_EACH_WAY = 40
"""Turns shown before and after one."""

_MOST_NOTICES = 100
_SUGGESTION = "建议："


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of a conversation: a turn's question and reply, or a notice."""

    at: datetime
    turn: TurnRow | None = None
    notice: SentNotice | None = None


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the pages about texts."""
    _add_list(pages, context)

    @pages.get("/conversations/<sid>")
    def conversation(sid: str) -> ResponseReturnValue:
        with reading(context.engine) as store:
            stretch = turns.find_turn_window(store, sid, TURNS_EACH_WAY)
            if stretch is None:
                abort(404)
            return _page(context, store, sid, stretch, mask)

    @pages.post("/conversations/<sid>")
    def unmask_conversation(sid: str) -> ResponseReturnValue:
        with writing(context.engine) as store:
            stretch = turns.find_turn_window(store, sid, TURNS_EACH_WAY)
            if stretch is None:
                abort(404)
            change = AuditEntry("see-number", f"conversation:{sid}")
            audit.write_entry(store, current_staff_name(), change, context.clock())
            return _page(context, store, sid, stretch, phone_display.show_whole)


def _add_list(pages: Blueprint, context: ConsoleContext) -> None:
    @pages.get("/conversations")
    def conversations() -> ResponseReturnValue:
        of = request.args.get("of", "")
        with reading(context.engine) as store:
            sender = turns.find_sender(store, of) if of else None
            bounds = pagination.bounds(phone_display.sender_keys(sender, of))
            found = turns.find_turns(store, bounds, PAGE_SIZE + 1, decision=_decision())
            last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
            return render_template(
                "console/conversations.html",
                turns=found[:PAGE_SIZE],
                more=last and pagination.format_cursor(last.at, last.message_sid),
                asked=pagination.keep_args(_FILTER_ARGS),
                sender=sender and phone_display.sender_label(sender),
                **_page_labels(context),
            )

    @pages.post("/conversations")
    def find_conversation() -> ResponseReturnValue:
        """Look a number up; it is sent in a form, as none may stand in an address."""
        keys = phone_numbers.sender_keys(request.form.get("number", ""))
        with reading(context.engine) as store:
            found = [it.message_sid for it in turns.find_turns(store, Bounds(keys), 1)]
        if found:
            return redirect(at("console.conversations", of=found[0]))
        flash("没有这个号码的来信。请核对号码；到期的来信已经删除。", "warning")
        return redirect(at("console.conversations"))


def _decision() -> str:
    decision = request.args.get("decision", "")
    return decision if decision in DECISION_LABELS else ""


def _page(
    context: ConsoleContext,
    store: Session,
    sid: str,
    stretch: TurnWindow,
    shown: MaskFunction,
) -> ResponseReturnValue:
    sender = stretch.turns[0].sender
    return render_template(
        "console/conversation.html",
        sid=sid,
        sender=phone_display.sender_label(sender, shown),
        bubbles=sorted(_chat_messages(store, stretch), key=lambda it: it.at),
        stretch=stretch,
        masked=shown is mask,
        **_page_labels(context, shown),
    )


def _chat_messages(store: Session, stretch: TurnWindow) -> Iterator[ChatMessage]:
    """Join turns and notices; of notices, those of the time that is shown."""
    first, last = stretch.turns[0], stretch.turns[-1]
    yield from (ChatMessage(it.at, turn=it) for it in stretch.turns)
    since = first.at if stretch.older else None
    until = last.at if stretch.newer else None
    number = phone_numbers.parse_sender(first.sender).address
    sent = queries.list_sent(store, number, since, until, _MOST_NOTICES)
    yield from (ChatMessage(it.at, notice=it) for it in sent)


def _page_labels(
    context: ConsoleContext, shown: MaskFunction = mask
) -> dict[str, object]:
    edition = context.edition_cache.refresh().edition
    return {
        "shown": shown,
        "replied": lambda turn: _display_reply(edition, turn, shown),
        "of_sender": phone_display.sender_label,
        "decisions": DECISION_LABELS,
        "title": lambda case: _case_title(edition, case),
    }


def _display_reply(edition: Edition, turn: TurnRow, shown: MaskFunction) -> str:
    """Show a reply; the telephone numbers that the FAQ publishes are no secret."""
    question = edition.question((turn.case or "").partition("#")[0])
    if question is None:
        return shown(turn.reply)
    said = (question.answer, *(it.suggestion for it in question.situations))
    public = {line for it in said for line in it.splitlines()}
    lines = turn.reply.splitlines()
    return "\n".join(
        item if item.removeprefix(_SUGGESTION) in public else shown(item)
        for item in lines
    )


def _case_title(edition: Edition, case: str) -> str:
    """Name what was answered, as it is called now; its key if it is gone."""
    try:
        meant = Case.parse(case)
    except HelplineError:
        return case
    question = edition.question(meant.question)
    if question is None:
        return f"{case}（已不在）"
    situation = meant.situation and question.situation(meant.situation)
    return f"{question.title} {situation.condition}" if situation else question.title
