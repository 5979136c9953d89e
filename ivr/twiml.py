"""TwiML of a call: Say, Gather (a key), Dial, Hangup."""

from collections.abc import Iterable

from twilio.twiml.voice_response import Gather, VoiceResponse

from helpline.text import clean
from helpline.voice.pronunciation import split_speech
from ivr.position import Position
from ivr.voice import LANGUAGE, VOICE

WAIT = 6
"""Seconds of silence after the last word until a key counts as not pressed."""

RING = 25
"""Seconds the hotline may ring."""


def gather_key(sentences: Iterable[str], position: Position) -> str:
    """Speak, listening for one key all the while; without one, come back silent.

    `finishOnKey` is empty because # is a key of ours.
    """
    response = VoiceResponse()
    action = position.link("key")
    gather = response.gather(
        num_digits=1, finish_on_key="", timeout=WAIT, action=action, method="POST"
    )
    _say(gather, sentences)
    response.redirect(action, method="POST")
    return str(response)


def hang_up(sentences: Iterable[str]) -> str:
    """Speak, and hang up."""
    response = VoiceResponse()
    _say(response, sentences)
    response.hangup()
    return str(response)


def dial_number(sentences: Iterable[str], number: str, position: Position) -> str:
    """Speak, then put the caller through; how that went is told to /ivr/dialled."""
    response = VoiceResponse()
    _say(response, sentences)
    action = position.link("dialled")
    response.dial(number, action=action, method="POST", timeout=RING)
    return str(response)


def _say(verb: Gather | VoiceResponse, sentences: Iterable[str]) -> None:
    for sentence in sentences:
        for piece in split_speech(clean(sentence)):
            verb.say(piece, voice=VOICE, language=LANGUAGE)
