"""Webhook routes of calls: /ivr/answer, key, dialled, fallback, status; already authenticated."""

import logging
from functools import partial

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from helpline.voice.pronunciation import to_speech
from ivr import call_flow, call_log, twiml
from ivr.context import CallContext
from ivr.position import Position
from ivr.webhook_form import CallEvent

_log = logging.getLogger(__name__)


def blueprint(context: CallContext) -> Blueprint:
    """Make the webhook routes of calls."""
    routes = Blueprint("ivr", __name__)
    _spoken_routes(routes, context)
    _other_routes(routes, context)
    return routes


def _spoken_routes(routes: Blueprint, context: CallContext) -> None:
    @routes.post("/ivr/answer")
    def answer() -> Response:
        event = CallEvent.read(request.form)
        pinned = call_log.log_call(
            context, event, context.editions.refresh().edition.number
        )
        edition = context.editions.edition(pinned)
        position = Position(pinned, root=context.root)
        sent_notices = partial(context.sent_notices, event.sender)
        announced = to_speech(context.announcement())
        return _twiml(
            call_flow.greet_caller(edition, position, sent_notices, announced)
        )

    @routes.post("/ivr/key")
    def key() -> Response:
        event, position = _read_request(context)
        if not call_log.log_key(context, event, position):
            return _twiml(twiml.hang_up(()))
        edition = context.editions.edition(position.edition)
        sent_notices = partial(context.sent_notices, event.sender)
        return _twiml(
            call_flow.answer_key(edition, position, event.digits, sent_notices)
        )

    @routes.post("/ivr/dialled")
    def dialled() -> Response:
        event, position = _read_request(context)
        edition = context.editions.edition(position.edition)
        if request.form.get("DialCallStatus") in {"completed", "answered"}:
            return _twiml(call_flow.say_goodbye(edition))
        sent_notices = partial(context.sent_notices, event.sender)
        return _twiml(call_flow.answer_not_reached(edition, position, sent_notices))

    @routes.post("/ivr/fallback")
    def fallback() -> Response:
        code = request.form.get("ErrorCode", "")[:8]
        _log.error("a call came to the fallback, error %s", code)
        return _apology(context)


def _other_routes(routes: Blueprint, context: CallContext) -> None:
    @routes.post("/ivr/status")
    def status() -> Response:
        event = CallEvent.read(request.form)
        try:
            if event.over:
                call_log.log_end(context, event)
        except SQLAlchemyError:
            _log.exception("the end of call %s is not stored", event.call_sid)
            return Response(status=503)
        return Response(status=204)

    @routes.errorhandler(Exception)
    def handle_error(error: Exception) -> Response | HTTPException:
        """Let a caller hear Chinese, whatever broke: the last resort."""
        if isinstance(error, HTTPException):
            return error
        _log.error("call not answered", exc_info=error)
        return _apology(context)


def _read_request(context: CallContext) -> tuple[CallEvent, Position]:
    return CallEvent.read(request.form), Position.read(request.args, context.root)


def _apology(context: CallContext) -> Response:
    prompts = context.editions.prompts
    return _twiml(
        twiml.hang_up((to_speech(prompts.with_hotline(prompts.call_apology)),))
    )


def _twiml(markup: str) -> Response:
    return Response(markup, mimetype="text/xml")
