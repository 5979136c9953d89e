"""The list of texts, with search and pagination, and whole conversations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask import url_for as at
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.display import pagination, phone_display
from console.display.phone_display import Shown
from helpline import phone_numbers
from helpline.errors import HelplineError
from helpline.faq import Case, Edition
from helpline.masking import mask
from helpline.matching.decision_names import DECISIONS
from notices import queries
from notices.queries import Sent
from sms import queries as turns
from sms.queries import Stretch
from sms.tables import TurnRow
from staff import audit
from staff.audit import Change
from storage.keyset import Bounds
from storage.session import reading, writing

PAGE = 50
_ASKED = ("of", "decision", "since", "until", "before")
EACH_WAY = 40
"""Turns shown before and after one."""

_MOST_NOTICES = 100
_SUGGESTION = "建议："


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of a conversation: a turn's question and reply, or a notice."""

    at: datetime
    turn: TurnRow | None = None
    notice: Sent | None = None


def install(pages: Blueprint, door: Door) -> None:
    """Add the pages about texts."""
    _add_list(pages, door)

    @pages.get("/conversations/<sid>")
    def conversation(sid: str) -> ResponseReturnValue:
        with reading(door.engine) as store:
            stretch = turns.around(store, sid, EACH_WAY)
            if stretch is None:
                abort(404)
            return _page(door, store, sid, stretch, mask)

    @pages.post("/conversations/<sid>")
    def unmask_conversation(sid: str) -> ResponseReturnValue:
        with writing(door.engine) as store:
            stretch = turns.around(store, sid, EACH_WAY)
            if stretch is None:
                abort(404)
            change = Change("see-number", f"conversation:{sid}")
            audit.write(store, who(), change, door.clock())
            return _page(door, store, sid, stretch, phone_display.whole)


def _add_list(pages: Blueprint, door: Door) -> None:
    @pages.get("/conversations")
    def conversations() -> ResponseReturnValue:
        of = request.args.get("of", "")
        with reading(door.engine) as store:
            sender = turns.sender(store, of) if of else None
            bounds = pagination.bounds(phone_display.keys(sender, of))
            found = turns.find(store, bounds, PAGE + 1, decision=_decision())
            last = found[PAGE - 1] if len(found) > PAGE else None
            return render_template(
                "console/conversations.html",
                turns=found[:PAGE],
                more=last and pagination.written(last.at, last.message_sid),
                asked=pagination.kept(_ASKED),
                sender=sender and phone_display.sender(sender),
                **_words(door),
            )

    @pages.post("/conversations")
    def find_conversation() -> ResponseReturnValue:
        """Look a number up; it is sent in a form, as none may stand in an address."""
        keys = phone_numbers.keys(request.form.get("number", ""))
        with reading(door.engine) as store:
            found = [it.message_sid for it in turns.find(store, Bounds(keys), 1)]
        if found:
            return redirect(at("console.conversations", of=found[0]))
        flash("没有这个号码的来信。请核对号码；到期的来信已经删除。", "warning")
        return redirect(at("console.conversations"))


def _decision() -> str:
    decision = request.args.get("decision", "")
    return decision if decision in DECISIONS else ""


def _page(
    door: Door, store: Session, sid: str, stretch: Stretch, shown: Shown
) -> ResponseReturnValue:
    sender = stretch.turns[0].sender
    return render_template(
        "console/conversation.html",
        sid=sid,
        sender=phone_display.sender(sender, shown),
        bubbles=sorted(_bubbles(store, stretch), key=lambda it: it.at),
        stretch=stretch,
        masked=shown is mask,
        **_words(door, shown),
    )


def _bubbles(store: Session, stretch: Stretch) -> Iterator[Bubble]:
    """Join turns and notices; of notices, those of the time that is shown."""
    first, last = stretch.turns[0], stretch.turns[-1]
    yield from (Bubble(it.at, turn=it) for it in stretch.turns)
    since = first.at if stretch.older else None
    until = last.at if stretch.newer else None
    number = phone_numbers.parse(first.sender).address
    sent = queries.sent(store, number, since, until, _MOST_NOTICES)
    yield from (Bubble(it.at, notice=it) for it in sent)


def _words(door: Door, shown: Shown = mask) -> dict[str, object]:
    edition = door.shelf.refresh().edition
    return {
        "shown": shown,
        "replied": lambda turn: _replied(edition, turn, shown),
        "of_sender": phone_display.sender,
        "decisions": DECISIONS,
        "title": lambda case: _title(edition, case),
    }


def _replied(edition: Edition, turn: TurnRow, shown: Shown) -> str:
    """Show a reply; the telephone numbers that the FAQ publishes are no secret."""
    question = edition.question((turn.case or "").partition("#")[0])
    if question is None:
        return shown(turn.reply)
    said = (question.answer, *(it.suggestion for it in question.situations))
    public = {line for it in said for line in it.splitlines()}
    lines = turn.reply.splitlines()
    return "\n".join(
        it if it.removeprefix(_SUGGESTION) in public else shown(it) for it in lines
    )


def _title(edition: Edition, case: str) -> str:
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
