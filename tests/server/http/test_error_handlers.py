"""What every answer carries, and errors in words a person can read."""

import pytest
from flask import Flask, abort

from server.errors import ServerError, SettingsError
from server.http import error_handlers
from tests.server.callers import Caller, sentence


@pytest.fixture
def troubled() -> Flask:
    """Make an application whose every address ends in an error."""
    app = Flask("troubled", static_folder=None)
    error_handlers.install(app)

    @app.get("/status/<int:status>")
    def status(status: int) -> str:
        abort(status)

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("nobody but the log should read this")

    return app


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 415, 418, 500, 503])
def test_an_error_says_what_is_wrong_in_chinese(troubled: Flask, status: int) -> None:
    answer = Caller(troubled).asked("GET", f"/status/{status}")

    assert answer.status_code == status
    assert sentence(answer) == error_handlers.SENTENCES.get(status, "请求的格式不对。")


def test_our_own_fault_is_told_to_the_log_alone(troubled: Flask) -> None:
    answer = Caller(troubled).asked("GET", "/broken")

    assert answer.status_code == 500
    assert answer.get_json() == {"error": "系统出了问题，请稍后再试。"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/nowhere", "/sms/inbound"])
def test_every_answer_carries_the_safe_headers(app: Flask, path: str) -> None:
    headers = Caller(app).asked("GET", path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_chinese_is_sent_as_it_is_read(app: Flask) -> None:
    assert "没有这个地址。" in Caller(app).asked("GET", "/nowhere").text


def test_an_error_without_a_sentence_says_its_docstring() -> None:
    assert str(ServerError()) == "The server cannot start."
    assert (
        str(SettingsError())
        == "The environment cannot be used; `faults` are Chinese sentences."
    )
