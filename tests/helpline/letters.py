"""Notices, who was sent them, and mailboxes of any kind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from helpline.conversation.sent_notices import (
    NOTHING_SENT,
    NoticeEvent,
    ReceivedNotice,
    SentNotices,
)
from tests.helpline.canteen import NOON, Conversation
from tests.helpline.texts import anything

REASON = "饭卡照片不清楚"
RETURNED = ReceivedNotice(
    event=NoticeEvent.RETURNED,
    application="HN2026-0000123",
    reason=REASON,
    text=f"您的申请HN2026-0000123被退件，原因：{REASON}。回复1查看解决办法。",
    question="2.1",
    at=NOON - timedelta(minutes=10),
    until=NOON + timedelta(days=3),
)
ACCEPTED = replace(
    RETURNED,
    event=NoticeEvent.ACCEPTED,
    reason="",
    text="您的申请HN2026-0000123已受理。",
    question="",
    at=NOON - timedelta(days=5),
)
FREE = replace(ACCEPTED, event=NoticeEvent.FREE, application="", text="食堂周六停业。")


def mailbox(*notices: ReceivedNotice, suppressed: bool = False) -> SentNotices:
    """Hold some notices, newest first, of which the first is offered."""
    return SentNotices(notices, notices[0] if notices else None, suppressed=suppressed)


def after(*texts: str, notice: SentNotices = NOTHING_SENT) -> Conversation:
    """Text for a while, and then be sent a notice."""
    applicant = Conversation(now=NOON - timedelta(minutes=20))
    if texts:
        applicant.says(*texts)
    applicant.now, applicant.mailbox = NOON, notice
    return applicant


def before(*texts: str, notice: SentNotices) -> Conversation:
    """Be sent a notice, and text for a while after it."""
    applicant = Conversation(mailbox=notice)
    applicant.says(*texts)
    return applicant


_times = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
applications = st.text("ABHN0123456789-豫", min_size=6, max_size=24)
_reasons = anything().map(lambda it: it.encode("utf-8", "ignore").decode("utf-8"))
received = st.builds(
    ReceivedNotice,
    st.sampled_from(NoticeEvent),
    st.just("") | applications,
    _reasons,
    _reasons,
    st.sampled_from(["", "1.1", "1.2", "2.1", "9.9", "#"]),
    st.sampled_from([NOON - timedelta(hours=1), NOON + timedelta(hours=1)]) | _times,
    _times,
)
mailboxes = st.builds(
    SentNotices,
    st.lists(received, max_size=3).map(tuple),
    st.none() | received,
    st.booleans(),
)
