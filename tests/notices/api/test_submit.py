"""One notice is asked for, and is in the outbox."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from notices.compose import reason_codes
from notices.compose.notice_request import Priority
from notices.compose.reason_codes import ReasonCode
from notices.delivery import suppressions
from notices.tables import NoticeEventRow, NoticeRow
from storage.session import reading, writing
from tests.notices.api.business import NOTICES, Business, Clock, faults, order
from tests.server.callers import rows

TEXT = (
    "【安管人员考核】您的申请HN2026-000123被退件，原因：照片不清晰。请修改后重新提交。"
)


def stored(engine: Engine, notice: str) -> NoticeRow:
    with reading(engine) as session:
        row = session.get_one(NoticeRow, notice)
        session.expunge(row)
    return row


def test_a_notice_is_answered_whole(business: Business) -> None:
    answer = business.sends(order())

    told = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{NOTICES}/{told['id']}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert {name: told[name] for name in told if name != "id"} == {
        "status": "queued",
        "to": "+8613800138000",
        "event": "退件",
        "application": "HN2026-000123",
        "reason": "照片不清晰",
        "reason_code": None,
        "question": None,
        "template": "退件",
        "template_version": 0,
        "text": TEXT,
        "segments": 1,
        "units": len(TEXT),
        "priority": "normal",
        "send_at": "2026-03-02T01:30:00Z",
        "expires_at": "2026-03-09T01:30:00Z",
        "created_at": "2026-03-02T01:30:00Z",
        "batch": None,
    }


def test_a_notice_is_in_the_outbox_with_its_first_step(
    business: Business, engine: Engine, clock: Clock
) -> None:
    told = business.sends(order()).get_json()

    row = stored(engine, told["id"])
    assert (row.source, row.text, row.try_at) == ("api:shenpi", TEXT, clock.now)
    with reading(engine) as session:
        steps = session.scalars(select(NoticeEventRow.status)).all()
    assert steps == ["queued"]


def test_what_is_null_is_as_if_it_was_not_said(business: Business) -> None:
    nothing = dict.fromkeys(("reason_code", "template", "send_at", "valid_for_s"))

    answer = business.sends(order(**nothing, variables={}, priority="normal"))

    assert answer.status_code == 201


def test_a_reason_code_brings_its_reason_and_a_way_out(
    business: Business, engine: Engine, clock: Clock
) -> None:
    with writing(engine) as session:
        known = ReasonCode("PHOTO", "照片太大", "1.7")
        reason_codes.save_reason_code(session, known, lambda _: True, "test", clock.now)

    told = business.sends(order(reason=None, reason_code="PHOTO")).get_json()

    assert (told["reason"], told["question"]) == ("照片太大", "1.7")
    assert told["text"].endswith("回复1查看解决办法。")


def test_a_notice_for_later_waits(business: Business, engine: Engine) -> None:
    later = order(send_at="2026-03-02T18:00:00+08:00", valid_for_s=3600)

    told = business.sends(later).get_json()

    assert told["send_at"] == "2026-03-02T10:00:00Z"
    assert told["expires_at"] == "2026-03-02T11:00:00Z"
    row = stored(engine, told["id"])
    assert row.try_at == row.send_at


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("urgent", Priority.URGENT),
        ("normal", Priority.NORMAL),
        ("low", Priority.LATER),
    ],
)
def test_a_priority_is_kept_and_told_by_its_name(
    business: Business, engine: Engine, name: str, kept: Priority
) -> None:
    told = business.sends(order(priority=name)).get_json()

    assert told["priority"] == name
    assert stored(engine, told["id"]).priority == kept


def test_whoever_has_unsubscribed_is_sent_nothing(
    business: Business, engine: Engine, clock: Clock
) -> None:
    with writing(engine) as session:
        suppressions.suppress_number(session, "+8613800138000", "test", clock.now)

    told = business.sends(order()).get_json()

    assert told["status"] == "suppressed"
    assert stored(engine, told["id"]).try_at is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"to": "0371-12345678"}, {"to": "不是中国大陆的手机号码。"}),
        ({"to": "13700137000"}, {"to": "不能发给我们自己的号码。"}),
        ({"to": 13800138000}, {"to": "应为文字。"}),
        ({"to": ""}, {"to": "至少1个字符。"}),
        ({"event": "别的"}, {"event": "只能是受理、不予受理、退件、补正、办结、证书生成、通知之一。"}),
        ({"application": "1" * 65}, {"application": "最多64个字符。"}),
        ({"reason": None}, {"reason": "模板“退件”需要原因。"}),
        ({"reason_code": "NONE"}, {"reason_code": "没有“NONE”这个原因代码。"}),
        ({"template": "别的"}, {"template": "没有名为“别的”的模板。"}),
        ({"variables": []}, {"variables": "应为对象（{ }）。"}),
        ({"variables": None}, {"variables": "应为对象（{ }）。"}),
        ({"variables": {"单位": 1}}, {"variables.单位": "应为文字。"}),
        ({"variables": {str(it): "" for it in range(33)}}, {"variables": "最多32个。"}),
        ({"send_at": "2026-03-02T18:00:00"}, {"send_at": "要写成带时区的时间，如 2026-03-02T09:30:00+08:00。"}),
        ({"send_at": 1772416800}, {"send_at": "要写成带时区的时间，如 2026-03-02T09:30:00+08:00。"}),
        ({"send_at": "2026-02-30T18:00:00Z"}, {"send_at": "没有这个时间。"}),
        ({"send_at": "0001-01-01T00:00:00+14:00"}, {"send_at": "没有这个时间。"}),
        ({"send_at": "2026-03-01T18:00:00Z"}, {"send_at": "发送时间已经过去。"}),
        ({"send_at": "9999-12-31T23:59:59Z"}, {"send_at": "发送时间最多在35天之内。"}),
        ({"valid_for_s": 59}, {"valid_for_s": "不能小于60。"}),
        ({"valid_for_s": 10**30}, {"valid_for_s": "不能大于2592000。"}),
        ({"valid_for_s": 60.5}, {"valid_for_s": "应为整数。"}),
        ({"valid_for_s": "60"}, {"valid_for_s": "应为整数。"}),
        ({"valid_for_s": float("nan")}, {"valid_for_s": "应为整数。"}),
        ({"valid_for_s": True}, {"valid_for_s": "应为整数。"}),
        ({"priority": "high"}, {"priority": "只能是urgent、normal、low之一。"}),
        ({"aplication": "1"}, {"aplication": "没有这个字段。"}),
        ({"reason": "见 https://example.cn"}, {"text": "短信里不能有网址：运营商会拦截。"}),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_by_the_name_of_its_field(
    business: Business, engine: Engine, wrong: dict[str, object], said: dict[str, str]
) -> None:
    before = rows(engine)

    answer = business.sends(order(**wrong))

    assert answer.status_code == 422
    assert faults(answer) == said
    assert rows(engine) == before


def test_a_whole_number_may_be_written_with_a_point(business: Business) -> None:
    told = business.sends(order(valid_for_s=3600.0)).get_json()

    assert told["expires_at"] == "2026-03-02T02:30:00Z"


def test_everything_wrong_is_said_at_once(business: Business) -> None:
    answer = business.sends({"to": "1", "event": "退件", "reason_code": "NONE"})

    assert set(faults(answer)) == {"to", "reason_code"}
    assert answer.get_json()["detail"] == "有字段需要改正：to、reason_code。"


def test_what_was_sent_is_not_said_back(business: Business) -> None:
    answer = business.sends(order(to="机密" * 100, reason={"机密": 1}))

    assert answer.status_code == 422
    assert "机密" not in answer.text


def test_the_time_it_is_worth_sending_is_a_week(
    business: Business, engine: Engine, clock: Clock
) -> None:
    told = business.sends(order()).get_json()

    assert stored(engine, told["id"]).expires_at == clock.now + timedelta(days=7)
