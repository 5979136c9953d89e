"""The composition root: `create_app` makes the Flask application from settings."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from sqlalchemy import Engine
from werkzeug.local import LocalProxy

import console.blueprint
import ivr.webhooks
import notices.api.routes
import notices.webhooks
import sms.webhooks
from server import log_format
from server.app_state import AppState, Clock, make_app_state, utc_now
from server.config.settings import Settings
from server.contexts import AppContexts, make_contexts, simulated_provider
from server.errors import NotReadyError, ServerError
from server.http import error_handlers, health
from server.http.provider_auth import PUBLIC, ProviderAccount, ProviderAuth
from simulator import provider, routes
from storage.engine import connect
from storage.errors import StorageError

_T = TypeVar("_T")

LARGEST_BODY = 1024 * 1024
"""Bytes of a request: far above any form the provider sends (1500 fields fit)."""


class _ReadableJson(DefaultJSONProvider):
    """Writes Chinese as Chinese: these answers are read by people."""

    ensure_ascii = False


@dataclass(frozen=True, slots=True)
class _Attached:
    """What routes work with. They are mounted once, and find it at each request."""

    app_state: AppState
    contexts: AppContexts


def create_app(settings: Settings, *, clock: Clock = utc_now) -> Flask:
    """Put the application together; nothing is connected to or loaded yet."""
    # Without a folder of its own; the address is where extensions put theirs.
    app = Flask("server", static_folder=None, static_url_path="/static")
    attach_store(app, settings, connect(settings.database_url), clock)
    _configure_app(app)
    app.secret_key = settings.secret_key or secrets.token_hex()
    opened = PUBLIC | _mount_blueprints(app, settings)
    refusals = _current(app, lambda it: it.app_state.refusals)
    ProviderAuth(
        provider_account(settings), settings.public_base_url, opened, refusals
    ).install(app)
    error_handlers.install(app)
    return app


def attach_store(app: Flask, settings: Settings, engine: Engine, clock: Clock) -> None:
    """Give an application its store and its clock; it then has nothing in memory.

    Whatever it held before it forgets. The settings, but for the store's address, are
    those it was put together with.
    """
    state = make_app_state(settings, engine, clock)
    app.extensions["helpline"] = _Attached(state, make_contexts(state))


def app_state(app: Flask) -> AppState:
    """Find what this application works with."""
    return _find_attached(app).app_state


def make_ready(app: Flask) -> None:
    """Load the edition; raise `NotReadyError` with the sentence of `/readyz`."""
    trouble = _trouble(app)
    if trouble:
        raise NotReadyError(trouble)


def from_environment() -> Flask:
    """Make the application gunicorn serves (`server.app:from_environment()`).

    What keeps it from starting is said in one sentence, and ends the process.
    """
    try:
        settings = Settings.read(os.environ)
        log_format.configure_logging(settings.log_level)
        app = create_app(settings)
        make_ready(app)
    except (ServerError, StorageError) as error:
        raise SystemExit(str(error)) from error
    return app


def _trouble(app: Flask) -> str:
    state = app_state(app)
    return health.readiness_fault(state.engine, state.edition_cache)


def provider_account(settings: Settings) -> ProviderAccount:
    """Name the account whose signature counts: ours, or the stand-in's."""
    if settings.simulator:
        return ProviderAccount(provider.ACCOUNT_SID, (provider.AUTH_TOKEN,))
    tokens = (settings.twilio_auth_token, settings.twilio_auth_token_secondary)
    return ProviderAccount(settings.twilio_account_sid, tuple(filter(None, tokens)))


def _configure_app(app: Flask) -> None:
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.url_map.merge_slashes = False
    app.json = _ReadableJson(app)


def _find_attached(app: Flask) -> _Attached:
    state: _Attached = app.extensions["helpline"]
    return state


def _current(app: Flask, find: Callable[[_Attached], _T]) -> _T:
    """Stand in for what the application holds at the time it is asked for."""
    return cast("_T", LocalProxy(lambda: find(_find_attached(app))))


def _mount_blueprints(app: Flask, settings: Settings) -> frozenset[str]:
    """Mount every blueprint there is; return the routes that guard themselves.

    The one place where doors are wired. Whatever else is mounted and neither signed
    nor public by name is refused by the guard.
    """
    app.register_blueprint(health.blueprint(lambda: _trouble(app)))
    texts = _current(app, lambda it: it.contexts.texts)
    app.register_blueprint(sms.webhooks.blueprint(texts))
    calls = _current(app, lambda it: it.contexts.calls)
    app.register_blueprint(ivr.webhooks.blueprint(calls))
    receipts = _current(app, lambda it: it.contexts.receipts)
    app.register_blueprint(notices.webhooks.blueprint(receipts))
    orders = _current(app, lambda it: it.contexts.orders)
    app.register_blueprint(notices.api.routes.blueprint(orders))
    console.blueprint.install(app, _current(app, lambda it: it.contexts.desk))
    own = ["console.", "bootstrap."]
    if settings.simulator:
        phone = routes.blueprint(simulated_provider(app_state(app)))
        app.register_blueprint(phone)
        own.append(f"{phone.name}.")
    rules = app.url_map.iter_rules()
    return frozenset(it.rule for it in rules if it.endpoint.startswith(tuple(own)))
