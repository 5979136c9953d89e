"""What is counted of texts."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from reporting import count_texts
from reporting.metrics import Figure, FigureName, sum_figures
from storage.session import reading
from tests.reporting.happened import SENDER, Happened

DAY = timedelta(days=1)


@pytest.fixture
def happened(engine: Engine) -> Happened:
    return Happened(engine)


def counted(store: Engine, begins: datetime) -> set[Figure]:
    with reading(store) as session:
        return set(sum_figures(count_texts.count_day(session, begins, begins + DAY)))


def test_a_day_without_texts_has_no_figures(engine: Engine, now: datetime) -> None:
    assert counted(engine, now) == set()


def test_texts_are_told_apart_by_what_became_of_them(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    for decision in ("certain", "certain", "unsure", "nothing", None):
        happened.text(now, decision, reply="答")
    happened.text(now, reply="")
    happened.text(now, reply="", unrouted=True)

    texts = {it for it in counted(engine, now) if it[0] is FigureName.TEXTS}

    assert texts == {
        (FigureName.TEXTS, "certain", 2),
        (FigureName.TEXTS, "unsure", 1),
        (FigureName.TEXTS, "nothing", 1),
        (FigureName.TEXTS, "choice", 1),
        (FigureName.TEXTS, "silent", 1),
        (FigureName.TEXTS, "stray", 1),
    }


def test_answers_are_counted_by_case_however_they_were_asked_for(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.text(now, "certain", case="1.6#2")
    happened.text(now, case="1.6#2")
    happened.text(now, "certain", case="2.1")
    happened.text(now, "unsure")

    answered = {it for it in counted(engine, now) if it[0] is FigureName.ANSWERED}

    assert answered == {
        (FigureName.ANSWERED, "1.6#2", 2),
        (FigureName.ANSWERED, "2.1", 1),
    }


def test_segments_are_those_of_the_replies_that_were_sent(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    for reply in ("好" * 70, "好" * 70, "好" * 71, ""):
        happened.text(now, reply=reply)

    assert (FigureName.REPLY_SEGMENTS, "", 1 + 1 + 2) in counted(engine, now)


def test_only_the_texts_of_the_day_are_counted(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    instant = timedelta(microseconds=1)
    for at in (now - instant, now, now + DAY - instant, now + DAY):
        happened.text(at, "certain", reply="")

    assert counted(engine, now) == {(FigureName.TEXTS, "certain", 2)}


def test_no_figure_holds_a_number_or_a_text(
    engine: Engine, happened: Happened, now: datetime
) -> None:
    happened.text(now, "certain", body="我是张三，号码13800138000", case="1.1")

    told = str(counted(engine, now))

    assert SENDER.removeprefix("+") not in told
    assert "张三" not in told
