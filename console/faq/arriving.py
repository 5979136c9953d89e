"""How a prompt arrives: as the text that is sent, and as what a call says."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from helpline import sms_segments, wording
from helpline.voice.pronunciation import spoken
from helpline.wording import Prompts
from ivr import script

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("短信里的", ("greeting", "no_match", "sorry", "apology")),
    ("电话里的", ("call_greeting", "goodbye", "call_apology")),
    ("客服电话", ("hotline_spoken", "hotline_dialled")),
)
"""The prompts as they are listed."""

WHERE: Mapping[str, str] = {
    "greeting": "对方发来“你好”“在吗”等问候时",
    "no_match": "找不到对应的解答时",
    "sorry": "对方回复“不对”，又没有别的候选时",
    "apology": "系统出了故障、答复不了短信时",
    "call_greeting": "电话接通后的第一句",
    "goodbye": "多次不按键或按错键，挂断之前",
    "call_apology": "系统出了故障、答复不了来电时",
    "hotline_spoken": "短信里写的、电话里念的号码；别的提示语里的 {hotline} 就是它",
    "hotline_dialled": "来电按0时转接到的号码；空着就不转接，只念“告诉对方的”号码",
}
"""Where each is said."""

NAMES = tuple(it.name for it in fields(Prompts))


@dataclass(frozen=True, slots=True)
class Arrival:
    """What comes of a prompt: a text with its segments, sentences heard in a call.

    `text` is "" and `heard` empty where it does not go that way; `dialled` is whom
    a caller is put through to.
    """

    text: str = ""
    segments: int = 0
    heard: tuple[str, ...] = ()
    dialled: str = ""


def of(name: str, prompts: Prompts) -> Arrival:
    """Say how a prompt arrives, among the others as they stand."""
    said = prompts.said(getattr(prompts, name))
    (_, texts), (_, calls), _ = GROUPS
    if name in texts:
        return Arrival(said, sms_segments.segments(said))
    if name in calls:
        return Arrival(heard=(spoken(said),))
    number, *rest = script.hotline(prompts)
    if name == "hotline_spoken":
        text = prompts.said(prompts.no_match)
        return Arrival(text, sms_segments.segments(text), (number, *rest))
    if prompts.hotline_dialled:
        heard = number, wording.PUTTING_THROUGH
        return Arrival(heard=heard, dialled=prompts.hotline_dialled)
    return Arrival(heard=(number, *rest))
