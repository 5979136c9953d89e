"""The text of sent notices in a reply by SMS, and as speech in a call."""

from collections.abc import Iterable
from datetime import datetime

from helpline import wording
from helpline.conversation.sent_notices import NoticeEvent, ReceivedNotice
from helpline.masking import mask, mask_application, visible_ends
from helpline.timezone import CHINA
from helpline.voice.pronunciation import spell_out, to_speech


def notice_heading(notice: ReceivedNotice) -> str:
    """Say which notice an answer is about."""
    return wording.ABOUT_NOTICE.format(day=_day(notice.at), notice=_kind(notice))


def remedy_offer(notice: ReceivedNotice) -> str:
    """Offer what to do about a notice, beside another answer."""
    return wording.OTHER_REMEDY.format(day=_day(notice.at), notice=_kind(notice))


def staff_description(notice: ReceivedNotice) -> str:
    """Say for staff what an answer to a notice was asked by, numbers masked."""
    reason = mask(_written_reason(notice))
    return wording.ANSWERED_NOTICE.format(notice=_kind(notice), reason=reason)


def reason_sentence(notice: ReceivedNotice) -> str:
    """Say the reason again, "" where none was given."""
    reason = _written_reason(notice)
    if not reason or notice.event is NoticeEvent.FREE:
        return reason
    return wording.REASON.format(reason=reason)


def format_notices(notices: Iterable[ReceivedNotice]) -> str:
    """Write notices, one to a line."""
    return "\n".join((wording.LATEST_NOTICES, *map(_format_notice, notices)))


def speak_notice(notice: ReceivedNotice) -> str:
    """Say a notice, with what is shown of its application spelt out."""
    head, tail = (spell_out(it) for it in visible_ends(notice.application))
    said = wording.SPOKEN_APPLICATION if head else wording.SPOKEN_TAIL
    application = said.format(head=head, tail=tail) if tail else ""
    return _sentence(notice, application, to_speech(_reason(notice, tail)))


def _format_notice(notice: ReceivedNotice) -> str:
    application = ""
    if notice.application:
        masked = mask_application(notice.application)
        application = wording.APPLICATION.format(application=masked)
    return _sentence(notice, application, _written_reason(notice))


def _sentence(notice: ReceivedNotice, application: str, reason: str) -> str:
    said = f"{_day(notice.at)}{notice.event}{application}"
    if reason and notice.event is NoticeEvent.FREE:
        said = f"{said}：{reason}"
    elif reason:
        said = f"{said}。{wording.REASON.format(reason=reason)}"
    return said if said.endswith(("。", "！", "？")) else f"{said}。"


def _written_reason(notice: ReceivedNotice) -> str:
    return _reason(notice, mask_application(notice.application))


def _reason(notice: ReceivedNotice, shown: str) -> str:
    """Give the reason; `shown` takes the place of the application, should it be there.

    Free text that was given no reason is its own.
    """
    free = notice.event is NoticeEvent.FREE
    reason = notice.reason or (notice.text if free else "")
    whole = notice.application
    return reason.replace(whole, shown) if visible_ends(whole)[1] else reason


def _day(at: datetime) -> str:
    day = at.astimezone(CHINA)
    return f"{day.month}月{day.day}日"


def _kind(notice: ReceivedNotice) -> str:
    return (
        NoticeEvent.FREE
        if notice.event is NoticeEvent.FREE
        else f"{notice.event}{NoticeEvent.FREE}"
    )
