from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.conversation import notice_text
from helpline.conversation.sent_notices import NoticeEvent, ReceivedNotice
from helpline.masking import mask_application
from tests.helpline.letters import ACCEPTED, FREE, RETURNED, applications, received


@pytest.mark.parametrize(
    ("application", "masked"),
    [
        ("HN2026-0000123", "HN2026-****123"),
        ("HN2026-000123", "HN2026****123"),
        ("4101002026030200012345", "4101002****345"),
        ("12345678", "1****678"),
        ("1234567", "****67"),
        ("1234", "****34"),
        ("123", "****"),
        ("", "****"),
    ],
)
def test_an_application_is_known_by_its_ends(application: str, masked: str) -> None:
    assert mask_application(application) == masked


@given(st.text("ABC0123456789-"))
def test_most_of_a_short_and_four_of_a_long_application_stay_hidden(
    application: str,
) -> None:
    shown = mask_application(application).replace("*", "")

    assert len(shown) <= max(0, min(10, len(application) - 2))


@given(received, applications)
def test_no_application_is_written_in_full(
    notice: ReceivedNotice, application: str
) -> None:
    told = replace(notice, application=application, reason=f"申请（{application}）作废")
    free = replace(
        told, event=NoticeEvent.FREE, reason="", text=f"申请（{application}）"
    )

    written = notice_text.format_notices((told, free)) + notice_text.staff_description(
        told
    )

    assert application not in written + notice_text.reason_sentence(free)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 1, 15, 59, tzinfo=UTC), "3月1日"),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), "3月2日"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "1月1日"),
    ],
)
def test_a_day_is_one_of_china(at: datetime, day: str) -> None:
    assert (
        notice_text.notice_heading(replace(RETURNED, at=at)) == f"关于{day}的退件通知："
    )


@pytest.mark.parametrize(
    ("notice", "line"),
    [
        (
            replace(RETURNED, reason="缺章。"),
            "3月2日退件，申报号HN2026-****123。原因：缺章。",
        ),
        (
            replace(RETURNED, reason="缺章？"),
            "3月2日退件，申报号HN2026-****123。原因：缺章？",
        ),
        (replace(RETURNED, application=""), "3月2日退件。原因：饭卡照片不清楚。"),
        (replace(ACCEPTED, application="77"), "2月25日受理，申报号****。"),
        (FREE, "2月25日通知：食堂周六停业。"),
        (replace(FREE, reason="周日也停业"), "2月25日通知：周日也停业。"),
        (replace(FREE, text=""), "2月25日通知。"),
    ],
)
def test_a_notice_is_one_line(notice: ReceivedNotice, line: str) -> None:
    assert notice_text.format_notices((notice,)) == f"最近发给您的通知：\n{line}"


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (
            RETURNED,
            "3月2日退件，申报号H N 2 0 2 6 杠开头，幺 2 3结尾。原因：饭卡照片不清楚。",
        ),
        (
            replace(RETURNED, application="2026001", reason=""),
            "3月2日退件，申报号尾号0 幺。",
        ),
        (replace(RETURNED, application="77", reason=""), "3月2日退件。"),
        (
            replace(RETURNED, application="", reason="请打0371-63284897"),
            "3月2日退件。原因：请打0 3 7 幺，6 3 2 8，4 8 9 7。",
        ),
        (FREE, "2月25日通知：食堂周六停业。"),
    ],
)
def test_a_notice_is_said_with_its_application_spelt_out(
    notice: ReceivedNotice, said: str
) -> None:
    assert notice_text.speak_notice(notice) == said


@given(received, applications)
def test_no_application_is_said_in_full(
    notice: ReceivedNotice, application: str
) -> None:
    told = replace(notice, application=application, reason=f"申请（{application}）作废")

    heard = notice_text.speak_notice(told)

    assert application not in heard.replace(" ", "").replace("幺", "1")
