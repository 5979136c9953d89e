"""Looking at notices by the command line: one, a batch, the newest, how sending goes."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from helpline.timezone import CHINA
from notices.delivery import alerts, circuit_breaker
from notices.tables import NoticeRow, ReceiptRow
from storage.session import writing
from tests.notices.papers import LI, WANG, paper
from tests.server.commands.operator import Operator
from tests.server.commands.outgoing import (
    ONE,
    RETURNED,
    batch,
    imports,
    sends,
    stored,
)

NUMBERS = ("13800138000", "13900139000")


def looks(operator: Operator, *words: str) -> str:
    done = operator.does("notices", *words)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def change(store: Engine, id: str, **to: object) -> None:  # noqa: A002
    with writing(store) as session:
        row = session.get_one(NoticeRow, id)
        for name, value in to.items():
            setattr(row, name, value)


def when(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%m-%d %H:%M}"


# --- One ---------------------------------------------------------------------


def test_a_notice_is_shown_with_its_text_and_its_history(
    operator: Operator, engine: Engine
) -> None:
    sends(operator, *RETURNED)
    (notice,) = stored(engine)
    operator.does("notices", "cancel", notice.id)

    first, text, *steps = looks(operator, "show", notice.id).splitlines()

    made = when(notice.created_at)
    assert first == f"{notice.id}  {made}  +86*******8000  退件  cancelled"
    assert text == f"  {ONE}（1段）"
    assert [it.split()[-1] for it in steps] == ["queued", "cancelled"]
    assert all(it.startswith(f"  {made[:6]}") for it in steps)


def test_why_a_notice_stands_as_it_does_is_shown(
    operator: Operator, engine: Engine
) -> None:
    sends(operator, *RETURNED)
    (notice,) = stored(engine)
    change(engine, notice.id, status="undelivered", code="30003", flagged=True)

    shown = looks(operator, "show", notice.id)

    assert shown.splitlines()[0].endswith("  undelivered 30003 ⚑")


def test_a_batch_is_shown_by_what_became_of_it(
    operator: Operator, engine: Engine
) -> None:
    imports(operator, typed=b"n\n", content=paper(WANG, LI, (*WANG[:3], "字" * 99)))
    named = f"批次 {batch(engine)}  七月.csv"
    waiting = looks(operator, "show", batch(engine))

    operator.does("notices", "confirm", batch(engine))
    going = looks(operator, "show", batch(engine))
    change(engine, stored(engine)[0].id, status="sent")
    operator.does("notices", "stop", batch(engine))
    stopped = looks(operator, "show", batch(engine))

    assert waiting == f"{named}  待确认，共 3 条 4 段\n  queued\t3\n"
    assert going.startswith(f"{named}  发送中，")
    assert stopped.startswith(f"{named}  已停下，")
    assert {"  queued\t2", "  sent\t1"} == set(stopped.splitlines()[1:])


def test_batches_are_listed_newest_first(operator: Operator) -> None:
    for row in (WANG, LI):
        imports(operator, typed=b"n\n", content=paper(row))
    imports(operator, "--yes", content=paper(WANG, LI))

    newest, second, _ = looks(operator, "batches").splitlines()
    two = looks(operator, "batches", "--most", "2")

    assert newest.endswith("发送中，共 2 条 2 段")
    assert second.endswith("待确认，共 1 条 1 段")
    assert len(two.splitlines()) == 2


# --- The newest --------------------------------------------------------------


def test_the_newest_are_listed_first_with_their_numbers_masked(
    operator: Operator, engine: Engine
) -> None:
    for number in NUMBERS:
        sends(operator, number, *RETURNED[1:])
    older, newer = stored(engine)

    listed = looks(operator, "list")

    assert [it.split()[0] for it in listed.splitlines()] == [newer.id, older.id]
    assert "+86*******9000  退件  queued\n" in listed
    assert not any(it in listed for it in NUMBERS)


def test_one_status_is_listed_and_no_more_than_wanted(
    operator: Operator, engine: Engine
) -> None:
    for _ in "123":
        sends(operator, *RETURNED)
    first, *_ = stored(engine)
    change(engine, first.id, status="unknown", code="timeout")

    unknown = looks(operator, "list", "unknown")
    two = looks(operator, "list", "--most", "2")
    none = looks(operator, "list", "delivered")

    assert unknown.split()[0] == first.id
    assert (len(unknown.splitlines()), len(two.splitlines()), none) == (1, 2, "")


@pytest.mark.parametrize("words", [("lost",), ("--most", "0"), ("--most", "1001")])
def test_a_status_or_an_amount_that_there_is_not_is_refused(
    operator: Operator, words: tuple[str, ...]
) -> None:
    assert operator.does("notices", "list", *words).exit_code == 2


# --- How sending goes --------------------------------------------------------


def test_with_nothing_to_send_there_is_nothing_to_say(operator: Operator) -> None:
    assert looks(operator, "status") == ""


def test_notices_are_counted_in_the_order_of_their_lives(
    operator: Operator, engine: Engine
) -> None:
    for _ in "1234":
        sends(operator, *RETURNED)
    first, second, third, _ = stored(engine)
    change(engine, first.id, status="delivered")
    change(engine, second.id, status="sent")
    change(engine, third.id, status="sent")

    assert looks(operator, "status") == "queued\t1\nsent\t2\ndelivered\t1\n"


def test_a_pause_an_alert_and_stray_receipts_are_said(
    operator: Operator, engine: Engine
) -> None:
    now = datetime.now(UTC)
    until = now + timedelta(minutes=5)
    with writing(engine) as session:
        gateway = circuit_breaker.lock_gateway(session, now)
        gateway.paused_until, gateway.trouble = until, "20003"
        alerts.raise_alert(session, alerts.UNKNOWN_PILE, now, code="21")
        session.add(stray(now - timedelta(hours=2)))
        session.add(stray(now))

    told = looks(operator, "status").splitlines()

    clock = f"{until.astimezone(CHINA):%H:%M:%S}"
    assert told[0] == f"已暂停（20003），{clock} 再试探一条。"
    assert told[1].startswith("告警：")
    assert told[2] == "有 1 份回执找不到对应的通知。"


def stray(at: datetime) -> ReceiptRow:
    return ReceiptRow(asked_id="x", sid="SM1", word="sent", code="", raw="{}", at=at)
