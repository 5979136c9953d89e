"""The state of a tried conversation, signed (HMAC) in a hidden field, and stored nowhere."""

import hmac
import json
from dataclasses import dataclass, replace
from hashlib import sha256
from hmac import compare_digest
from typing import Self

from flask import current_app

MOST_TURNS = 12
_SIGNED = 64
"""Characters of the signature, which comes first."""


@dataclass(frozen=True, slots=True)
class ChatState:
    """`state` is the dialogue's own JSON; `turns` are the newest texts and replies."""

    state: str = ""
    turns: tuple[tuple[str, str], ...] = ()

    def add_turn(self, state: str, text: str, said: str) -> Self:
        """Add a turn; the oldest falls off."""
        turns = (*self.turns, (text, said))[-MOST_TURNS:]
        return replace(self, state=state, turns=turns)


def sign_chat(chat: ChatState) -> str:
    """Write it for a form; "" for one that has not begun."""
    if not chat.turns:
        return ""
    plain = json.dumps([chat.state, chat.turns], ensure_ascii=False)
    return _sign(plain) + plain


def read_chat(field: str) -> ChatState:
    """Read what `sign_chat` wrote; whatever else is there is a fresh conversation."""
    signature, plain = field[:_SIGNED], field[_SIGNED:]
    if not compare_digest(signature.encode(), _sign(plain).encode()):
        return ChatState()
    state, turns = json.loads(plain)
    return ChatState(state, tuple((one, two) for one, two in turns))


def _sign(plain: str) -> str:
    key = f"bench {current_app.secret_key!s}".encode()
    return hmac.new(key, plain.encode(), sha256).hexdigest()
