"""The browser page with the two phones, and the requests it makes."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from simulator import asked, shown
from simulator.calls import Call, Heard
from simulator.errors import ForeignRequestError, NoSuchCallError, SimulatorError
from simulator.provider import AN_APPLICANT, OUR_NUMBER, Provider
from simulator.switchboard import Switchboard

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def blueprint(provider: Provider) -> Blueprint:
    """Serve `/phone` and what its page calls, delivering through `provider`."""
    phone = Blueprint(
        "simulator",
        __name__,
        static_folder="static",
        static_url_path="/phone/static",
        template_folder="templates",
    )
    phone.before_request(_only_our_page)
    phone.after_request(_with_headers)
    phone.register_error_handler(SimulatorError, _refused)
    phone.add_url_rule("/phone", "page", _page, strict_slashes=False)
    _add_texts(phone, provider)
    _add_calls(phone, provider, Switchboard())
    return phone


def _page() -> str:
    return render_template(
        "simulator/phone.html", our_number=OUR_NUMBER, applicant=AN_APPLICANT
    )


def _add_texts(phone: Blueprint, provider: Provider) -> None:
    @phone.post("/phone/texts")
    def texts() -> Response:
        text = asked.text(request)
        done = provider.text(text.sender, text.body, text.message_sid)
        return jsonify(shown.exchange(done, text.body))


def _add_calls(phone: Blueprint, provider: Provider, switchboard: Switchboard) -> None:
    def act(sid: str, what: Callable[[Call], tuple[Heard, ...]]) -> Response:
        with switchboard.using(sid) as call:
            before = len(call.hops)
            heard = what(call)
            return jsonify(shown.call(heard, call, call.hops[before:]))

    @phone.post("/phone/calls")
    def calls() -> Response:
        wanted = asked.new_call(request)
        call = provider.call(wanted.sender, wanted.when_dialled)
        switchboard.connect(call)
        return act(call.sid, Call.start)

    @phone.post("/phone/calls/<sid>/keys")
    def keys(sid: str) -> Response:
        key = asked.key(request)
        return act(sid, lambda call: call.key(key))

    @phone.post("/phone/calls/<sid>/silence")
    def silence(sid: str) -> Response:
        return act(sid, Call.silence)

    @phone.post("/phone/calls/<sid>/end")
    def end(sid: str) -> Response:
        return act(sid, Call.hang_up)


def _only_our_page() -> None:
    if request.method == "POST":
        asked.check_origin(request)


def _with_headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response


def _refused(error: SimulatorError) -> ResponseReturnValue:
    match error:
        case NoSuchCallError():
            status = HTTPStatus.NOT_FOUND
        case ForeignRequestError():
            status = HTTPStatus.FORBIDDEN
        case _:
            status = HTTPStatus.BAD_REQUEST
    return jsonify(error=str(error)), status
