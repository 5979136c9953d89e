"""Connections that tell whether a failure came before anything was sent, or after.

urllib3 raises the same for a handshake that broke and for an answer that did. Only
after the former is it safe to send again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from requests.adapters import HTTPAdapter
from typing_extensions import override
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.poolmanager import PoolManager, ProxyManager


class Adapter(HTTPAdapter):
    """Connects for a session, directly or through a proxy; tries nothing twice.

    Whatever goes wrong while connecting is a `NewConnectionError`, or another
    `ConnectTimeoutError`; these never mean anything else.
    """

    @override
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _teach(self.poolmanager)

    @override
    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        _teach(manager)
        return manager


class _Plain(HTTPConnection):
    @override
    def connect(self) -> None:
        with _reaching(self):
            super().connect()


class _Secure(HTTPSConnection):
    @override
    def connect(self) -> None:
        with _reaching(self):
            super().connect()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain  # type: ignore[mutable-override] # as urllib3 says to


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure  # type: ignore[mutable-override] # as urllib3 says to


def _teach(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


@contextmanager
def _reaching(connection: HTTPConnection) -> Iterator[None]:
    try:
        yield
    except ConnectTimeoutError:
        raise
    except (OSError, HTTPException, HTTPError, ValueError) as error:
        word = f"{type(error).__name__}: {error}"
        raise NewConnectionError(connection, word) from error
