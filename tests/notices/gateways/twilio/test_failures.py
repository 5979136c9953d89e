"""What never connected was never sent; after that, nobody knows."""

import socket
import ssl

import pytest
import requests
import responses
from urllib3 import HTTPSConnectionPool
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPSConnection

from notices.faults import Fault
from notices.gateways.base import SendOutcome, SendRefused, SendUnknown
from tests.notices.gateways.accounts import MESSAGE, MESSAGES, gateway

CONNECTION = HTTPSConnection("api.twilio.com")
POOL = HTTPSConnectionPool("api.twilio.com")


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def gave_up(reason: Exception) -> urllib3_errors.MaxRetryError:
    return urllib3_errors.MaxRetryError(POOL, "/", reason)


def unreached(cause: Exception) -> Exception:
    return caused(urllib3_errors.NewConnectionError(CONNECTION, str(cause)), cause)


def broken(cause: Exception) -> requests.ConnectionError:
    return requests.ConnectionError(
        urllib3_errors.ProtocolError("Connection aborted.", cause)
    )


def by_proxy(cause: Exception) -> requests.exceptions.ProxyError:
    return requests.exceptions.ProxyError(
        gave_up(urllib3_errors.ProxyError("Unable to connect to proxy", cause))
    )


NO_NAME = urllib3_errors.NameResolutionError(
    "api.twilio.com", CONNECTION, socket.gaierror(-2, "Name or service not known")
)
TOO_SLOW = urllib3_errors.ConnectTimeoutError(CONNECTION, "timed out")
UNTRUSTED = ssl.SSLCertVerificationError(1, "self-signed certificate")
READ_TIMEOUT = urllib3_errors.ReadTimeoutError(POOL, "/", "Read timed out.")
NOT_REACHED = {
    "refused": (
        requests.ConnectionError(gave_up(unreached(ConnectionRefusedError(111)))),
        "connect",
    ),
    "no route": (requests.ConnectionError(gave_up(unreached(OSError(113)))), "connect"),
    "no such name": (requests.ConnectionError(gave_up(NO_NAME)), "dns"),
    "connecting too slow": (requests.ConnectTimeout(gave_up(TOO_SLOW)), "connect"),
    "connecting too slow, bare": (requests.ConnectTimeout(), "connect"),
    "untrusted": (requests.ConnectionError(gave_up(unreached(UNTRUSTED))), "tls"),
    "reset while shaking hands": (
        requests.ConnectionError(gave_up(unreached(ConnectionResetError(104)))),
        "connect",
    ),
    "no proxy": (by_proxy(unreached(ConnectionRefusedError(111))), "connect"),
    "proxy too slow": (by_proxy(TOO_SLOW), "connect"),
    "no tunnel": (by_proxy(unreached(OSError("Tunnel failed: 503"))), "connect"),
}
LOST = {
    "reset": (broken(ConnectionResetError(104)), "reset"),
    "hung up": (broken(ConnectionError("closed without response")), "reset"),
    "reset by the proxy": (by_proxy(ConnectionResetError(104)), "reset"),
    "TLS broke off": (requests.exceptions.SSLError(ssl.SSLEOFError(8)), "reset"),
    "half an answer": (requests.exceptions.ChunkedEncodingError("7 bytes"), "reset"),
    "garbled body": (requests.exceptions.ContentDecodingError("gzip"), "reset"),
    "bare": (requests.ConnectionError(), "reset"),
    "no answer": (requests.ReadTimeout(READ_TIMEOUT), "timeout"),
    "no answer, bare": (requests.ReadTimeout(), "timeout"),
    "no more of it": (requests.ConnectionError(READ_TIMEOUT), "timeout"),
}


def outcome(api: responses.RequestsMock, error: Exception) -> SendOutcome:
    api.post(MESSAGES, body=error)
    return gateway().send(MESSAGE)


@pytest.mark.parametrize(
    ("error", "code"), list(NOT_REACHED.values()), ids=list(NOT_REACHED)
)
def test_what_did_not_connect_may_be_tried_again(
    api: responses.RequestsMock, error: Exception, code: str
) -> None:
    assert outcome(api, error) == SendRefused(Fault.BUSY, code)
    assert len(api.calls) == 1


@pytest.mark.parametrize(("error", "code"), list(LOST.values()), ids=list(LOST))
def test_what_broke_after_that_is_unknown(
    api: responses.RequestsMock, error: Exception, code: str
) -> None:
    assert outcome(api, error) == SendUnknown(code)
    assert len(api.calls) == 1


@pytest.mark.parametrize(
    "error", [OSError("no CA bundle"), RuntimeError("?"), MemoryError()]
)
def test_what_nobody_foresaw_is_unknown(
    api: responses.RequestsMock,
    error: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert outcome(api, error) == SendUnknown(type(error).__name__)
    assert "nobody foresaw" in caplog.text


@pytest.mark.parametrize("base_url", ["sms.example", "ftp://sms.example", "http://:1"])
def test_an_address_that_is_none_halts_sending(base_url: str) -> None:
    assert gateway(base_url=base_url).send(MESSAGE) == SendRefused(
        Fault.ACCOUNT, "address"
    )
