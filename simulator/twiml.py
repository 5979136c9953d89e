"""Reading the doors' answers (TwiML) as strictly as the real company would.

Verbs, attributes and limits: https://www.twilio.com/docs/voice/twiml and
https://www.twilio.com/docs/messaging/twiml; the numbers are its error codes.
"""

from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote
from xml.etree import ElementTree as ET

from helpline import sms_segments
from simulator.errors import UndeliverableError

MAX_BYTES = 64 * 1024
MAX_MESSAGES = 10
MAX_MESSAGE_UNITS = 1600
MAX_SPEECH_BYTES = 4500  # URL-encoded; a Chinese character takes nine
_DEFAULT_KEYS_TIMEOUT = 5


@dataclass(frozen=True, slots=True)
class Say:
    """Words spoken to the caller."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence, in seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Gather:
    """A wait for keys; `timeout` in seconds starts once `nested` has been spoken.

    `keys` is how many end the wait (None: no limit), `finish` the key that does.
    """

    nested: tuple[Say | Pause, ...]
    action: str
    timeout: int
    keys: int | None
    finish: str
    submits_nothing: bool


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on with the document at this address."""

    url: str


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True, slots=True)
class Dial:
    """Put the caller through to a number, then report how that went to `action`."""

    number: str
    action: str | None


Verb: TypeAlias = Say | Pause | Gather | Redirect | Hangup | Dial


def parse_messages(answer: bytes) -> tuple[str, ...]:
    """Read the texts to send back, in order; raise `UndeliverableError` for misuse."""
    texts = tuple(_parse_message(element) for element in _parse_document(answer))
    if len(texts) > MAX_MESSAGES:
        raise UndeliverableError(
            14109, f"一次回复最多{MAX_MESSAGES}条短信，这里有{len(texts)}条"
        )
    return texts


def parse_verbs(answer: bytes) -> tuple[Verb, ...]:
    """Read what the caller is to hear and do; raise `UndeliverableError` for misuse."""
    return tuple(_parse_verb(element) for element in _parse_document(answer))


def _parse_document(answer: bytes) -> ET.Element:
    if len(answer) > MAX_BYTES:
        raise UndeliverableError(11750, "回答超过64 KB")
    try:
        document = ET.fromstring(answer)  # noqa: S314 - our own server's, bounded above
    except ET.ParseError as error:
        raise UndeliverableError(12100, f"回答不是完整的XML：{error}") from error
    if document.tag != "Response":
        raise UndeliverableError(
            12100, f"回答的最外层是<{document.tag}>，应是<Response>"
        )
    return document


def _parse_message(element: ET.Element) -> str:
    if element.tag != "Message":
        raise UndeliverableError(12200, f"短信的回答里不能有<{element.tag}>")
    body = element.find("Body")
    text = "".join((element if body is None else body).itertext())
    if not text.strip():
        raise UndeliverableError(14103, "回复的短信是空的")
    if sms_segments.units(text) > MAX_MESSAGE_UNITS:
        raise UndeliverableError(21617, f"回复的短信超过{MAX_MESSAGE_UNITS}个单元")
    return text


def _parse_verb(element: ET.Element) -> Verb:
    match element.tag:
        case "Gather":
            return _parse_gather(element)
        case "Redirect":
            return Redirect((element.text or "").strip())
        case "Hangup":
            return Hangup()
        case "Dial":
            return Dial("".join(element.itertext()).strip(), element.get("action"))
        case _:
            return _parse_speech(element)


def _parse_gather(element: ET.Element) -> Gather:
    keys = element.get("numDigits")
    return Gather(
        nested=tuple(_parse_speech(child) for child in element),
        action=element.get("action", ""),
        timeout=_whole(element.get("timeout", str(_DEFAULT_KEYS_TIMEOUT))),
        keys=None if keys is None else _whole(keys),
        finish=element.get("finishOnKey", "#"),
        submits_nothing=element.get("actionOnEmptyResult", "false") == "true",
    )


def _parse_speech(element: ET.Element) -> Say | Pause:
    match element.tag:
        case "Pause":
            return Pause(_whole(element.get("length", "1")))
        case "Say":
            return _parse_say(element)
        case _:
            raise UndeliverableError(12200, f"模拟电话不认识<{element.tag}>")


def _parse_say(element: ET.Element) -> Say:
    text = "".join(element.itertext()).strip()
    if not text:
        raise UndeliverableError(13520, "要朗读的文字是空的")
    if len(quote(text, safe="")) > MAX_SPEECH_BYTES:
        raise UndeliverableError(13521, f"一段朗读太长（{len(text)}个字符）")
    return Say(text, element.get("language", ""))


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise UndeliverableError(12200, f"“{text}”不是整数")
    return int(text)
