"""Many notices at once: the good ones are taken, the bad ones named."""

import pytest
from sqlalchemy import Engine, func, select

from notices.compose.notice_request import Priority
from notices.tables import BatchRow, NoticeEventRow, NoticeRow
from storage.session import reading
from tests.notices.api.business import (
    BATCH,
    Business,
    Clock,
    faults,
    order,
    orders,
)
from tests.server.callers import rows


def test_a_bad_entry_does_not_stop_the_others(business: Business) -> None:
    entries = [order(), 5, order(to="1"), order(x=1), None, order(event="受理")]

    answer = business.sends({"notices": entries}, BATCH)

    told = answer.get_json()
    assert (answer.status_code, told["accepted"]) == (201, 2)
    assert [it["index"] for it in told["notices"]] == [0, 5]
    assert told["refused"] == [
        {"index": 1, "errors": [{"field": "entry", "message": "应为对象（{ }）。"}]},
        {
            "index": 2,
            "errors": [{"field": "to", "message": "不是中国大陆的手机号码。"}],
        },
        {"index": 3, "errors": [{"field": "x", "message": "没有这个字段。"}]},
        {"index": 4, "errors": [{"field": "entry", "message": "应为对象（{ }）。"}]},
    ]


def test_a_batch_needs_no_confirmation(
    business: Business, engine: Engine, clock: Clock
) -> None:
    told = business.sends({"notices": [order()]}, BATCH).get_json()

    with reading(engine) as session:
        batch = session.get_one(BatchRow, told["batch"])
        (notice,) = session.scalars(select(NoticeRow)).all()
        assert (batch.source, batch.confirmed_at) == ("api:shenpi", clock.now)
        assert batch.complete_at == clock.now
        assert (notice.batch_id, notice.try_at) == (batch.id, clock.now)


def test_what_is_normal_in_a_batch_comes_after_single_notices(
    business: Business, engine: Engine
) -> None:
    entries = [order(priority=it) for it in ("urgent", "normal", "low")]

    told = business.sends({"notices": entries}, BATCH).get_json()

    with reading(engine) as session:
        found = {it.id: it.priority for it in session.scalars(select(NoticeRow))}
    kept = [found[it["id"]] for it in told["notices"]]
    assert kept == [Priority.URGENT, Priority.BULK, Priority.LATER]
    first = business.asks(f"/api/v1/notices/{told['notices'][1]['id']}").get_json()
    assert first["priority"] == "normal"


def test_a_batch_of_which_nothing_is_good_is_refused(
    business: Business, engine: Engine
) -> None:
    before = rows(engine)

    answer = business.sends({"notices": [order(to="1"), 5]}, BATCH)

    assert answer.status_code == 422
    assert faults(answer) == {
        "notices.0.to": "不是中国大陆的手机号码。",
        "notices.1.entry": "应为对象（{ }）。",
    }
    assert rows(engine) == before


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, {"notices": "缺少这个字段。"}),
        ({"notices": {}}, {"notices": "应为数组（[ ]）。"}),
        ({"notices": []}, {"notices": "至少1个。"}),
        ({"notices": [0] * 10_001}, {"notices": "最多10000个。"}),
        ({"notices": [dict(order())], "name": "a"}, {"name": "没有这个字段。"}),
    ],
)
def test_what_is_no_batch_is_refused(
    business: Business, body: object, said: dict[str, str]
) -> None:
    answer = business.sends(body, BATCH)

    assert answer.status_code == 422
    assert faults(answer) == said


def test_a_problem_names_a_hundred_fields_at_most(business: Business) -> None:
    answer = business.sends({"notices": [5] * 1000}, BATCH)

    assert len(answer.get_json()["errors"]) == 100


def test_ten_thousand_notices_are_one_batch(business: Business, engine: Engine) -> None:
    answer = business.sends({"notices": orders(10_000)}, BATCH)

    told = answer.get_json()
    assert (answer.status_code, told["accepted"]) == (201, 10_000)
    with reading(engine) as session:
        mine = select(func.count()).where(NoticeRow.batch_id == told["batch"])
        assert session.scalar(mine) == 10_000
        assert session.scalar(select(func.count(NoticeEventRow.id))) == 10_000


def test_a_batch_that_is_repeated_is_answered_the_same(
    business: Business, engine: Engine
) -> None:
    body = {"notices": [order(), 5]}
    first = business.sends(body, BATCH, again="same")
    before = rows(engine)

    again = business.sends(body, BATCH, again="same")

    assert (again.status_code, again.data) == (200, first.data)
    assert rows(engine) == before
