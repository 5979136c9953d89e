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
from helpline.conversation.rules import Rules
from helpline.conversation.sent_notices import EMPTY, Mailbox
from helpline.phone_numbers import Sender
from notices import ids
from notices.api.rate_limit import Rates
from notices.compose.enqueue import Office
from notices.gateways.base import Gateway
from notices.sent_notices import mailbox
from server import gateway_factory
from server.app_state import Parts
from server.config.settings import Settings
from server.matcher_files import means_for
from server.question_lookup import Questions
from simulator import provider
from storage.session import reading

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors that work with the store."""

    texts: sms.context.Door
    calls: ivr.context.Door
    receipts: notices.webhooks.Door
    desk: console.context.Door
    orders: notices.api.context.Door


def doors_of(held: Parts) -> Doors:
    """Make what the doors of an application work with."""
    gateway = gateway_factory.gateway(held.settings)
    receipts = notices.webhooks.Door(held.engine, gateway, held.clock)
    desk = _desk(held, gateway)
    return Doors(_texts(held), _calls(held), receipts, desk, _orders(held))


def our_number(settings: Settings) -> str:
    """Name the number people text and call; "" where any number is ours."""
    return provider.OUR_NUMBER if settings.simulator else settings.twilio_from


def _texts(held: Parts) -> sms.context.Door:
    return sms.context.Door(
        held.engine,
        held.shelf,
        held.clock,
        _rules(held),
        our_number(held.settings),
        held.settings.twilio_messaging_service_sid,
        held.announced,
    )


def _rules(held: Parts) -> Rules:
    return Rules(
        segments=held.settings.reply_segments,
        expires=held.settings.conversation_expires,
        retention_days=held.settings.retention_days,
    )


def _calls(held: Parts) -> ivr.context.Door:
    root = urlsplit(held.settings.public_base_url).path
    return ivr.context.Door(
        held.engine,
        held.shelf,
        held.clock,
        root,
        partial(_mailbox, held),
        held.announced,
    )


def _mailbox(held: Parts, caller: Sender) -> Mailbox:
    """Look what was sent to a caller; with the store gone, the menu goes on without."""
    try:
        with reading(held.engine) as session:
            return mailbox(session, caller.address, held.clock())
    except SQLAlchemyError as error:
        _log.warning("no notices for a caller: %s", type(error).__name__)
        return EMPTY


def _desk(held: Parts, gateway: Gateway) -> console.context.Door:
    return console.context.Door(
        engine=held.engine,
        clock=held.clock,
        tokens=partial(secrets.token_urlsafe, 32),
        secrets=pyotp.random_base32,
        base_url=held.settings.public_base_url,
        shelf=held.shelf,
        office=_office(held),
        rate=held.settings.send_segments_per_second,
        rules=_rules(held),
        announced=held.announced,
        second_person=held.settings.second_person,
        means=means_for(held.settings.database_url, held.settings.encoder_dir),
        explain=gateway.explain,
    )


def _office(held: Parts) -> Office:
    return Office(
        Questions(held.shelf, held.clock).has,
        held.settings.notice_signature,
        phone_numbers.parse(our_number(held.settings)).address,
        lambda: ids.new_id(held.clock(), secrets.token_bytes(ids.CHANCE)),
    )


def _orders(held: Parts) -> notices.api.context.Door:
    return notices.api.context.Door(
        held.engine,
        held.clock,
        _office(held),
        Rates(held.settings.api_requests_per_second),
        urlsplit(held.settings.public_base_url).path,
    )


def stand_in(held: Parts) -> provider.Provider:
    """Make what plays the telephone company, where there is none."""
    return provider.Provider(
        base_url=f"http://127.0.0.1:{held.settings.port}",
        public_base_url=held.settings.public_base_url,
        ids=lambda: uuid4().hex,
        clock=held.clock,
    )
