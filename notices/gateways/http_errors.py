"""Network errors of HTTP, split into those before anything was sent (safe to retry) and after.

urllib3 raises the same for a handshake that broke and for an answer that did. Only
after the former is it safe to send again.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from requests import exceptions as requests_errors
from requests.adapters import HTTPAdapter
from typing_extensions import override
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.poolmanager import PoolManager, ProxyManager

from notices.faults import Fault
from notices.gateways.base import SendRefused, SendUnknown


class ConnectErrorAdapter(HTTPAdapter):
    """Connects for a session, directly or through a proxy; tries nothing twice.

    Whatever goes wrong while connecting is a `NewConnectionError`, or another
    `ConnectTimeoutError`; these never mean anything else.
    """

    @override
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _install_pools(self.poolmanager)

    @override
    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        _install_pools(manager)
        return manager


class _Plain(HTTPConnection):
    @override
    def connect(self) -> None:
        with _translate_connect_errors(self):
            super().connect()


class _Secure(HTTPSConnection):
    @override
    def connect(self) -> None:
        with _translate_connect_errors(self):
            super().connect()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain  # type: ignore[mutable-override] # as urllib3 says to


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure  # type: ignore[mutable-override] # as urllib3 says to


def _install_pools(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


@contextmanager
def _translate_connect_errors(connection: HTTPConnection) -> Iterator[None]:
    try:
        yield
    except ConnectTimeoutError:
        raise
    except (OSError, HTTPException, HTTPError, ValueError) as error:
        word = f"{type(error).__name__}: {error}"
        raise NewConnectionError(connection, word) from error


def classify_failure(
    error: requests_errors.RequestException,
) -> SendRefused | SendUnknown:
    """Say whether a message may be on its way after this.

    The session must connect by `connecting.Adapter`. A connection that breaks after
    it was made, also one that was kept from before, tells nothing.
    """
    if isinstance(error, _NEVER_LEFT):
        return SendRefused(Fault.ACCOUNT, "address")
    reason = _root_reason(error)
    if isinstance(reason, urllib3_errors.ConnectTimeoutError):
        return SendRefused(Fault.BUSY, _connect_error_code(reason))
    if isinstance(error, requests_errors.ConnectTimeout):
        return SendRefused(Fault.BUSY, "connect")
    if isinstance(error, requests_errors.ReadTimeout):
        return SendUnknown("timeout")
    if isinstance(reason, urllib3_errors.ReadTimeoutError):  # amid the answer
        return SendUnknown("timeout")
    return SendUnknown("reset")


_NEVER_LEFT = (
    requests_errors.InvalidURL,
    requests_errors.InvalidSchema,
    requests_errors.MissingSchema,
)
"""Raised while a request is put together: the address that was set is none."""


def _root_reason(error: requests_errors.RequestException) -> object:
    """Dig out what urllib3 met, also on the way to a proxy."""
    found: object = error.args[0] if error.args else None
    if isinstance(found, urllib3_errors.MaxRetryError):
        found = found.reason
    if isinstance(found, urllib3_errors.ProxyError):
        found = found.original_error
    return found


def _connect_error_code(reason: urllib3_errors.ConnectTimeoutError) -> str:
    if isinstance(reason, urllib3_errors.NameResolutionError):
        return "dns"
    return "tls" if isinstance(reason.__cause__, ssl.SSLError) else "connect"
