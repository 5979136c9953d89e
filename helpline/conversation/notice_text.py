"""The text of sent notices in a reply by SMS, and as speech in a call."""

from collections.abc import Iterable
from datetime import datetime

from helpline import wording
from helpline.conversation.sent_notices import Event, Received
from helpline.masking import ends, mask, mask_application
from helpline.timezone import CHINA
from helpline.voice.pronunciation import spelt_out, spoken


def about(notice: Received) -> str:
    """Say which notice an answer is about."""
    return wording.ABOUT_NOTICE.format(day=_day(notice.at), notice=_kind(notice))


def other_remedy(notice: Received) -> str:
    """Offer what to do about a notice, beside another answer."""
    return wording.OTHER_REMEDY.format(day=_day(notice.at), notice=_kind(notice))


def asked(notice: Received) -> str:
    """Say for staff what an answer to a notice was asked by, numbers masked."""
    reason = mask(_written_reason(notice))
    return wording.ANSWERED_NOTICE.format(notice=_kind(notice), reason=reason)


def why(notice: Received) -> str:
    """Say the reason again, "" where none was given."""
    reason = _written_reason(notice)
    if not reason or notice.event is Event.FREE:
        return reason
    return wording.REASON.format(reason=reason)


def listed(notices: Iterable[Received]) -> str:
    """Write notices, one to a line."""
    return "\n".join((wording.LATEST_NOTICES, *map(_line, notices)))


def heard(notice: Received) -> str:
    """Say a notice, with what is shown of its application spelt out."""
    head, tail = (spelt_out(it) for it in ends(notice.application))
    said = wording.SPOKEN_APPLICATION if head else wording.SPOKEN_TAIL
    application = said.format(head=head, tail=tail) if tail else ""
    return _sentence(notice, application, spoken(_reason(notice, tail)))


def _line(notice: Received) -> str:
    application = ""
    if notice.application:
        masked = mask_application(notice.application)
        application = wording.APPLICATION.format(application=masked)
    return _sentence(notice, application, _written_reason(notice))


def _sentence(notice: Received, application: str, reason: str) -> str:
    said = f"{_day(notice.at)}{notice.event}{application}"
    if reason and notice.event is Event.FREE:
        said = f"{said}：{reason}"
    elif reason:
        said = f"{said}。{wording.REASON.format(reason=reason)}"
    return said if said.endswith(("。", "！", "？")) else f"{said}。"


def _written_reason(notice: Received) -> str:
    return _reason(notice, mask_application(notice.application))


def _reason(notice: Received, shown: str) -> str:
    """Give the reason; `shown` takes the place of the application, should it be there.

    Free text that was given no reason is its own.
    """
    free = notice.event is Event.FREE
    reason = notice.reason or (notice.text if free else "")
    whole = notice.application
    return reason.replace(whole, shown) if ends(whole)[1] else reason


def _day(at: datetime) -> str:
    day = at.astimezone(CHINA)
    return f"{day.month}月{day.day}日"


def _kind(notice: Received) -> str:
    return Event.FREE if notice.event is Event.FREE else f"{notice.event}{Event.FREE}"
