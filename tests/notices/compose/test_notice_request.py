"""Orders become texts, or sentences about what is wrong with them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline import sms_segments
from helpline.conversation.sent_notices import NoticeEvent
from notices.compose.notice_request import (
    LONGEST_AHEAD,
    MOST_LETTERS,
    MOST_SEGMENTS,
    InvalidField,
    NoticeRequest,
    Priority,
    RenderedNotice,
    render_notice,
)
from notices.compose.reason_codes import ReasonCode
from notices.compose.templates import Template
from tests.conftest import NOW
from tests.helpline.texts import anything
from tests.notices.fakes import APPLICANT, OURS, RETURNED, SIGNATURE, forms

PHOTO = ReasonCode("R01", "照片不清楚", "1.7")
FORMS = forms(
    reasons={"R01": PHOTO, "R02": ReasonCode("R02", "其他", "")},
    is_question=lambda it: it == "1.7",
)


def prepared(**changed: Any) -> RenderedNotice:  # noqa: ANN401 - fields of several types
    made = render_notice(_order(**changed), FORMS, NOW)
    assert isinstance(made, RenderedNotice), made
    return made


def defects(**changed: Any) -> list[str]:  # noqa: ANN401
    made = render_notice(_order(**changed), FORMS, NOW)
    return [] if isinstance(made, RenderedNotice) else [it.field for it in made]


def _order(**changed: Any) -> NoticeRequest:  # noqa: ANN401
    asked = {"to": APPLICANT, "event": "退件", "application": "HN1", "reason": "照片"}
    return NoticeRequest(**(asked | changed))


def test_an_order_becomes_a_text_that_begins_with_the_signature() -> None:
    made = prepared(reason="照片不清楚")

    assert (
        made.text == "【测试】您的申请HN1被退件，原因：照片不清楚。请修改后重新提交。"
    )
    assert (made.to, made.event, made.segments) == (APPLICANT, NoticeEvent.RETURNED, 1)
    assert (made.template.name, made.template.version) == ("退件", 0)
    assert (made.send_at, made.expires_at) == (NOW, NOW + timedelta(days=7))


@pytest.mark.parametrize("event", NoticeEvent)
def test_every_event_has_a_template_of_its_own(event: NoticeEvent) -> None:
    made = prepared(event=event.value)

    assert made.text.startswith(SIGNATURE)


@pytest.mark.parametrize(
    "to", ["13800138000", "+86 138 0013 8000", "０１３８００１３８０００"[1:]]
)
def test_a_number_is_kept_in_one_form_however_it_was_written(to: str) -> None:
    assert prepared(to=to).to == APPLICANT


@pytest.mark.parametrize(
    "to", [OURS, "0371-63284897", "+14155552671", "10690001234", "TENCENT", ""]
)
def test_our_own_number_landlines_and_foreign_ones_are_refused(to: str) -> None:
    assert defects(to=to) == ["to"]


def test_a_reason_code_says_why_and_offers_what_to_do() -> None:
    made = prepared(reason="", reason_code="R01")

    assert made.text.endswith("原因：照片不清楚。请修改后重新提交。回复1查看解决办法。")
    assert (made.reason, made.reason_code, made.question) == (
        "照片不清楚",
        "R01",
        "1.7",
    )


def test_a_reason_s_own_words_stand_before_those_of_its_code() -> None:
    assert prepared(reason="看不清", reason_code="R01").reason == "看不清"


def test_a_reason_without_a_question_or_with_one_that_is_gone_offers_nothing() -> None:
    gone = forms(reasons={"R01": PHOTO})

    made = render_notice(_order(reason_code="R01"), gone, NOW)

    assert isinstance(made, RenderedNotice)
    assert made.question == prepared(reason_code="R02").question == ""
    assert "回复1" not in made.text


def test_an_unknown_reason_code_is_refused() -> None:
    assert defects(reason_code="R99") == ["reason_code"]


def test_everything_wrong_is_said_at_once() -> None:
    wrong = defects(
        to="?",
        event="退货",
        application="x" * 65,
        reason_code="R99",
        send_at=NOW - timedelta(hours=1),
        valid_for=timedelta(seconds=59),
    )

    assert wrong == [
        "to",
        "event",
        "application",
        "reason_code",
        "send_at",
        "valid_for_s",
    ]


def test_a_template_that_is_not_there_is_named() -> None:
    order = _order(template="没有")

    assert render_notice(order, FORMS, NOW) == (
        InvalidField("template", "没有名为“没有”的模板。"),
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": " \n"}, "reason"),
        ({"application": "\u200b\t "}, "application"),
        ({"template": "面谈"}, "variables.时间"),
    ],
)
def test_a_variable_that_is_missing_or_blank_is_named(
    changed: dict[str, str], field: str
) -> None:
    meeting = Template("面谈", 3, "{application}请于{时间}到场。")
    with_meeting = forms(templates={**FORMS.templates, "面谈": meeting})

    made = render_notice(_order(**changed), with_meeting, NOW)

    assert isinstance(made, tuple)
    assert [it.field for it in made] == [field]


def test_variables_are_put_in_and_do_not_replace_the_order_s_own() -> None:
    meeting = Template("面谈", 3, "{application}请于{时间}到场。")
    with_meeting = forms(templates={**FORMS.templates, "面谈": meeting})
    variables = {"时间": "周一", "application": "别人的"}

    made = render_notice(
        _order(template="面谈", variables=variables), with_meeting, NOW
    )

    assert isinstance(made, RenderedNotice)
    assert made.text == "【测试】HN1请于周一到场。"
    assert (made.template.name, made.template.version) == ("面谈", 3)


def test_what_is_put_in_can_write_no_signature_line_or_variable() -> None:
    made = prepared(reason="【假】\n第二行 {application} \\1")

    assert "原因：〔假〕 第二行 {application} \\1。" in made.text
    assert made.text.count("【") == made.text.count("】") == 1


@pytest.mark.parametrize(
    ("send_at", "refused"),
    [
        (timedelta(minutes=-5), False),
        (timedelta(minutes=-5, seconds=-1), True),
        (LONGEST_AHEAD, False),
        (LONGEST_AHEAD + timedelta(seconds=1), True),
    ],
)
def test_a_time_to_send_may_be_just_past_and_five_weeks_ahead(
    send_at: timedelta, *, refused: bool
) -> None:
    assert defects(send_at=NOW + send_at) == (["send_at"] if refused else [])


def test_a_time_that_is_just_past_means_now() -> None:
    assert prepared(send_at=NOW - timedelta(minutes=1)).send_at == NOW


def test_what_is_sent_later_is_valid_from_then_on() -> None:
    tomorrow = NOW + timedelta(days=1)

    made = prepared(send_at=tomorrow, valid_for=timedelta(hours=2))

    assert made.expires_at == tomorrow + timedelta(hours=2)


@pytest.mark.parametrize(
    ("valid_for", "refused"),
    [
        (timedelta(seconds=59), True),
        (timedelta(seconds=60), False),
        (timedelta(days=30), False),
        (timedelta(days=30, seconds=1), True),
    ],
)
def test_validity_is_a_minute_to_thirty_days(
    valid_for: timedelta, *, refused: bool
) -> None:
    assert defects(valid_for=valid_for) == (["valid_for_s"] if refused else [])


@pytest.mark.parametrize(
    "reason",
    [
        "请看http://x.example",
        "请看HTTPS://X.EXAMPLE",
        "请登录www.henan",
        "请登录zjt.henan.gov.cn",
        "请登录zjt.henan.gov.cn查看",
        "请登录abc.com，再试",
        "请登录ABC.COM再试",
    ],
)
def test_a_web_address_is_refused_also_amid_chinese(reason: str) -> None:
    assert defects(reason=reason) == ["text"]


@pytest.mark.parametrize("reason", ["IE11.0以上", "3.5寸", "a.company", "见附件1.doc"])
def test_a_full_stop_alone_makes_no_web_address(reason: str) -> None:
    assert defects(reason=reason) == []


def test_a_text_is_as_long_as_carriers_take_at_most() -> None:
    assert defects(reason="字" * (MOST_LETTERS - 40)) == []
    assert defects(reason="字" * MOST_LETTERS) == ["text"]


def test_rare_characters_weigh_double_and_are_counted_so() -> None:
    few = prepared(reason="𠮷" * 30)

    assert few.segments == sms_segments.segments(few.text) == 2
    assert defects(reason="𠮷" * 280) == ["text"]  # 500 letters hold more units


def test_urgent_is_before_normal_before_batches_before_later() -> None:
    assert sorted(Priority) == [
        Priority.URGENT,
        Priority.NORMAL,
        Priority.BULK,
        Priority.LATER,
    ]
    assert prepared(priority=Priority.LATER).priority is Priority.LATER


@given(
    to=anything(),
    event=anything() | st.sampled_from(NoticeEvent),
    said=anything(),
    code=anything() | st.just("R01"),
    after=st.none() | st.timedeltas(timedelta(days=-40), timedelta(days=40)),
)
def test_any_order_is_a_sendable_text_or_has_defects(
    to: str, event: str, said: str, code: str, after: timedelta | None
) -> None:
    at = None if after is None else NOW + after
    number = to if len(to) % 2 else APPLICANT
    order = NoticeRequest(number, event, said, said, code, send_at=at, valid_for=after)

    made = render_notice(order, FORMS, NOW)

    if isinstance(made, tuple):
        assert all(it.field and it.sentence for it in made)
        return
    assert made.text.startswith(SIGNATURE)
    assert made.text.count("【") == 1
    assert "\n" not in made.text
    assert len(made.text) <= MOST_LETTERS
    assert 1 <= made.segments <= MOST_SEGMENTS
    assert NOW <= made.send_at < made.expires_at


def test_preparing_reads_no_clock(now: datetime) -> None:
    assert render_notice(RETURNED, FORMS, now) == render_notice(RETURNED, FORMS, now)
