"""Webhook routes of calls: /ivr/answer, key, dialled, fallback, status; already authenticated."""

import logging
from functools import partial

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from helpline.voice.pronunciation import spoken
from ivr import call_flow, call_log, twiml
from ivr.context import Door
from ivr.position import Position
from ivr.webhook_form import CallEvent

_log = logging.getLogger(__name__)


def blueprint(door: Door) -> Blueprint:
    """Make the webhook routes of calls."""
    routes = Blueprint("ivr", __name__)
    _spoken_routes(routes, door)
    _other_routes(routes, door)
    return routes


def _spoken_routes(routes: Blueprint, door: Door) -> None:
    @routes.post("/ivr/answer")
    def answer() -> Response:
        event = CallEvent.read(request.form)
        pinned = call_log.log_call(door, event, door.shelf.refresh().edition.number)
        edition = door.shelf.edition(pinned)
        position = Position(pinned, root=door.root)
        mailbox = partial(door.mailbox, event.sender)
        announced = spoken(door.announced())
        return _twiml(call_flow.greet(edition, position, mailbox, announced))

    @routes.post("/ivr/key")
    def key() -> Response:
        event, position = _read(door)
        if not call_log.log_key(door, event, position):
            return _twiml(twiml.goodbye(()))
        edition = door.shelf.edition(position.edition)
        mailbox = partial(door.mailbox, event.sender)
        return _twiml(call_flow.answer(edition, position, event.digits, mailbox))

    @routes.post("/ivr/dialled")
    def dialled() -> Response:
        event, position = _read(door)
        edition = door.shelf.edition(position.edition)
        if request.form.get("DialCallStatus") in {"completed", "answered"}:
            return _twiml(call_flow.farewell(edition))
        mailbox = partial(door.mailbox, event.sender)
        return _twiml(call_flow.not_reached(edition, position, mailbox))

    @routes.post("/ivr/fallback")
    def fallback() -> Response:
        code = request.form.get("ErrorCode", "")[:8]
        _log.error("a call came to the fallback, error %s", code)
        return _apology(door)


def _other_routes(routes: Blueprint, door: Door) -> None:
    @routes.post("/ivr/status")
    def status() -> Response:
        event = CallEvent.read(request.form)
        try:
            if event.over:
                call_log.log_end(door, event)
        except SQLAlchemyError:
            _log.exception("the end of call %s is not stored", event.call_sid)
            return Response(status=503)
        return Response(status=204)

    @routes.errorhandler(Exception)
    def broken(error: Exception) -> Response | HTTPException:
        """Let a caller hear Chinese, whatever broke: the last resort."""
        if isinstance(error, HTTPException):
            return error
        _log.error("call not answered", exc_info=error)
        return _apology(door)


def _read(door: Door) -> tuple[CallEvent, Position]:
    return CallEvent.read(request.form), Position.read(request.args, door.root)


def _apology(door: Door) -> Response:
    prompts = door.shelf.prompts
    return _twiml(twiml.goodbye((spoken(prompts.said(prompts.call_apology)),)))


def _twiml(markup: str) -> Response:
    return Response(markup, mimetype="text/xml")
