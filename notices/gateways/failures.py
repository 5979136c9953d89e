"""What a broken exchange means: what did not connect has surely sent nothing."""

import ssl

from requests import exceptions as requests_errors
from urllib3 import exceptions as urllib3_errors

from notices.gateways.base import Refused, Unknown
from notices.status import Fault


def failure(error: requests_errors.RequestException) -> Refused | Unknown:
    """Say whether a message may be on its way after this.

    The session must connect by `connecting.Adapter`. A connection that breaks after
    it was made, also one that was kept from before, tells nothing.
    """
    if isinstance(error, _NEVER_LEFT):
        return Refused(Fault.ACCOUNT, "address")
    reason = _reason(error)
    if isinstance(reason, urllib3_errors.ConnectTimeoutError):
        return Refused(Fault.BUSY, _unreached(reason))
    if isinstance(error, requests_errors.ConnectTimeout):
        return Refused(Fault.BUSY, "connect")
    if isinstance(error, requests_errors.ReadTimeout):
        return Unknown("timeout")
    if isinstance(reason, urllib3_errors.ReadTimeoutError):  # amid the answer
        return Unknown("timeout")
    return Unknown("reset")


_NEVER_LEFT = (
    requests_errors.InvalidURL,
    requests_errors.InvalidSchema,
    requests_errors.MissingSchema,
)
"""Raised while a request is put together: the address that was set is none."""


def _reason(error: requests_errors.RequestException) -> object:
    """Dig out what urllib3 met, also on the way to a proxy."""
    found: object = error.args[0] if error.args else None
    if isinstance(found, urllib3_errors.MaxRetryError):
        found = found.reason
    if isinstance(found, urllib3_errors.ProxyError):
        found = found.original_error
    return found


def _unreached(reason: urllib3_errors.ConnectTimeoutError) -> str:
    if isinstance(reason, urllib3_errors.NameResolutionError):
        return "dns"
    return "tls" if isinstance(reason.__cause__, ssl.SSLError) else "connect"
