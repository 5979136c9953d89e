"""An account at Twilio for the tests, a message to send, and Twilio's usual answers."""

from datetime import timedelta
from typing import Any

from notices.gateways.base import OutgoingMessage
from notices.gateways.twilio.gateway import TwilioGateway, TwilioOptions

ACCOUNT = "AC" + "0" * 32
OURS = "+15557654321"
THEIRS = "+8613800138000"
SID = "SM" + "a1" * 16
MESSAGES = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
MESSAGE = OutgoingMessage(
    id="n-1",
    to=THEIRS,
    text="【安管考核】您的申请已退件。",
    receipts_url="https://helpline.example/notices/receipts?k=n-1",
    valid_for=timedelta(hours=4),
)


def options(**changed: Any) -> TwilioOptions:  # noqa: ANN401 - any field of it
    given = {"account_sid": ACCOUNT, "auth_token": "secret", "from_number": OURS}
    return TwilioOptions(**(given | changed))


def gateway(**changed: Any) -> TwilioGateway:  # noqa: ANN401
    return TwilioGateway(options(**changed))


def record(**changed: object) -> dict[str, object]:
    """Write a message as Twilio's API does just after it was created."""
    return {
        "sid": SID,
        "account_sid": ACCOUNT,
        "to": THEIRS,
        "from": OURS,
        "body": MESSAGE.text,
        "status": "queued",
        "direction": "outbound-api",
        "date_created": "Mon, 02 Mar 2026 01:30:00 +0000",
        "date_updated": "Mon, 02 Mar 2026 01:30:00 +0000",
        "date_sent": None,
        "error_code": None,
        "error_message": None,
    } | changed


def error(status: int, code: int | None) -> dict[str, object]:
    """Write an error as Twilio's API does."""
    written: dict[str, object] = {"message": "no", "status": status}
    return written if code is None else written | {"code": code}
