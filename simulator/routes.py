"""The browser page with the two phones, and the requests it makes."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from simulator import api, page_json, page_requests
from simulator.call_registry import CallRegistry
from simulator.calls import Call, CallOutput
from simulator.carrier import Carrier, Scheduler
from simulator.errors import ForeignRequestError, NoSuchCallError, SimulatorError
from simulator.provider import AN_APPLICANT, OUR_NUMBER, Provider
from simulator.timers import TimerThread

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def blueprint(provider: Provider, *, waiting: Scheduler | None = None) -> Blueprint:
    """Serve `/phone`, what its page calls, and the API that messages are sent through.

    Texts and calls are delivered through `provider`; receipts go out as time passes
    in `waiting`, which is a clock's time unless another is given.
    """
    carrier = Carrier(provider, waiting or TimerThread())
    phone = Blueprint(
        "simulator",
        __name__,
        static_folder="static",
        static_url_path="/phone/static",
        template_folder="templates",
    )
    phone.before_request(_only_our_page)
    phone.after_request(_with_headers)
    phone.register_error_handler(SimulatorError, _error_response)
    _add_page(phone, carrier)
    _add_texts(phone, provider, carrier)
    _add_notices(phone, carrier)
    _add_calls(phone, provider, CallRegistry())
    api.add_routes(phone, carrier)
    return phone


def _add_page(phone: Blueprint, carrier: Carrier) -> None:
    def page() -> str:
        return render_template(
            "simulator/phone.html",
            our_number=OUR_NUMBER,
            applicant=AN_APPLICANT,
            way=carrier.way,
            wire_after=carrier.wiretap.latest,
        )

    phone.add_url_rule("/phone", "page", page, strict_slashes=False)


def _add_texts(phone: Blueprint, provider: Provider, carrier: Carrier) -> None:
    @phone.post("/phone/texts")
    def texts() -> Response:
        text = page_requests.parse_text(request)
        change = carrier.opt_outs.hear(text.sender, text.body)
        done = provider.text(text.sender, text.body, text.message_sid)
        return jsonify(page_json.exchange_json(done, text.body, change))


def _add_notices(phone: Blueprint, carrier: Carrier) -> None:
    @phone.get("/phone/messages")
    def messages() -> Response:
        wanted = page_requests.parse_updates_request(request)
        news = carrier.outbox.news(wanted.person, wanted.after)
        heard = carrier.wiretap.since(wanted.person, wanted.wire_after)
        response = jsonify(page_json.notices_json(news, heard, carrier.way))
        response.headers["Cache-Control"] = "no-store"
        return response

    @phone.post("/phone/receipts")
    def receipts() -> Response:
        carrier.way = page_requests.parse_receipt_mode(request)
        return jsonify(receipts=carrier.way)


def _add_calls(phone: Blueprint, provider: Provider, switchboard: CallRegistry) -> None:
    def act(sid: str, what: Callable[[Call], tuple[CallOutput, ...]]) -> Response:
        with switchboard.using(sid) as call:
            before = len(call.hops)
            heard = what(call)
            return jsonify(page_json.call_json(heard, call, call.hops[before:]))

    @phone.post("/phone/calls")
    def calls() -> Response:
        wanted = page_requests.parse_new_call(request)
        call = provider.call(wanted.sender, wanted.when_dialled)
        switchboard.connect(call)
        return act(call.sid, Call.start)

    @phone.post("/phone/calls/<sid>/keys")
    def keys(sid: str) -> Response:
        key = page_requests.parse_key(request)
        return act(sid, lambda call: call.key(key))

    @phone.post("/phone/calls/<sid>/silence")
    def silence(sid: str) -> Response:
        return act(sid, Call.silence)

    @phone.post("/phone/calls/<sid>/end")
    def end(sid: str) -> Response:
        return act(sid, Call.hang_up)


def _only_our_page() -> None:
    if request.method == "POST":
        page_requests.check_origin(request)


def _with_headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response


def _error_response(error: SimulatorError) -> ResponseReturnValue:
    match error:
        case NoSuchCallError():
            status = HTTPStatus.NOT_FOUND
        case ForeignRequestError():
            status = HTTPStatus.FORBIDDEN
        case _:
            status = HTTPStatus.BAD_REQUEST
    return jsonify(error=str(error)), status
