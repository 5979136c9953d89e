"""A signed payload (HMAC), compressed, that a form carries to the browser and back."""

import hashlib
import hmac
import json
import zlib
from base64 import b64decode, b64encode


def sign_payload(value: object, secret: str) -> str:
    """Write a plain value down, small and under seal."""
    pressed = b64encode(zlib.compress(json.dumps(value).encode())).decode()
    return f"{_signature(pressed, secret)}.{pressed}"


def read_payload(text: str, secret: str) -> object | None:
    """Read it again; None if the seal is not ours."""
    seal, _, pressed = text.partition(".")
    if not hmac.compare_digest(seal.encode(), _signature(pressed, secret).encode()):
        return None
    value: object = json.loads(zlib.decompress(b64decode(pressed)))
    return value


def _signature(pressed: str, secret: str) -> str:
    return hmac.new(secret.encode(), pressed.encode(), hashlib.sha256).hexdigest()
