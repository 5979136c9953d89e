"""What is no request of ours is refused before it is looked at, in a fixed order."""

import gzip
import json
from io import BytesIO

import pytest
from sqlalchemy import Engine

from tests.notices.api.business import BATCH, NOTICES, Business, faults, kind, order
from tests.server.callers import rows

GOOD = json.dumps(order()).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b'{"to": "\\ud800"}',
        b"[" * 100_000,
        b"1" * 5_000,
    ],
)
@pytest.mark.parametrize("path", [NOTICES, BATCH])
def test_what_is_no_json_is_malformed(
    business: Business, path: str, raw: bytes
) -> None:
    answer = business.posts(raw, path)

    assert (answer.status_code, kind(answer)) == (400, "malformed")


@pytest.mark.parametrize("raw", [b"[]", b"null", b'"to"', b"0", b"false"])
@pytest.mark.parametrize("path", [NOTICES, BATCH])
def test_json_that_is_no_object_is_invalid(
    business: Business, path: str, raw: bytes
) -> None:
    answer = business.posts(raw, path)

    assert answer.status_code == 422
    assert faults(answer) == {"body": "应为对象（{ }）。"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"Content_Type": ""},
        {"Content_Encoding": "gzip"},
    ],
)
def test_what_is_not_said_to_be_plain_json_is_not_read(
    business: Business, headers: dict[str, str]
) -> None:
    packed = gzip.compress(GOOD)

    answer = business.posts(packed, **headers)

    assert (answer.status_code, kind(answer)) == (415, "media-type")


@pytest.mark.parametrize(
    ("path", "most"), [(NOTICES, 1024 * 1024), (BATCH, 16 * 1024 * 1024)]
)
def test_a_body_may_be_so_large_and_no_larger(
    business: Business, path: str, most: int
) -> None:
    fits = business.posts(b" " * most, path)
    larger = business.posts(b" " * (most + 1), path)

    assert (fits.status_code, larger.status_code) == (400, 413)
    assert kind(larger) == "too-large"


@pytest.mark.parametrize("more", [0, 1, 1000])
def test_a_body_that_does_not_tell_its_length_may_be_no_larger(
    business: Business, more: int
) -> None:
    whole = GOOD + b" " * (1024 * 1024 - len(GOOD) + more)

    answer = business.app.test_client().post(
        NOTICES,
        input_stream=BytesIO(whole),
        content_type="application/json",
        headers={**business.bearer, "Idempotency-Key": "a"},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )

    assert answer.status_code == (413 if more else 201)


@pytest.mark.parametrize("key", ["", "a b", "键", "a" * 256, "a\x7f"])
def test_a_request_without_a_proper_idempotency_key_is_refused(
    business: Business, engine: Engine, key: str
) -> None:
    before = rows(engine)

    answer = business.posts(GOOD, Idempotency_Key=key)

    assert (answer.status_code, kind(answer)) == (400, "idempotency-key")
    assert list(faults(answer)) == ["Idempotency-Key"]
    assert rows(engine) == before


@pytest.mark.parametrize("key", ["a", "!" + "~" * 254])
def test_any_visible_ascii_is_an_idempotency_key(business: Business, key: str) -> None:
    assert business.posts(GOOD, Idempotency_Key=key).status_code == 201


def test_type_then_size_then_json_then_key_then_fields(business: Business) -> None:
    large = b" " * (1024 * 1024 + 1)

    answers = [
        business.posts(large, Content_Type="text/plain", Idempotency_Key=""),
        business.posts(large, Idempotency_Key=""),
        business.posts(b"{", Idempotency_Key=""),
        business.posts(b"{}", Idempotency_Key=""),
        business.posts(b"{}"),
    ]

    assert [kind(it) for it in answers] == [
        "media-type",
        "too-large",
        "malformed",
        "idempotency-key",
        "invalid",
    ]


def test_a_name_that_is_no_text_is_an_error_like_any_other(business: Business) -> None:
    name = "长" * 200

    answer = business.sends(order(**{name: 1}))

    assert faults(answer) == {"长" * 79 + "…": "没有这个字段。"}
