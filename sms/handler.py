"""Handling of an incoming SMS: load the state, make the reply, store turn, inquiry, opt-out."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from faq_store.inquiries import inquiries
from helpline import phone_numbers
from helpline.conversation import commands
from helpline.conversation.context import Desk
from helpline.conversation.dialogue import reply
from helpline.conversation.sent_notices import EMPTY, Mailbox
from helpline.conversation.state import State
from helpline.conversation.turn import Consent, Turn
from helpline.phone_numbers import Sender, SenderKind
from notices.delivery import suppressions
from notices.sent_notices import mailbox
from sms.context import Door
from sms.tables import ConversationRow, TurnRow
from sms.webhook_form import Inbound
from storage.session import insert_once, reading, writing

_log = logging.getLogger(__name__)

BURST = 14
BURST_WINDOW = timedelta(seconds=30)
"""Replies to one number in this time; the provider refuses the 16th (14107)."""


def answer(door: Door, inbound: Inbound) -> str:
    """Answer a text, "" for no reply; the same MessageSid gets the same reply.

    Raises SQLAlchemy's errors and `StorageError` when nothing could be stored.
    """
    loaded = door.shelf.refresh()  # before the transaction: it may take a while
    desk = Desk(loaded.edition, loaded.matcher, door.rules, door.announced())
    try:
        with writing(door.engine) as session:
            return _answer(session, inbound, desk, door)
    except IntegrityError:
        # The same MessageSid came from two senders at one instant: the unique
        # key has decided, and the reply of whoever was first stands.
        with reading(door.engine) as session:
            if turn := session.get(TurnRow, inbound.message_sid):
                return turn.reply
        raise


def _answer(session: Session, inbound: Inbound, desk: Desk, door: Door) -> str:
    conversation = _locked(session, inbound.sender.key, door.clock())
    # Only now: whoever held the lock may have been answering the same text.
    if seen := session.get(TurnRow, inbound.message_sid):
        return seen.reply
    now = door.clock()
    ours = door.owns(inbound)
    turn = Turn("", consent=inbound.consent or commands.consent(inbound.body))
    if not ours:
        _log.warning("text %s is to a number that is not ours", inbound.message_sid)
    if ours and _wants_reply(session, inbound, now):
        state = State.from_json(conversation.state)
        desk = replace(desk, mailbox=_mailbox(session, inbound.sender, now))
        state, turn = reply(state, inbound.body, desk, now)
        conversation.state = state.to_json()
    if ours:  # also of somebody who gets no reply: 退订 counts in a flood as well
        _heed(session, inbound, turn.consent, now)
    conversation.updated_at = now
    _keep(session, inbound, turn, now, ours=ours)
    return turn.reply


def _locked(session: Session, sender: str, now: datetime) -> ConversationRow:
    """Find or begin the sender's conversation, and keep others out of it."""
    insert_once(session, ConversationRow, sender=sender, state="", updated_at=now)
    mine = select(ConversationRow).where(ConversationRow.sender == sender)
    return session.scalars(mine.with_for_update()).one()


def _mailbox(session: Session, sender: Sender, now: datetime) -> Mailbox:
    """Look what was sent to a number; who writes by WhatsApp is shown nothing of it."""
    if sender.kind is SenderKind.NUMBER:
        return mailbox(session, sender.address, now)
    number = _mobile(sender)
    silent = number is not None and suppressions.is_suppressed(session, number)
    return replace(EMPTY, suppressed=silent)


def _heed(
    session: Session, inbound: Inbound, consent: Consent | None, now: datetime
) -> None:
    """Stop or resume notices to the sender's number, in the text's own transaction."""
    number = _mobile(inbound.sender)
    if consent is None or number is None:
        return
    _CHANGES[consent](session, number, f"text:{inbound.message_sid}", now)


def _mobile(sender: Sender) -> str | None:
    """Name the only kind of number that notices go to, be it written by WhatsApp."""
    known = sender.kind in {SenderKind.NUMBER, SenderKind.WHATSAPP}
    return phone_numbers.mainland_mobile(sender.address) if known else None


_CHANGES = {
    Consent.SUPPRESS: suppressions.suppress,
    Consent.RESUME: suppressions.resume,
}


def _wants_reply(session: Session, inbound: Inbound, now: datetime) -> bool:
    """Tell a person from a short code, a robot that echoes us, and a flood."""
    if inbound.settled or not inbound.sender.answerable:
        return False
    recent = (
        select(TurnRow)
        .where(TurnRow.sender == inbound.sender.key, TurnRow.reply != "")
        .order_by(TurnRow.at.desc())
        .limit(1)
    )
    last = session.scalars(recent).first()
    if last and inbound.body and last.reply == inbound.body:
        return False
    since = now - BURST_WINDOW
    count = select(func.count()).where(
        TurnRow.sender == inbound.sender.key, TurnRow.at > since, TurnRow.reply != ""
    )
    return (session.scalar(count) or 0) < BURST


def _keep(
    session: Session, inbound: Inbound, turn: Turn, now: datetime, *, ours: bool
) -> None:
    session.add(
        TurnRow(
            message_sid=inbound.message_sid,
            sender=inbound.sender.key,
            to=inbound.to,
            body=inbound.body,
            reply=turn.reply,
            decision=turn.decision and turn.decision.value,
            case=turn.case or None,
            media=inbound.media,
            unrouted=not ours,
            at=now,
        )
    )
    session.flush()
    if turn.inquiry:
        inquiries.record(
            session,
            asked=turn.inquiry.asked,
            reason=turn.inquiry.reason,
            options=turn.inquiry.options,
            sender=inbound.sender.key,
            at=now,
            source=inbound.message_sid,
        )
