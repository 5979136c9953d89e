"""What each door works with, made of the parts of one application."""

import logging
import secrets
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit
from uuid import uuid4

import pyotp
from sqlalchemy.exc import SQLAlchemyError

import console.context
import ivr.context
import notices.api.context
import notices.webhooks
import sms.context
from helpline import phone_numbers
from helpline.conversation.sent_notices import NOTHING_SENT, SentNotices
from helpline.conversation.settings import ConversationRules
from helpline.phone_numbers import Sender
from notices import ids
from notices.api.rate_limit import RateLimiter
from notices.compose.enqueue import ComposeContext
from notices.gateways.base import Gateway
from notices.sent_notices import load_mailbox
from server import gateway_factory
from server.app_state import AppState
from server.config.settings import Settings
from server.matcher_files import matcher_files_for
from server.question_lookup import QuestionLookup
from simulator import provider
from storage.session import reading

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AppContexts:
    """The doors that work with the store."""

    texts: sms.context.SmsContext
    calls: ivr.context.CallContext
    receipts: notices.webhooks.ReceiptContext
    desk: console.context.ConsoleContext
    orders: notices.api.context.ApiContext


def make_contexts(held: AppState) -> AppContexts:
    """Make what the doors of an application work with."""
    gateway = gateway_factory.make_gateway(held.settings)
    receipts = notices.webhooks.ReceiptContext(held.engine, gateway, held.clock)
    desk = _console_context(held, gateway)
    return AppContexts(
        _sms_context(held), _call_context(held), receipts, desk, _api_context(held)
    )


def our_number(settings: Settings) -> str:
    """Name the number people text and call; "" where any number is ours."""
    return provider.OUR_NUMBER if settings.simulator else settings.twilio_from


def _sms_context(held: AppState) -> sms.context.SmsContext:
    return sms.context.SmsContext(
        held.engine,
        held.edition_cache,
        held.clock,
        _reply_rules(held),
        our_number(held.settings),
        held.settings.twilio_messaging_service_sid,
        held.announcement,
    )


def _reply_rules(held: AppState) -> ConversationRules:
    return ConversationRules(
        segments=held.settings.reply_segments,
        expires=held.settings.conversation_expires,
        retention_days=held.settings.retention_days,
    )


def _call_context(held: AppState) -> ivr.context.CallContext:
    root = urlsplit(held.settings.public_base_url).path
    return ivr.context.CallContext(
        held.engine,
        held.edition_cache,
        held.clock,
        root,
        partial(_load_caller_notices, held),
        held.announcement,
    )


def _load_caller_notices(held: AppState, caller: Sender) -> SentNotices:
    """Look what was sent to a caller; with the store gone, the menu goes on without."""
    try:
        with reading(held.engine) as session:
            return load_mailbox(session, caller.address, held.clock())
    except SQLAlchemyError as error:
        _log.warning("no notices for a caller: %s", type(error).__name__)
        return NOTHING_SENT


def _console_context(
    held: AppState, gateway: Gateway
) -> console.context.ConsoleContext:
    return console.context.ConsoleContext(
        engine=held.engine,
        clock=held.clock,
        tokens=partial(secrets.token_urlsafe, 32),
        secrets=pyotp.random_base32,
        base_url=held.settings.public_base_url,
        edition_cache=held.edition_cache,
        compose=_compose_context(held),
        segments_per_second=held.settings.send_segments_per_second,
        rules=_reply_rules(held),
        announcement=held.announcement,
        second_person=held.settings.second_person,
        matcher_files=matcher_files_for(
            held.settings.database_url, held.settings.encoder_dir
        ),
        explain=gateway.explain,
    )


def _compose_context(held: AppState) -> ComposeContext:
    return ComposeContext(
        QuestionLookup(held.edition_cache, held.clock).has_question,
        held.settings.notice_signature,
        phone_numbers.parse_sender(our_number(held.settings)).address,
        lambda: ids.new_id(held.clock(), secrets.token_bytes(ids.CHANCE)),
    )


def _api_context(held: AppState) -> notices.api.context.ApiContext:
    return notices.api.context.ApiContext(
        held.engine,
        held.clock,
        _compose_context(held),
        RateLimiter(held.settings.api_requests_per_second),
        urlsplit(held.settings.public_base_url).path,
    )


def simulated_provider(held: AppState) -> provider.Provider:
    """Make what plays the telephone company, where there is none."""
    return provider.Provider(
        base_url=f"http://127.0.0.1:{held.settings.port}",
        public_base_url=held.settings.public_base_url,
        ids=lambda: uuid4().hex,
        clock=held.clock,
    )
