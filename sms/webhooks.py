"""Webhook routes of SMS: /sms/inbound, /sms/fallback; already authenticated."""

import logging

from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError

from faq_store.errors import FaqError
from helpline.masking import mask
from sms import handler, twiml
from sms.context import SmsContext
from sms.webhook_form import InboundText
from storage.errors import StorageError

_log = logging.getLogger(__name__)


def blueprint(context: SmsContext) -> Blueprint:
    """Make the webhook routes of SMS."""
    routes = Blueprint("sms", __name__)

    @routes.post("/sms/inbound")
    def inbound() -> Response:
        text = InboundText.read(request.form)
        try:
            reply = handler.answer_text(context, text)
        except (SQLAlchemyError, StorageError, FaqError):
            # Nothing was stored. The provider now asks /sms/fallback.
            _log.exception("text %s not answered", text.message_sid)
            return Response("数据库暂时不可用", 503, mimetype="text/plain")
        return _twiml(twiml.message_response(reply))

    @routes.post("/sms/fallback")
    def fallback() -> Response:
        code = mask(request.form.get("ErrorCode", ""))
        _log.error(
            "text %s came to the fallback, error %s", request.form["MessageSid"], code
        )
        return _twiml(
            twiml.message_response(_apology(context, InboundText.read(request.form)))
        )

    return routes


def _apology(context: SmsContext, text: InboundText) -> str:
    """Ask to text again; but not whom we would not answer, nor our own echo."""
    prompts = context.editions.prompts
    apology = prompts.with_hotline(prompts.apology)
    if text.settled or not text.sender.answerable or not context.owns(text):
        return ""
    return "" if text.body == apology else apology


def _twiml(markup: str) -> Response:
    return Response(markup, mimetype="text/xml")
