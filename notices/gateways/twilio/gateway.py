"""Twilio's gateway: its REST client behind the port."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from json import JSONDecodeError
from threading import local
from typing import Any

from requests import RequestException
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from notices.gateways.base import (
    CodeExplanation,
    OutgoingMessage,
    ProviderRecord,
    Receipt,
    SendAccepted,
    SendOutcome,
    SendUnknown,
)
from notices.gateways.http_errors import classify_failure
from notices.gateways.twilio import codes, message_log
from notices.gateways.twilio.http import GatewayHttpClient
from notices.gateways.twilio.status_callback import is_sid, parse_status, read_receipt
from notices.status import Status

_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(hours=10)
# The client falls back on the environment's variables, unless it is given some.
_NO_ENVIRONMENT = {"TWILIO_EDGE": ""}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TwilioOptions:
    """Our account, what it sends from (a service, else a number), and how to reach it.

    `base_url` stands in for Twilio's own hosts, "" for those. `timeout` is that of
    each wait: for the connection, and for the answer.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    from_number: str = ""
    messaging_service_sid: str = ""
    base_url: str = ""
    timeout: timedelta = timedelta(seconds=10)

    @property
    def sender(self) -> Mapping[str, str]:
        """What the client wants to know of who sends."""
        if self.messaging_service_sid:
            return {"messaging_service_sid": self.messaging_service_sid}
        return {"from_": self.from_number}


class TwilioGateway:
    """Sends by Twilio; threads may share it, each gets a connection of its own."""

    def __init__(self, options: TwilioOptions) -> None:
        self._options = options
        self._local = local()

    def send(self, message: OutgoingMessage) -> SendOutcome:
        """Create the message; never raises."""
        try:
            made = self._create(message)
        except TwilioException as error:
            status = self._client().http_client.status
            return codes.classify_refusal(status, getattr(error, "code", None))
        except RequestException as error:
            return classify_failure(error)
        except JSONDecodeError:
            return SendUnknown("not-json")
        except Exception as error:  # noqa: BLE001
            # It may be on its way: nobody may take this for a message not sent.
            _log.exception("sending ended in a way that nobody foresaw")
            return SendUnknown(type(error).__name__)
        if not is_sid(made.sid):
            return SendUnknown("no-sid")
        return SendAccepted(made.sid, parse_status(made.status) or Status.ACCEPTED)

    def look_up(self, sid: str) -> ProviderRecord | None:
        """Fetch a message by its SID, None where Twilio has none; raises `GatewayError`."""
        return message_log.look_up(self._client(), sid)

    def list_sent_to(self, number: str, since: datetime) -> tuple[ProviderRecord, ...]:
        """List what was created for a number since then; raises `GatewayError`."""
        return message_log.list_sent_to(self._client(), number, since)

    def parse_receipt(self, id: str, form: Mapping[str, str]) -> Receipt:  # noqa: A002
        """Read a status callback; never raises."""
        return read_receipt(id, form)

    def explain(self, code: str) -> CodeExplanation:
        """Say what one of Twilio's error codes means; never raises."""
        return codes.explain(code)

    def _create(self, message: OutgoingMessage) -> Any:  # noqa: ANN401 - has no types
        valid_for = min(max(message.valid_for, _SHORTEST), _LONGEST)
        return self._client().messages.create(
            to=message.to,
            body=message.text,
            status_callback=message.receipts_url,
            validity_period=int(valid_for.total_seconds()),
            **self._options.sender,
        )

    def _client(self) -> Any:  # noqa: ANN401 - has no types
        if not hasattr(self._local, "client"):
            options = self._options
            self._local.client = Client(
                options.account_sid,
                options.auth_token,
                http_client=GatewayHttpClient(options.base_url, options.timeout),
                environment=_NO_ENVIRONMENT,
            )
        return self._local.client
