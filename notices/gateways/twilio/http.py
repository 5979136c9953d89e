"""The HTTP client under Twilio's: base URL, timeouts, no retries."""

from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from typing_extensions import override

from notices.gateways.http_errors import ConnectErrorAdapter


class GatewayHttpClient(TwilioHttpClient):  # type: ignore[misc] # published without types
    """Sends requests for one thread, over a connection that it keeps.

    Each wait, for a connection and for each part of an answer, ends after `timeout`.
    Nothing is tried twice, and no redirect is followed. `status` is that of the last
    answer: the body of an error may claim another, which the client would believe.
    """

    def __init__(self, base_url: str, timeout: timedelta) -> None:
        super().__init__(timeout=timeout.total_seconds())
        self._base_url = base_url
        # The environment's proxy does not know this machine's own servers.
        self.session.trust_env = not _is_loopback(base_url)
        self.status = 0
        for scheme in ("http://", "https://"):
            self.session.mount(scheme, ConnectErrorAdapter())

    @override
    def request(self, method: str, url: str, **more: object) -> Response:
        """Send a request to where it belongs; raises what `failure` understands."""
        more |= {"timeout": None, "allow_redirects": False}  # None: the client's own
        response = super().request(
            method, rewrite_base_url(url, self._base_url), **more
        )
        self.status = response.status_code
        return response

    @override
    def log_request(self, kwargs: object) -> None:
        """Write nothing: the address of a list has a number in it."""

    @override
    def log_response(self, status_code: int, response: object) -> None:
        """Write nothing."""


def rewrite_base_url(url: str, base_url: str) -> str:
    """Point an address of Twilio's at another base, "" for none.

    The hosts of its products, but for `api`, become folders.
    """
    if not base_url:
        return url
    parts = urlsplit(url)
    product = parts.netloc.partition(".")[0]
    folder = "" if product == "api" else f"/{product}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{base_url.rstrip('/')}{folder}{parts.path}{query}"


def _is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
