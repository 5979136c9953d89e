"""Notices by the command line: one is sent, a batch is held back, both are cancelled."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from notices.tables import NoticeRow
from storage.session import writing
from tests.server.commands.operator import Operator
from tests.server.commands.outgoing import (
    ONE,
    RETURNED,
    SIGNATURE,
    batch,
    due,
    imports,
    sends,
    statuses,
    stored,
)


def test_a_notice_is_queued_and_its_id_is_all_that_is_printed(
    operator: Operator, engine: Engine
) -> None:
    before = datetime.now(UTC)

    done = sends(operator, *RETURNED)

    (notice,) = stored(engine)
    assert (done.exit_code, done.stdout) == (0, f"{notice.id}\n")
    assert f"{ONE}\n（1段，queued）\n" in done.stderr
    assert (notice.source, notice.to, notice.text) == ("command", "+8613800138000", ONE)
    assert notice.try_at is not None
    assert before <= notice.try_at <= datetime.now(UTC)


def test_the_signature_is_the_operator_s(operator: Operator, engine: Engine) -> None:
    done = operator.does("notices", "send", *RETURNED, NOTICE_SIGNATURE="食堂")

    assert done.exit_code == 0
    assert stored(engine)[0].text.startswith("【食堂】您的申请")


@pytest.mark.parametrize(("words", "priority"), [((), 1), (("--urgent",), 0)])
def test_what_is_urgent_goes_before_the_rest(
    operator: Operator, engine: Engine, words: tuple[str, ...], priority: int
) -> None:
    sends(operator, *RETURNED, *words)

    assert [it.priority for it in stored(engine)] == [priority]


def test_a_reason_code_brings_what_it_says_and_its_way_out(
    cook: Operator, engine: Engine
) -> None:
    cook.does("reason", "set", "R1", "饭卡照片", "--question", "1.1")

    sends(cook, *RETURNED[:4], "--reason-code", "R1")

    (notice,) = stored(engine)
    assert (notice.reason, notice.question) == ("饭卡照片", "1.1")
    assert notice.text.endswith("回复1查看解决办法。")


def test_free_text_is_sent_as_it_is(operator: Operator, engine: Engine) -> None:
    sends(operator, "13800138000", "通知", "--reason", "明天停水。")

    assert [it.text for it in stored(engine)] == [f"{SIGNATURE}明天停水。"]


def test_everything_that_is_wrong_is_said_and_nothing_is_queued(
    operator: Operator, engine: Engine
) -> None:
    long = "9" * 65

    done = sends(operator, "114", "退件", "--application", long, "--reason-code", "R9")

    told = done.stderr.splitlines()[-3:]
    assert done.exit_code == 1
    assert told[0] == "Error: 手机号不是中国大陆的手机号码。"
    assert told[1:] == [
        "申报号：最多64个字符。",
        "原因代码：没有“R9”这个原因代码。",
    ]
    assert stored(engine) == []


@pytest.mark.parametrize(
    ("words", "given", "why"),
    [
        (("13800138000", "退件"), {}, "模板“退件”需要申报号。"),
        (RETURNED, {"TWILIO_FROM": "+8613800138000"}, "不能发给我们自己的号码。"),
        (RETURNED, {"NOTICE_SIGNATURE": "我"}, "NOTICE_SIGNATURE 的形式不对"),
    ],
)
def test_what_keeps_a_notice_from_being_sent_is_said(
    operator: Operator,
    engine: Engine,
    words: tuple[str, ...],
    given: dict[str, str],
    why: str,
) -> None:
    done = operator.does("notices", "send", *words, typed=b"", **given)

    assert done.exit_code == 1
    assert why in done.stderr
    assert stored(engine) == []


def test_an_event_that_there_is_not_is_refused(operator: Operator) -> None:
    done = sends(operator, "13800138000", "生日")

    assert done.exit_code == 2
    assert "证书生成" in done.stderr


def test_who_has_unsubscribed_is_not_sent_anything(
    operator: Operator, engine: Engine
) -> None:
    operator.does("suppression", "add", "13800138000")

    done = sends(operator, *RETURNED)

    assert done.exit_code == 0
    assert "suppressed" in done.stderr
    assert statuses(engine) == ["suppressed"]


def test_a_batch_is_stopped_and_goes_on(operator: Operator, engine: Engine) -> None:
    imports(operator, "--yes")

    stopped = operator.does("notices", "stop", batch(engine))
    between = due(engine)
    confirmed = operator.does("notices", "confirm", batch(engine))

    assert (stopped.stdout, between) == ("2 条已停下。\n", 0)
    assert (confirmed.stdout, due(engine)) == ("2 条已进入发送队列。\n", 2)


def test_a_batch_is_cancelled_for_good(operator: Operator, engine: Engine) -> None:
    imports(operator, "--yes")

    cancelled = operator.does("notices", "cancel", batch(engine))
    confirmed = operator.does("notices", "confirm", batch(engine))

    assert cancelled.stdout == "2 条已取消。\n"
    assert confirmed.stdout == "0 条已进入发送队列。\n"
    assert statuses(engine) == ["cancelled", "cancelled"]


def test_one_notice_is_cancelled_and_once_is_enough(
    operator: Operator, engine: Engine
) -> None:
    sends(operator, *RETURNED)
    id_ = stored(engine)[0].id

    first, again = (operator.does("notices", "cancel", id_) for _ in "12")

    assert (first.stdout, again.stdout) == ("1 条已取消。\n", "0 条已取消。\n")
    assert statuses(engine) == ["cancelled"]


@pytest.mark.parametrize("command", ["confirm", "stop", "cancel", "show"])
def test_an_unknown_id_is_one_sentence(operator: Operator, command: str) -> None:
    done = operator.does("notices", command, "nowhere")

    assert done.exit_code == 1
    assert done.output == "Error: 没有编号为“nowhere”的批次。\n"


def test_what_failed_is_sent_once_more_and_what_waits_is_left_alone(
    operator: Operator, engine: Engine
) -> None:
    sends(operator, *RETURNED)
    (notice,) = stored(engine)
    waiting = operator.does("notices", "retry", notice.id)
    with writing(engine) as session:
        session.get_one(NoticeRow, notice.id).status = "failed"

    failed = operator.does("notices", "retry", notice.id)
    unknown = operator.does("notices", "retry", "nowhere")

    assert failed.stdout == "已重新进入发送队列。\n"
    assert waiting.stdout == unknown.stdout == "没有这条通知，或它不需要再发。\n"
    assert due(engine) == 1


def test_another_template_is_filled_with_what_is_set(
    operator: Operator, engine: Engine
) -> None:
    operator.does("template", "set", "领证", "{姓名}，请到{窗口}领证。")
    words = ("13800138000", "通知", "--template", "领证", "--set", "姓名=王=五")

    bad = sends(operator, *words)
    good = sends(operator, *words, "--set", "窗口=3号")

    assert (bad.exit_code, good.exit_code) == (1, 0)
    assert "模板“领证”需要窗口。" in bad.stderr
    assert [it.text for it in stored(engine)] == [f"{SIGNATURE}王=五，请到3号领证。"]


def test_what_became_of_an_unknown_notice_is_written_by_hand(
    operator: Operator, engine: Engine
) -> None:
    sends(operator, *RETURNED)
    (notice,) = stored(engine)
    waiting = operator.does("notices", "settle", notice.id, "delivered")
    with writing(engine) as session:
        session.get_one(NoticeRow, notice.id).status = "unknown"

    known = operator.does("notices", "settle", notice.id, "delivered")

    assert (known.exit_code, statuses(engine)) == (0, ["delivered"])
    assert waiting.stdout == "没有这条通知，或它的结果不是不明。\n"
    assert operator.does("notices", "settle", notice.id, "sent").exit_code == 2
