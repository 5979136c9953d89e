"""The path prefix of the console, below the path of the public address (WSGI SCRIPT_NAME)."""

from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/console"
_OURS = (PREFIX, "/bootstrap/")


class PathPrefixMiddleware:
    """Tells our pages the path that the proxy takes off, so that their links have it.

    Nobody else is told: signatures are checked over the address as it was sent.
    """

    def __init__(self, app: WSGIApplication, base_url: str) -> None:
        self._app = app
        self._path = urlsplit(base_url).path.rstrip("/")

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Hand a request on."""
        if self._path and environ.get("PATH_INFO", "").startswith(_OURS):
            environ["SCRIPT_NAME"] = self._path
        return self._app(environ, start_response)
