"""Doors that answer as they are told, and prove each signature as the real guard does."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Thread

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator
from typing_extensions import override
from werkzeug.datastructures import MultiDict
from werkzeug.serving import WSGIRequestHandler, make_server

from simulator.provider import AUTH_TOKEN

SIGNATURE = "X-Twilio-Signature"
Answer = tuple[int, str, str]
"""Status, content type, body."""


def spoken(*verbs: str) -> Answer:
    return 200, "text/xml; charset=utf-8", f"<Response>{''.join(verbs)}</Response>"


def replied(*texts: str) -> Answer:
    return spoken(*(f"<Message>{it}</Message>" for it in texts))


BROKEN: Answer = 503, "text/plain", "数据库暂时不可用"
DONE: Answer = 204, "text/html", ""


@dataclass(frozen=True, slots=True)
class Knock:
    """A request that came to the doors."""

    path: str
    form: MultiDict[str, str]
    agent: str


@dataclass(slots=True)
class Doors:
    """A helpline that says what the test has written down for each path.

    `public` is the address its provider was given, when it is not its own.
    """

    address: str = ""
    public: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    knocks: list[Knock] = field(default_factory=list)

    def app(self) -> Flask:
        app = Flask(__name__, static_folder=None)

        @app.post("/", defaults={"path": ""})
        @app.post("/<path:path>")
        def door(path: str) -> Response:
            return self._answer(path)

        return app

    @property
    def paths(self) -> list[str]:
        return [it.path for it in self.knocks]

    def _answer(self, path: str) -> Response:
        query = request.query_string.decode("latin-1")
        asked = f"/{path}?{query}" if query else f"/{path}"
        self.knocks.append(Knock(asked, request.form, request.user_agent.string))
        validator = RequestValidator(AUTH_TOKEN)
        url = (self.public or self.address) + asked
        if not validator.validate(url, request.form, request.headers[SIGNATURE]):
            return Response(status=403)
        status, kind, body = self.answers.get(f"/{path}", DONE)
        return Response(body, status, content_type=kind)


@contextmanager
def listening(app: Flask) -> Iterator[str]:
    """Serve an application on a free port until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    serving = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def numbered() -> Callable[[], str]:
    """Make ids that count from 1."""
    numbers = count(1)
    return lambda: f"{next(numbers):032x}"


def having(form: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: form[name] for name in names}


class _Quiet(WSGIRequestHandler):
    @override
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass
