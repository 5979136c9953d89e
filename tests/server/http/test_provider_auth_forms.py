"""What a request may look like: any fields, of any number, but no other method or path."""

from urllib.parse import quote_plus, urlencode

import pytest
from sqlalchemy import Engine, select

from server.http.provider_auth import SIGNED
from sms.tables import TurnRow
from storage.session import reading
from tests.server.callers import (
    Caller,
    a_text,
    added,
    form_for,
    rows,
    sentence,
    visits,
)

INBOUND = "/sms/inbound"


@pytest.mark.parametrize("path", SIGNED)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_a_door_takes_posts_only_and_says_so_without_the_store(
    caller: Caller, path: str, method: str
) -> None:
    noted = visits(caller.app)

    answer = caller.asked(method, path)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert noted == []


@pytest.mark.parametrize("path", SIGNED)
@pytest.mark.parametrize("written", ["{}/", "/{}", "{}//", "{}.", "{}/x"])
def test_another_spelling_of_a_door_is_nowhere_and_never_a_redirect(
    caller: Caller, path: str, written: str
) -> None:
    spelt = written.format(path)

    answer = caller.signed(spelt, form_for(path))

    assert answer.status_code == 404
    assert "Location" not in answer.headers


def test_a_slash_twice_inside_an_address_is_nowhere(caller: Caller) -> None:
    answer = caller.signed("/sms//inbound", a_text())

    assert answer.status_code == 404
    assert sentence(answer) == "没有这个地址。"


@pytest.mark.parametrize("media", ["", "text/plain", "multipart/form-data; boundary=x"])
def test_only_a_form_is_read(caller: Caller, media: str) -> None:
    signature = caller.signature(INBOUND, a_text())

    answer = caller.sent(INBOUND, urlencode(a_text()).encode(), signature, kind=media)

    assert answer.status_code == 403


def test_a_form_may_name_its_encoding(caller: Caller) -> None:
    kind = "application/x-www-form-urlencoded; charset=UTF-8"
    signature = caller.signature(INBOUND, a_text())

    answer = caller.sent(INBOUND, a_text(), signature, kind=kind)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        [("NewIn2027", "whatever"), ("AddOns", '{"status": "ok"}')],
        [("", "a value without a name")],
        [("", "")],
        [("FromCity", ""), ("FromZip", ""), ("ToState", "")],
        [("MediaUrl", "one"), ("MediaUrl", "two"), ("MediaUrl", "one")],
        [("ChannelMetadata", "你好 & = + % 😀 \x00")],
        [("名字", "值")],
    ],
)
def test_what_the_provider_adds_is_signed_and_otherwise_ignored(
    caller: Caller, more: list[tuple[str, str]]
) -> None:
    answer = caller.signed(INBOUND, (*a_text(), *more))

    assert answer.status_code == 200


def test_an_addition_nobody_signed_is_refused(caller: Caller) -> None:
    signature = caller.signature(INBOUND, a_text())

    answer = caller.sent(INBOUND, (*a_text(), ("NewIn2027", "")), signature)

    assert answer.status_code == 403


def test_bytes_that_are_no_text_are_refused(caller: Caller, store: Engine) -> None:
    body = urlencode(a_text("提示")).encode()
    gbk = body.replace(quote_plus("提示").encode(), b"\xcc\xe1%CA%BE\xff%ED%A0%80")

    answer = caller.sent(INBOUND, gbk, caller.signature(INBOUND, a_text("提示")))

    assert answer.status_code == 403
    assert rows(store)["turns"] == 0


def test_a_signed_body_of_odd_characters_is_kept_as_far_as_it_can_be(
    caller: Caller, store: Engine
) -> None:
    answer = caller.signed(INBOUND, a_text("\x00你\ufffe好\x07<Response>&]]>"))

    with reading(store) as session:
        kept = session.scalars(select(TurnRow.body)).one()
    assert answer.status_code == 200
    assert kept == "你好<Response>&]]>"


def test_fifteen_hundred_fields_are_read(caller: Caller, store: Engine) -> None:
    before = rows(store)
    many = tuple((f"Field{number}", str(number)) for number in range(1500))

    answer = caller.signed(INBOUND, (*a_text(), *many))

    assert answer.status_code == 200
    assert added(before, rows(store))["turns"] == 1


def test_six_hundred_kilobytes_are_read(caller: Caller) -> None:
    large = (*a_text(), ("AddOns", "x" * 600_000))

    answer = caller.signed(INBOUND, large)

    assert answer.status_code == 200


@pytest.mark.parametrize("signed", [True, False])
def test_six_megabytes_are_refused_unread(caller: Caller, *, signed: bool) -> None:
    large = (*a_text(), ("AddOns", "x" * 6_000_000))
    signature = caller.signature(INBOUND, large) if signed else "0" * 28
    noted = visits(caller.app)

    answer = caller.sent(INBOUND, large, signature)

    assert answer.status_code == 413
    assert sentence(answer) == "请求的内容太大。"
    assert noted == []
