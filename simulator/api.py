"""The company's API for messages, under the paths and with the answers of the real one.

https://www.twilio.com/docs/messaging/api/message-resource
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, request

from simulator import api_json, api_list
from simulator.carrier import Carrier
from simulator.messages import Draft, sender_key
from simulator.page_json import JsonValue
from simulator.provider import ACCOUNT_SID, API_VERSION, AUTH_TOKEN
from simulator.refusals import NOT_FOUND, UNKNOWN_CALLER, UNREADABLE, Refusal
from simulator.traffic_log import ApiCall

_HOME = f"/phone/{API_VERSION}/Accounts/<account>/Messages"


@dataclass(frozen=True, slots=True)
class ApiReply:
    """What is answered, and the number that it is about, "" for none."""

    about: str
    found: dict[str, JsonValue] | Refusal
    status: int = HTTPStatus.OK


def add_routes(phone: Blueprint, carrier: Carrier) -> None:
    """Add the routes of the API to a blueprint."""

    @phone.post(_HOME + ".json")
    def create(account: str) -> Response:
        return _answer_request(carrier, account, lambda: _create(carrier))

    @phone.get(_HOME + ".json")
    def find(account: str) -> Response:
        return _answer_request(carrier, account, lambda: _find(carrier))

    @phone.get(_HOME + "/<sid>.json")
    def fetch(account: str, sid: str) -> Response:
        return _answer_request(carrier, account, lambda: _fetch(carrier, sid))


def _create(carrier: Carrier) -> ApiReply:
    draft = _parse_draft(request.form)
    about = sender_key(draft.to) if draft.to else ""
    taken = carrier.take(draft)
    if isinstance(taken, Refusal):
        return ApiReply(about, taken)
    return ApiReply(about, api_json.message_json(taken), HTTPStatus.CREATED)


def _find(carrier: Carrier) -> ApiReply:
    query = api_list.parse_query(request.args)
    if query is None:
        return ApiReply("", UNREADABLE)
    to = dict(query.filters).get("To", "")
    found = api_list.select_page(carrier.outbox.newest(), query)
    return ApiReply(
        sender_key(to) if to else "", api_json.message_page_json(found, query)
    )


def _fetch(carrier: Carrier, sid: str) -> ApiReply:
    message = carrier.outbox.find(sid)
    if message is None:
        return ApiReply("", NOT_FOUND)
    return ApiReply(message.to, api_json.message_json(message))


def _parse_draft(form: Mapping[str, str]) -> Draft:
    return Draft(
        to=form.get("To", ""),
        sender=form.get("From", ""),
        service=form.get("MessagingServiceSid", ""),
        body=form.get("Body", ""),
        callback=form.get("StatusCallback", ""),
        validity=form.get("ValidityPeriod", ""),
    )


def _answer_request(
    carrier: Carrier, account: str, work: Callable[[], ApiReply]
) -> Response:
    """Answer one request, and keep what went over the wire."""
    began = carrier.clock()
    reply = _reject_account(account) or work()
    response = _response(reply)
    fault = reply.found if isinstance(reply.found, Refusal) else None
    carrier.wiretap.record(
        reply.about,
        ApiCall(
            method=request.method,
            url=request.url,
            form=tuple(request.form.items(multi=True)),
            status=response.status_code,
            answer=response.get_data(),
            took=carrier.clock() - began,
            fault=f"{fault.code}：{fault.why}" if fault else "",
        ),
    )
    return response


def _reject_account(account: str) -> ApiReply | None:
    shown = request.authorization
    name, word = (shown.username, shown.password) if shown else ("", "")
    given, due = f"{name}:{word}", f"{ACCOUNT_SID}:{AUTH_TOKEN}"
    if not hmac.compare_digest(given.encode(), due.encode()):
        return ApiReply("", UNKNOWN_CALLER)
    return None if account == ACCOUNT_SID else ApiReply("", NOT_FOUND)


def _response(reply: ApiReply) -> Response:
    if not isinstance(reply.found, Refusal):
        response = jsonify(reply.found)
        response.status_code = reply.status
        return response
    response = jsonify(api_json.refusal_json(reply.found))
    response.status_code = reply.found.status
    if reply.found is UNKNOWN_CALLER:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return response
