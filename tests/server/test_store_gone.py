"""The store goes while we are serving: everybody still hears something, in Chinese."""

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from helpline.wording import Prompts
from server import migrate
from server.all_tables import METADATA
from server.app import app_state, create_app
from tests import stores
from tests.faq_store import examples
from tests.server.callers import Caller, a_call, a_text, cut, production, running

pytestmark = pytest.mark.both_stores

KEY = "/ivr/key?edition=1&at=0&step=0&silent=0&wrong=0"


@pytest.fixture
def orphan(empty: Engine, now: datetime) -> Iterator[Flask]:
    """Start with a store, and lose it."""
    migrate.upgrade(empty)
    examples.publish(empty, examples.SMALL, now)
    with running(production(empty)) as app:
        METADATA.drop_all(empty)
        yield app


def words(answer: TestResponse) -> str:
    """Read what a person gets to see or hear."""
    if answer.mimetype != "text/xml":
        return answer.text
    tree = ET.fromstring(answer.text)  # noqa: S314 - our own
    said = (it.text for it in tree.iter() if it.tag in {"Say", "Message"})
    return "".join(filter(None, said))


def in_chinese(answer: TestResponse) -> bool:
    said = words(answer)
    return bool(said) and not re.search(r"[A-Za-z]{3}", said)


def test_a_text_is_left_to_the_fallback(orphan: Flask) -> None:
    answer = Caller(orphan).signed("/sms/inbound", a_text())

    assert answer.status_code == 503
    assert in_chinese(answer)


def test_the_fallback_asks_to_text_again(orphan: Flask) -> None:
    form = (*a_text(), ("ErrorCode", "11200"), ("ErrorUrl", "https://x.example/"))

    answer = Caller(orphan).signed("/sms/fallback", form)

    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    assert "稍后再发一次" in words(answer)
    assert in_chinese(answer)


def test_a_caller_is_greeted_from_memory(orphan: Flask) -> None:
    answer = Caller(orphan).signed("/ivr/answer", a_call())

    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    assert "用餐，请按" in words(answer)
    assert in_chinese(answer)


@pytest.mark.parametrize(
    ("key", "heard"), [("1", "几点开饭"), ("7", "请按"), ("", "请按")]
)
def test_a_key_is_answered_from_memory(orphan: Flask, key: str, heard: str) -> None:
    answer = Caller(orphan).signed(KEY, a_call(Digits=key))

    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    assert heard in words(answer)
    assert in_chinese(answer)


def test_a_call_pinned_to_an_older_edition_goes_on_with_the_one_in_memory(
    orphan: Flask,
) -> None:
    older = KEY.replace("edition=1", "edition=7")

    answer = Caller(orphan).signed(older, a_call(Digits="1"))

    assert answer.status_code == 200
    assert "几点开饭" in words(answer)


@pytest.mark.parametrize("path", ["/ivr/dialled", "/ivr/fallback"])
def test_every_other_door_for_calls_answers_too(orphan: Flask, path: str) -> None:
    answer = Caller(orphan).signed(path, a_call(DialCallStatus="no-answer"))

    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    assert in_chinese(answer)


def test_the_end_of_a_call_that_cannot_be_kept_is_not_acknowledged(
    orphan: Flask,
) -> None:
    ended = cut(a_call(), CallStatus="completed", CallDuration="12")

    assert Caller(orphan).signed("/ivr/status", ended).status_code == 503


def test_a_call_still_going_on_has_nothing_to_keep(orphan: Flask) -> None:
    assert Caller(orphan).signed("/ivr/status", a_call()).status_code == 204


def test_nobody_s_number_is_in_the_log_of_it(
    orphan: Flask, log: pytest.LogCaptureFixture
) -> None:
    Caller(orphan).signed("/sms/inbound", a_text("我的手机13912345678"))
    Caller(orphan).signed("/ivr/answer", a_call())

    assert [it.getMessage() for it in log.records if it.levelname == "ERROR"] == [
        "text SM11111111111111111111111111111111 not answered",
        "call not entered in the books",
    ]


@pytest.fixture
def forgetful(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Run before anything was read from the store, which is gone already."""
    with stores.empty_store(kind, tmp_path_factory.mktemp("gone")) as url:
        app = create_app(production(url))
        yield app
        app_state(app).engine.dispose()


def test_with_nothing_in_memory_a_caller_hears_an_apology(forgetful: Flask) -> None:
    for path in ("/ivr/answer", KEY, "/ivr/dialled", "/ivr/fallback"):
        answer = Caller(forgetful).signed(path, a_call(Digits="1"))

        assert (answer.status_code, answer.mimetype) == (200, "text/xml")
        assert "暂时无法为您服务" in words(answer)
        assert "<Hangup" in answer.text


def test_with_nothing_in_memory_a_text_gets_an_apology(forgetful: Flask) -> None:
    first = Caller(forgetful).signed("/sms/inbound", a_text())
    then = Caller(forgetful).signed("/sms/fallback", a_text())

    assert (first.status_code, then.status_code) == (503, 200)
    assert words(then) == Prompts().with_hotline(Prompts().apology)
