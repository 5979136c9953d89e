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
from simulator.messages import Draft, key
from simulator.page_json import Json
from simulator.provider import ACCOUNT_SID, API_VERSION, AUTH_TOKEN
from simulator.refusals import NOT_FOUND, UNKNOWN_CALLER, UNREADABLE, Refusal
from simulator.traffic_log import ApiCall

_HOME = f"/phone/{API_VERSION}/Accounts/<account>/Messages"


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered, and the number that it is about, "" for none."""

    about: str
    found: dict[str, Json] | Refusal
    status: int = HTTPStatus.OK


def add(phone: Blueprint, carrier: Carrier) -> None:
    """Add the routes of the API to a blueprint."""

    @phone.post(_HOME + ".json")
    def create(account: str) -> Response:
        return _answered(carrier, account, lambda: _create(carrier))

    @phone.get(_HOME + ".json")
    def find(account: str) -> Response:
        return _answered(carrier, account, lambda: _find(carrier))

    @phone.get(_HOME + "/<sid>.json")
    def fetch(account: str, sid: str) -> Response:
        return _answered(carrier, account, lambda: _fetch(carrier, sid))


def _create(carrier: Carrier) -> Reply:
    draft = _draft(request.form)
    about = key(draft.to) if draft.to else ""
    taken = carrier.take(draft)
    if isinstance(taken, Refusal):
        return Reply(about, taken)
    return Reply(about, api_json.message(taken), HTTPStatus.CREATED)


def _find(carrier: Carrier) -> Reply:
    query = api_list.read(request.args)
    if query is None:
        return Reply("", UNREADABLE)
    to = dict(query.filters).get("To", "")
    found = api_list.of(carrier.outbox.newest(), query)
    return Reply(key(to) if to else "", api_json.listing(found, query))


def _fetch(carrier: Carrier, sid: str) -> Reply:
    message = carrier.outbox.find(sid)
    if message is None:
        return Reply("", NOT_FOUND)
    return Reply(message.to, api_json.message(message))


def _draft(form: Mapping[str, str]) -> Draft:
    return Draft(
        to=form.get("To", ""),
        sender=form.get("From", ""),
        service=form.get("MessagingServiceSid", ""),
        body=form.get("Body", ""),
        callback=form.get("StatusCallback", ""),
        validity=form.get("ValidityPeriod", ""),
    )


def _answered(carrier: Carrier, account: str, work: Callable[[], Reply]) -> Response:
    """Answer one request, and keep what went over the wire."""
    began = carrier.clock()
    reply = _turned_away(account) or work()
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


def _turned_away(account: str) -> Reply | None:
    shown = request.authorization
    name, word = (shown.username, shown.password) if shown else ("", "")
    given, due = f"{name}:{word}", f"{ACCOUNT_SID}:{AUTH_TOKEN}"
    if not hmac.compare_digest(given.encode(), due.encode()):
        return Reply("", UNKNOWN_CALLER)
    return None if account == ACCOUNT_SID else Reply("", NOT_FOUND)


def _response(reply: Reply) -> Response:
    if not isinstance(reply.found, Refusal):
        response = jsonify(reply.found)
        response.status_code = reply.status
        return response
    response = jsonify(api_json.refused(reply.found))
    response.status_code = reply.found.status
    if reply.found is UNKNOWN_CALLER:
        response.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return response
