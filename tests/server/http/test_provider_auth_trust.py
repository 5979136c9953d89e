"""Whose requests are believed: only what the provider signed, for us, to this address."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine

from server.http.provider_auth import SIGNED
from simulator.signing import HEADER
from tests.server.callers import (
    ACCOUNT,
    BASE,
    SECONDARY,
    Caller,
    Fields,
    a_text,
    added,
    cut,
    form_for,
    production,
    rows,
    running,
    sentence,
    visits,
)

INBOUND = "/sms/inbound"
ALGORITHM = "X-Twilio-Webhooks-Signature-Settings"


@pytest.mark.parametrize("path", SIGNED)
def test_a_signed_request_is_let_in(caller: Caller, path: str) -> None:
    answer = caller.signed(path, form_for(path))

    assert answer.status_code in {200, 204}


@pytest.mark.parametrize("path", SIGNED)
@pytest.mark.parametrize("signature", ["", "0" * 28, "=", "not base64 é", "x" * 9000])
def test_an_unsigned_or_wrongly_signed_request_has_no_effect_at_all(
    caller: Caller, store: Engine, path: str, signature: str
) -> None:
    before, noted = rows(store), visits(caller.app)

    answer = caller.sent(path, form_for(path), signature)

    assert answer.status_code == 403
    assert sentence(answer) == "请求被拒绝。"
    assert rows(store) == before
    assert noted == []


def test_the_signature_for_one_door_opens_no_other(caller: Caller) -> None:
    signature = caller.signature("/sms/fallback", a_text())

    assert caller.sent(INBOUND, a_text(), signature).status_code == 403


def test_the_signature_for_another_host_does_not_count(app: Flask) -> None:
    elsewhere = Caller(app, base="https://other.example.gov.cn")

    assert elsewhere.signed(INBOUND, a_text()).status_code == 403


@pytest.mark.parametrize(
    "claim",
    [
        {"Host": "other.example.gov.cn"},
        {"Host": "other.example.gov.cn:port"},
        {"Host": "a b/c@[::1"},
        {"Host": ""},
        {"X-Forwarded-Host": "other.example.gov.cn"},
        {"X-Forwarded-Host": "other.example.gov.cn", "X-Forwarded-Proto": "https"},
        {"X-Original-URL": "https://other.example.gov.cn/sms/inbound"},
        {"Forwarded": "host=other.example.gov.cn;proto=https"},
    ],
)
def test_where_we_are_is_ours_to_say_not_the_sender_s(
    app: Flask, claim: dict[str, str]
) -> None:
    genuine, forged = Caller(app), Caller(app, base="https://other.example.gov.cn")

    let_in = genuine.signed(INBOUND, a_text(), claim)
    refused = forged.signed(INBOUND, a_text(), claim)

    assert (let_in.status_code, refused.status_code) == (200, 403)


def test_behind_a_proxy_the_public_address_is_what_was_signed(
    store: Engine,
) -> None:
    base = "https://www.example.gov.cn/helpline"
    with running(production(store, PUBLIC_BASE_URL=base)) as app:
        let_in = Caller(app, base=base).signed(INBOUND, a_text())
        refused = Caller(app, base="http://localhost").signed(INBOUND, a_text())

    assert (let_in.status_code, refused.status_code) == (200, 403)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("https://h.example.cn", "https://h.example.cn:443"),
        ("https://h.example.cn:443", "https://h.example.cn"),
        ("https://h.example.cn:8443", "https://h.example.cn"),
        ("https://h.example.cn:8443", "https://h.example.cn:8443"),
        ("https://u:p@h.example.cn:8443", "https://u:p@h.example.cn"),
        ("http://127.0.0.1", "http://127.0.0.1:80"),
        ("http://[::1]:8000", "http://[::1]"),
    ],
)
def test_an_address_is_signed_with_its_port_or_without(
    store: Engine, ours: str, theirs: str
) -> None:
    with running(production(store, PUBLIC_BASE_URL=ours)) as app:
        answer = Caller(app, base=theirs).signed(INBOUND, a_text())

    assert answer.status_code == 200


def test_another_port_is_another_address(store: Engine) -> None:
    base = "https://h.example.cn"
    with running(production(store, PUBLIC_BASE_URL=base)) as app:
        answer = Caller(app, base=base + ":8443").signed(INBOUND, a_text())

    assert answer.status_code == 403


@pytest.fixture
def rotating(store: Engine) -> Iterator[Flask]:
    with running(production(store, TWILIO_AUTH_TOKEN_SECONDARY=SECONDARY)) as app:
        yield app


def test_during_a_rotation_either_token_counts_and_the_log_says_which(
    rotating: Flask, log: pytest.LogCaptureFixture
) -> None:
    first = Caller(rotating).signed(INBOUND, a_text())
    second = Caller(rotating, token=SECONDARY).signed(INBOUND, a_text())

    assert (first.status_code, second.status_code) == (200, 200)
    told = [it.getMessage() for it in log.records if "signed" in it.getMessage()]
    assert told == [
        "signed request: /sms/inbound, token 1",
        "signed request: /sms/inbound, token 2",
    ]


def test_after_a_rotation_the_old_token_counts_no_more(caller: Caller) -> None:
    old = Caller(caller.app, token=SECONDARY)

    assert old.signed(INBOUND, a_text()).status_code == 403


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ("", 200),
        ("key=webhooks_sharedkey_1", 200),
        ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA1", 200),
        ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", 403),
        ("algorithm=none", 403),
        ("algorithm=MD5", 403),
    ],
)
def test_the_header_chooses_no_algorithm_our_token_is_not_meant_for(
    caller: Caller, settings: str, status: int
) -> None:
    answer = caller.signed(INBOUND, a_text(), {ALGORITHM: settings})

    assert answer.status_code == status


def test_a_form_for_another_account_is_refused_though_well_signed(
    caller: Caller, store: Engine
) -> None:
    foreign = a_text(AccountSid=ACCOUNT[:-1] + "0")

    answer = caller.signed(INBOUND, foreign)

    assert answer.status_code == 403
    assert rows(store)["turns"] == 0


def test_a_replay_is_answered_alike_and_has_one_effect(
    caller: Caller, store: Engine
) -> None:
    before = rows(store)

    first, again = (caller.signed(INBOUND, a_text()) for _ in "12")

    assert first.data == again.data
    assert added(before, rows(store))["turns"] == 1


@pytest.mark.parametrize(
    "fields",
    [
        cut(a_text(), MessageSid="SM" + "1" * 31, MessageSi="d1"),
        cut(a_text(), AccountSid=ACCOUNT + "ApiVersion2010-04-01"),
        cut(a_text(), MessageSid="SM" + "1" * 32 + "NumMedia0"),
        cut(a_text(), MessageSid="SM" + "1" * 32 + "\n"),
        tuple(it for it in a_text() if it[0] != "AccountSid"),
        tuple(it for it in a_text() if it[0] != "From"),
        tuple(it for it in a_text() if it[0] != "To"),
        tuple(it for it in a_text() if it[0] != "MessageSid"),
        (*a_text(), ("Body", "another")),
        (*a_text(), ("From", "+8613900139000")),
        (*a_text(), ("MessageSid", "SM" + "2" * 32)),
    ],
)
def test_fields_cut_otherwise_are_refused_though_well_signed(
    caller: Caller, store: Engine, fields: Fields
) -> None:
    answer = caller.signed(INBOUND, fields)

    assert answer.status_code == 403
    assert rows(store)["turns"] == 0


def test_a_captured_request_cut_otherwise_carries_the_same_signature_and_is_refused(
    caller: Caller,
) -> None:
    merged = dict(a_text())
    merged["AccountSid"] += "ApiVersion" + merged.pop("ApiVersion")
    captured = caller.signature(INBOUND, a_text())

    answer = caller.sent(INBOUND, tuple(merged.items()), captured)

    assert caller.signature(INBOUND, tuple(merged.items())) == captured
    assert answer.status_code == 403


def test_the_query_is_part_of_what_was_signed(caller: Caller) -> None:
    once = "/ivr/key?edition=1&at=0&step=0&silent=0&wrong=0"
    form = form_for(once)
    signature = caller.signature(once, form)

    def answered(path: str) -> int:
        return caller.sent(path, form, signature).status_code

    assert answered(once) == 200
    assert answered(once + "&at=0") == 403
    assert answered("/ivr/key?at=0&edition=1&step=0&silent=0&wrong=0") == 403
    assert answered("/ivr/key") == 403
    assert answered(once.replace("=1", "=%31")) == 403


def test_a_query_in_chinese_is_verified_as_it_was_sent(caller: Caller) -> None:
    path = "/ivr/answer?note=%E4%BD%A0%27%7e+%20"

    assert caller.signed(path, form_for(path)).status_code == 200


def test_an_absolute_address_in_the_request_line_is_no_address_of_ours(
    caller: Caller,
) -> None:
    answer = caller.app.test_client().post(
        INBOUND,
        data=dict(a_text()),
        headers={HEADER: caller.signature(INBOUND, a_text())},
        environ_overrides={"RAW_URI": BASE + INBOUND},
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("at", [0, 9, 14, -2])
def test_a_signature_that_is_nearly_right_is_wrong(caller: Caller, at: int) -> None:
    right = caller.signature(INBOUND, a_text())
    letter = "A" if right[at] != "A" else "B"
    nearly = "".join((*right[: at % len(right)], letter, *right[at % len(right) + 1 :]))

    assert caller.sent(INBOUND, a_text(), nearly).status_code == 403
    assert caller.sent(INBOUND, a_text(), right[:-1]).status_code == 403
    assert caller.sent(INBOUND, a_text(), right).status_code == 200
