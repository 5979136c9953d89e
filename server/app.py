"""The composition root: settings in, a Flask application out."""

import logging
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit
from uuid import uuid4

import pyotp
from flask import Flask
from flask.json.provider import DefaultJSONProvider
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

import console.blueprint
import console.context
import ivr.context
import ivr.webhooks
import notices.api.context
import notices.api.routes
import notices.webhooks
import sms.context
import sms.webhooks
from faq_store.announcements import Board
from faq_store.content import matcher_store
from faq_store.content.edition_cache import Shelf
from helpline import phone_numbers
from helpline.conversation.rules import Rules
from helpline.conversation.sent_notices import EMPTY, Mailbox
from helpline.phone_numbers import Sender
from notices import ids
from notices.compose.enqueue import Office
from notices.gateways.base import Gateway
from notices.sent_notices import mailbox
from server import gateway_factory, log_format
from server.config.settings import Settings
from server.errors import NotReadyError, ServerError
from server.http import error_handlers, health
from server.http.provider_auth import PUBLIC, Account, Guard
from server.http.refusal_log import Refusals
from server.matcher_files import means_for
from server.question_lookup import Questions
from simulator import provider, routes
from storage.engine import connect
from storage.errors import StorageError
from storage.session import reading

_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

LARGEST_BODY = 1024 * 1024
"""Bytes of a request: far above any form the provider sends (1500 fields fit)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What one application holds; found again with `parts(app)`."""

    settings: Settings
    engine: Engine
    shelf: Shelf
    clock: Clock
    announced: Board


class _Readable(DefaultJSONProvider):
    """Writes Chinese as Chinese: these answers are read by people."""

    ensure_ascii = False


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def create_app(settings: Settings, *, clock: Clock = utc_now) -> Flask:
    """Put the application together; nothing is connected to or loaded yet."""
    engine = connect(settings.database_url)
    shelf = Shelf(
        engine,
        partial(
            matcher_store.of,
            means=means_for(settings.database_url, settings.encoder_dir),
        ),
    )
    held = Parts(settings, engine, shelf, clock, Board(engine, clock))
    # Without a folder of its own; the address is where extensions put theirs.
    app = Flask("server", static_folder=None, static_url_path="/static")
    app.extensions["helpline"] = held
    _configure(app)
    app.secret_key = settings.secret_key or secrets.token_hex()
    opened = PUBLIC | _routes(app, held)
    refusals = Refusals(clock)
    Guard(account(settings), settings.public_base_url, opened, refusals).install(app)
    error_handlers.install(app)
    return app


def parts(app: Flask) -> Parts:
    """Find what `create_app` put into this application."""
    held: Parts = app.extensions["helpline"]
    return held


def make_ready(app: Flask) -> None:
    """Load the edition; raise `NotReadyError` with the sentence of `/readyz`."""
    held = parts(app)
    trouble = health.unready(held.engine, held.shelf)
    if trouble:
        raise NotReadyError(trouble)


def from_environment() -> Flask:
    """Make the application gunicorn serves (`server.app:from_environment()`).

    What keeps it from starting is said in one sentence, and ends the process.
    """
    try:
        settings = Settings.read(os.environ)
        log_format.configure(settings.log_level)
        app = create_app(settings)
        make_ready(app)
    except (ServerError, StorageError) as error:
        raise SystemExit(str(error)) from error
    return app


def account(settings: Settings) -> Account:
    """Name the account whose signature counts: ours, or the stand-in's."""
    if settings.simulator:
        return Account(provider.ACCOUNT_SID, (provider.AUTH_TOKEN,))
    tokens = (settings.twilio_auth_token, settings.twilio_auth_token_secondary)
    return Account(settings.twilio_account_sid, tuple(filter(None, tokens)))


def our_number(settings: Settings) -> str:
    """Name the number people text and call; "" where any number is ours."""
    return provider.OUR_NUMBER if settings.simulator else settings.twilio_from


def _configure(app: Flask) -> None:
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.url_map.merge_slashes = False
    app.json = _Readable(app)


def _routes(app: Flask, held: Parts) -> frozenset[str]:
    """Mount every blueprint there is; return the routes that guard themselves.

    The one place where doors are wired. Whatever else is mounted and neither signed
    nor public by name is refused by the guard.
    """
    app.register_blueprint(
        health.blueprint(lambda: health.unready(held.engine, held.shelf))
    )
    app.register_blueprint(sms.webhooks.blueprint(_texts(held)))
    app.register_blueprint(ivr.webhooks.blueprint(_calls(held)))
    gateway = gateway_factory.gateway(held.settings)
    receipts = notices.webhooks.Door(held.engine, gateway, held.clock)
    app.register_blueprint(notices.webhooks.blueprint(receipts))
    app.register_blueprint(notices.api.routes.blueprint(_orders(held)))
    console.blueprint.install(app, _desk(held, gateway))
    own = ["console.", "bootstrap."]
    if held.settings.simulator:
        phone = routes.blueprint(_stand_in(held))
        app.register_blueprint(phone)
        own.append(f"{phone.name}.")
    rules = app.url_map.iter_rules()
    return frozenset(it.rule for it in rules if it.endpoint.startswith(tuple(own)))


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
        held.settings.api_requests_per_second,
        urlsplit(held.settings.public_base_url).path,
    )


def _stand_in(held: Parts) -> provider.Provider:
    return provider.Provider(
        base_url=f"http://127.0.0.1:{held.settings.port}",
        public_base_url=held.settings.public_base_url,
        ids=lambda: uuid4().hex,
        clock=held.clock,
    )
