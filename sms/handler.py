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
from helpline.conversation.context import ReplyContext
from helpline.conversation.dialogue import reply
from helpline.conversation.sent_notices import NOTHING_SENT, SentNotices
from helpline.conversation.state import ConversationState
from helpline.conversation.turn import Consent, Turn
from helpline.phone_numbers import Sender, SenderKind
from notices.delivery import suppressions
from notices.sent_notices import load_mailbox
from sms.context import SmsContext
from sms.tables import ConversationRow, TurnRow
from sms.webhook_form import InboundText
from storage.session import insert_once, reading, writing

_log = logging.getLogger(__name__)

BURST = 14
BURST_WINDOW = timedelta(seconds=30)
"""Replies to one number in this time; the provider refuses the 16th (14107)."""


def answer_text(context: SmsContext, inbound: InboundText) -> str:
    """Answer a text, "" for no reply; the same MessageSid gets the same reply.

    Raises SQLAlchemy's errors and `StorageError` when nothing could be stored.
    """
    loaded = context.editions.refresh()  # before the transaction: it may take a while
    reply_context = ReplyContext(
        loaded.edition, loaded.matcher, context.rules, context.announcement()
    )
    try:
        with writing(context.engine) as session:
            return _answer_in_transaction(session, inbound, reply_context, context)
    except IntegrityError:
        # The same MessageSid came from two senders at one instant: the unique
        # key has decided, and the reply of whoever was first stands.
        with reading(context.engine) as session:
            if turn := session.get(TurnRow, inbound.message_sid):
                return turn.reply
        raise


def _answer_in_transaction(
    session: Session,
    inbound: InboundText,
    reply_context: ReplyContext,
    context: SmsContext,
) -> str:
    conversation = _lock_conversation(session, inbound.sender.key, context.clock())
    # Only now: whoever held the lock may have been answering the same text.
    if seen := session.get(TurnRow, inbound.message_sid):
        return seen.reply
    now = context.clock()
    ours = context.owns(inbound)
    turn = Turn("", consent=inbound.consent or commands.parse_consent(inbound.body))
    if not ours:
        _log.warning("text %s is to a number that is not ours", inbound.message_sid)
    if ours and _wants_reply(session, inbound, now):
        state = ConversationState.from_json(conversation.state)
        reply_context = replace(
            reply_context, sent=_load_sent_notices(session, inbound.sender, now)
        )
        state, turn = reply(state, inbound.body, reply_context, now)
        conversation.state = state.to_json()
    if ours:  # also of somebody who gets no reply: 退订 counts in a flood as well
        _apply_consent(session, inbound, turn.consent, now)
    conversation.updated_at = now
    _record_turn(session, inbound, turn, now, ours=ours)
    return turn.reply


def _lock_conversation(session: Session, sender: str, now: datetime) -> ConversationRow:
    """Find or begin the sender's conversation, and keep others out of it."""
    insert_once(session, ConversationRow, sender=sender, state="", updated_at=now)
    mine = select(ConversationRow).where(ConversationRow.sender == sender)
    return session.scalars(mine.with_for_update()).one()


def _load_sent_notices(session: Session, sender: Sender, now: datetime) -> SentNotices:
    """Look what was sent to a number; who writes by WhatsApp is shown nothing of it."""
    if sender.kind is SenderKind.NUMBER:
        return load_mailbox(session, sender.address, now)
    number = _parse_mobile(sender)
    silent = number is not None and suppressions.is_suppressed(session, number)
    return replace(NOTHING_SENT, suppressed=silent)


def _apply_consent(
    session: Session, inbound: InboundText, consent: Consent | None, now: datetime
) -> None:
    """Stop or resume notices to the sender's number, in the text's own transaction."""
    number = _parse_mobile(inbound.sender)
    if consent is None or number is None:
        return
    _CHANGES[consent](session, number, f"text:{inbound.message_sid}", now)


def _parse_mobile(sender: Sender) -> str | None:
    """Name the only kind of number that notices go to, be it written by WhatsApp."""
    known = sender.kind in {SenderKind.NUMBER, SenderKind.WHATSAPP}
    return phone_numbers.parse_mainland_mobile(sender.address) if known else None


_CHANGES = {
    Consent.SUPPRESS: suppressions.suppress_number,
    Consent.RESUME: suppressions.resume_number,
}


def _wants_reply(session: Session, inbound: InboundText, now: datetime) -> bool:
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


def _record_turn(
    session: Session, inbound: InboundText, turn: Turn, now: datetime, *, ours: bool
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
        inquiries.record_inquiry(
            session,
            asked=turn.inquiry.asked,
            reason=turn.inquiry.reason,
            options=turn.inquiry.options,
            sender=inbound.sender.key,
            at=now,
            source=inbound.message_sid,
        )
