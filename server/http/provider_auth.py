"""Authentication of webhooks by the provider's signature (X-Twilio-Signature); other routes are public by name, or refused."""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import quote, urlsplit

from flask import Flask, Request, abort, request
from twilio.request_validator import (
    HMAC_SHA1,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from werkzeug.datastructures import MultiDict

from server.http.refusal_log import RefusalLog

SIGNED: Mapping[str, str] = {
    "/sms/inbound": "MessageSid",
    "/sms/fallback": "MessageSid",
    "/ivr/answer": "CallSid",
    "/ivr/key": "CallSid",
    "/ivr/status": "CallSid",
    "/ivr/fallback": "CallSid",
    "/ivr/dialled": "CallSid",
    "/notices/receipts": "MessageSid",
}
"""The provider's routes, with the field that identifies what each is about."""

KEYED = frozenset(
    {
        "/api/v1/notices",
        "/api/v1/notices/batch",
        "/api/v1/notices/<string(length=32):id>",
    }
)
"""Routes whose own door asks for an API key, before anything else."""

PUBLIC = frozenset(
    {
        *("/healthz", "/readyz", "/api/openapi.json", "/api/docs"),
        "/api/docs/static/<path:filename>",
    }
)
"""Routes anybody may ask."""

_SHAPES = {
    "MessageSid": re.compile(r"(SM|MM)[0-9a-fA-F]{32}"),
    "CallSid": re.compile(r"CA[0-9a-fA-F]{32}"),
}
_ALWAYS_SENT = ("AccountSid", "From", "To")
_SINGLE = frozenset(
    (
        *("AccountSid", "MessageSid", "SmsSid", "CallSid", "From", "To", "Body"),
        *(
            "MessagingServiceSid",
            "NumMedia",
            "OptOutType",
            "Digits",
            "CallStatus",
            "CallDuration",
        ),
        *("SequenceNumber", "DialCallStatus", "ErrorCode"),
    )
)
"""What a door reads as one value: two of it could be read as either."""

_FORM = "application/x-www-form-urlencoded"
_DEFAULT_PORTS = {"https": 443, "http": 80}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProviderAccount:
    """Our account at the provider, and the tokens it may sign with, primary first."""

    sid: str
    tokens: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProviderAuth:
    """Decides from the request alone: nothing is stored, nothing is looked up.

    `base_url` is where the provider believes we are. It comes from the settings:
    `Host` and `X-Forwarded-*` are the sender's to choose.
    """

    account: ProviderAccount
    base_url: str
    public: frozenset[str]
    refusals: RefusalLog

    def install(self, app: Flask) -> None:
        """Ask before every view of this app."""
        app.before_request(self._check_request)

    def _check_request(self) -> None:
        rule = request.url_rule
        if rule is None or rule.rule in self.public | KEYED:
            return  # no rule: Flask answers 404 or 405 itself, and runs no view
        reason = self._refusal_reason(rule.rule)
        if reason:
            self.refusals.log(rule.rule, reason)
            abort(403)

    def _refusal_reason(self, rule: str) -> str:
        """Say why this request is refused; "" when it is the provider's own."""
        if rule not in SIGNED:
            return "unlisted route"
        if request.mimetype != _FORM:
            return "not a form"
        settings = request.headers.get(SIGNATURE_SETTINGS_HEADER, "")
        if get_signature_algorithm(settings) != HMAC_SHA1:
            return "signature algorithm"
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if not signature:
            return "no signature"
        urls = signed_addresses(self.base_url, raw_uri(request))
        matched = signing_token(self.account.tokens, urls, request.form, signature)
        if matched is None:
            return "wrong signature"
        reason = form_fault(request.form, self.account.sid, SIGNED[rule])
        if any(len(values) > 1 for _, values in request.args.lists()):
            reason = "a query field twice"  # a proxy may have added one
        if not reason:
            _log.info("signed request: %s, token %d", rule, matched + 1)
        return reason


def signing_token(
    tokens: tuple[str, ...],
    urls: Iterable[str],
    form: MultiDict[str, str],
    signature: str,
) -> int | None:
    """Find the token that made this signature; every one is tried, in constant time."""
    given, found = signature.encode(), None
    for url in urls:
        for position, token in enumerate(tokens):
            made: str = RequestValidator(token).compute_signature(url, form)
            if compare_digest(made.encode(), given):
                found = position
    return found


def signed_addresses(base_url: str, uri: str) -> frozenset[str]:
    """Name the request with and without the base's port: the provider signs either.

    The rule is that of twilio-python's `RequestValidator.validate`, which itself
    loses the host when the address has both a password and a port.
    """
    parts = urlsplit(base_url)
    port = parts.port or _DEFAULT_PORTS[parts.scheme]
    bare = parts.netloc.removesuffix(f":{port}")
    hosts = (bare, f"{bare}:{port}")
    return frozenset(parts._replace(netloc=it).geturl() + uri for it in hosts)


def form_fault(form: MultiDict[str, str], account: str, identity: str) -> str:
    """Say what is wrong with a signed form; "" for nothing.

    The signature covers names and values run together, so the same one fits
    other cuts between them; fixed shapes and required fields leave no other cut.
    """
    if any(len(form.getlist(key)) > 1 for key in _SINGLE & form.keys()):
        return "a field twice"
    if any(key not in form for key in _ALWAYS_SENT):
        return "a field missing"
    if not compare_digest(form["AccountSid"].encode(), account.encode()):
        return "foreign account"
    if not _SHAPES[identity].fullmatch(form.get(identity, "")):
        return f"no {identity}"
    return ""


def raw_uri(asked: Request) -> str:
    """Return path and query exactly as they were sent: what the provider signed.

    Werkzeug's own `url` decodes and re-encodes, which breaks signatures.
    """
    environ = asked.environ
    sent: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if sent:
        return sent
    path = quote(asked.root_path + asked.path)
    query = asked.query_string.decode("latin-1")
    return f"{path}?{query}" if query else path


def unlisted_routes(app: Flask, public: Iterable[str]) -> frozenset[str]:
    """Name the routes that would be refused because nobody listed them."""
    listed = {*SIGNED, *KEYED, *public}
    return frozenset(it.rule for it in app.url_map.iter_rules()) - listed
