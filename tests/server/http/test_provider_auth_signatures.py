"""Signatures known from the provider's own libraries, and what they are worth here."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Request
from werkzeug.datastructures import MultiDict

from server.http.provider_auth import SIGNED, raw_uri, signed_addresses, signing_token
from simulator.signing import sign
from tests.server.callers import Caller

KNOWN: dict[str, Any] = json.loads(
    Path(__file__).with_name("signature_vectors.json").read_text("utf-8")
)
TOKEN: str = KNOWN["token"]
USUAL = "/myapp.php?foo=1&bar=2"
FORMS: list[dict[str, Any]] = KNOWN["forms"]
DOCUMENTS: list[dict[str, Any]] = KNOWN["documents"]


def named(vectors: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("vector", vectors, ids=lambda it: it["name"])


def fields(vector: dict[str, Any]) -> list[tuple[str, str]]:
    form = vector["form"]
    pairs = KNOWN[form] if isinstance(form, str) else form
    return [(name, value) for name, value in pairs]


def signed_by(tokens: tuple[str, ...], vector: dict[str, Any]) -> int | None:
    urls = signed_addresses(vector["base"], vector.get("uri", USUAL))
    return signing_token(tokens, urls, MultiDict(fields(vector)), vector["signature"])


@named(FORMS)
def test_a_known_form_is_told_from_a_forged_one(vector: dict[str, Any]) -> None:
    matched = signed_by((TOKEN,), vector)

    assert (matched == 0) is vector["genuine"]


@named(FORMS)
def test_the_token_that_signed_is_found_behind_another(vector: dict[str, Any]) -> None:
    matched = signed_by(("another", TOKEN), vector)

    assert matched == (1 if vector["genuine"] else None)


@named(FORMS)
def test_another_token_never_fits(vector: dict[str, Any]) -> None:
    assert signed_by(("another",), vector) is None


@named(FORMS)
def test_the_simulator_signs_as_the_provider_does(vector: dict[str, Any]) -> None:
    urls = signed_addresses(vector["base"], vector.get("uri", USUAL))

    made = {sign(TOKEN, url, fields(vector)) for url in urls}

    assert (vector["signature"] in made) is vector["genuine"]


@named(DOCUMENTS)
@pytest.mark.parametrize("path", SIGNED)
def test_a_document_is_refused_however_well_it_is_signed(
    caller: Caller, path: str, vector: dict[str, Any]
) -> None:
    body = vector["body"].encode()
    uri = f"{path}?{vector['query']}"

    theirs = caller.sent(uri, body, vector["signature"], kind="application/json")
    ours = caller.sent(uri, body, caller.signature(uri), kind="application/json")

    assert (theirs.status_code, ours.status_code) == (403, 403)


@named(DOCUMENTS)
def test_a_document_under_a_form_s_name_is_refused(
    caller: Caller, vector: dict[str, Any]
) -> None:
    uri = f"/sms/inbound?{vector['query']}"

    answer = caller.sent(uri, vector["body"].encode(), caller.signature(uri))

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("environ", "uri"),
    [
        ({"RAW_URI": "/a%27b?x=%7e", "PATH_INFO": "/a'b"}, "/a%27b?x=%7e"),
        ({"REQUEST_URI": "/a%27b?", "PATH_INFO": "/a'b"}, "/a%27b?"),
        ({"PATH_INFO": "/a b", "QUERY_STRING": "x=%E4%BD%A0"}, "/a%20b?x=%E4%BD%A0"),
        ({"SCRIPT_NAME": "/under", "PATH_INFO": "/a"}, "/under/a"),
    ],
    ids=["gunicorn", "waitress", "another server", "another server, mounted"],
)
def test_the_address_is_taken_as_it_was_sent_wherever_we_are_served(
    environ: dict[str, str], uri: str
) -> None:
    asked = Request({"REQUEST_METHOD": "POST", "QUERY_STRING": "", **environ})

    assert raw_uri(asked) == uri
