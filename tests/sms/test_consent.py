"""退订 and 恢复: who is sent no more notices, by which word, and who is not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from helpline import wording
from notices.delivery import suppressions
from notices.status import Status
from storage.session import reading
from tests.faq_store import examples
from tests.notices.fakes import APPLICANT, OTHER, Post
from tests.sms.fakes import Applicant
from tests.waiting import HANGS

SID = "SM" + "a" * 32


def silent(engine: Engine, number: str = APPLICANT) -> bool:
    with reading(engine) as session:
        return suppressions.is_suppressed(session, number)


def causes(engine: Engine, number: str = APPLICANT) -> list[str]:
    """Tell the history of a number's suppression, `-` for its beginnings."""
    with reading(engine) as session:
        found = suppressions.suppression_history(session, number)
        return [("-" if it.active else "+") + it.cause for it in found]


@pytest.mark.parametrize("word", ["退订", "TD"])
def test_a_word_of_its_own_stops_notices_and_drops_what_waits(
    applicant: Applicant, post: Post, word: str
) -> None:
    mine, later = post.order(), post.order(send_at=post.now + timedelta(days=1))
    other = post.order(to=OTHER)

    reply = applicant.text(word, SID)

    post.send_all()
    assert reply == wording.UNSUBSCRIBED
    assert causes(applicant.engine) == [f"-text:{SID}"]
    assert [post.status(it) for it in (mine, later)] == [Status.SUPPRESSED] * 2
    assert [it.id for it in post.gateway.sent] == [other]


def test_it_is_confirmed_once(applicant: Applicant) -> None:
    replies = [applicant.text(it) for it in ("退订", "退订", "TD")]

    assert replies == [wording.UNSUBSCRIBED, "", ""]
    assert len(causes(applicant.engine)) == 1


def test_questions_are_answered_as_ever_after_it(applicant: Applicant) -> None:
    applicant.text("退订")

    assert "十二点。" in applicant.text("几点开饭")


@pytest.mark.parametrize("word", ["恢复", "订阅"])
def test_another_word_brings_notices_back(
    applicant: Applicant, post: Post, word: str
) -> None:
    dropped = post.order()
    applicant.text("退订")

    reply = applicant.text(word)

    fresh = post.order(reason="又一张")
    post.send_all()
    assert reply == wording.RESUMED
    assert post.status(dropped) is Status.SUPPRESSED
    assert [it.id for it in post.gateway.sent] == [fresh]


def test_who_never_unsubscribed_is_told_so(applicant: Applicant) -> None:
    assert applicant.text("恢复") == wording.NOT_UNSUBSCRIBED
    assert causes(applicant.engine) == []


@pytest.mark.parametrize("said", ["请不要停止", "yes"])
def test_a_word_within_a_sentence_decides_nothing(
    applicant: Applicant, post: Post, said: str
) -> None:
    notice = post.order()

    applicant.text(said)

    assert causes(applicant.engine) == []
    assert post.status(notice) is Status.QUEUED


@pytest.mark.parametrize("word", ["STOP", "optout"])
def test_the_provider_s_own_words_stop_notices_without_a_reply(
    applicant: Applicant, post: Post, word: str
) -> None:
    notice = post.order()

    reply = applicant.text(word)

    assert (reply, silent(applicant.engine)) == ("", True)
    assert post.status(notice) is Status.SUPPRESSED


def test_and_its_own_words_bring_them_back_without_a_reply(
    applicant: Applicant,
) -> None:
    applicant.text("退订")

    assert applicant.text("START") == ""
    assert not silent(applicant.engine)


@pytest.mark.parametrize(
    ("taken_for", "body", "after"),
    [
        ("STOP", "停", True),
        ("stop", "arrêt", True),
        ("STOP", "STOP", True),
        ("START", "YES", False),
        ("HELP", "HELP", False),
        ("HELP", "退订", True),
        ("", "x", False),
    ],
)
def test_what_the_provider_took_a_text_for_counts_and_it_has_answered_itself(
    applicant: Applicant, taken_for: str, body: str, *, after: bool
) -> None:
    reply = applicant.provider(body, OptOutType=taken_for)

    assert (reply, silent(applicant.engine)) == ("", after)


def test_what_the_provider_took_for_a_start_counts_too(applicant: Applicant) -> None:
    applicant.text("退订")

    applicant.provider("YES", SID, OptOutType="START")

    assert causes(applicant.engine)[-1] == f"+text:{SID}"


def test_it_counts_in_a_flood_that_is_answered_no_more(
    applicant: Applicant, post: Post
) -> None:
    notice = post.order()
    for _ in range(15):
        applicant.text("菜单")
        applicant.later(timedelta(seconds=1.3))

    reply = applicant.text("退订")

    assert (reply, silent(applicant.engine)) == ("", True)
    assert post.status(notice) is Status.SUPPRESSED


def test_a_text_to_a_number_that_is_not_ours_decides_nothing(
    applicant: Applicant, post: Post
) -> None:
    notice = post.order()
    applicant.to = "+8637199999999"

    replies = [applicant.text("退订"), applicant.provider("x", OptOutType="STOP")]

    assert (replies, silent(applicant.engine)) == (["", ""], False)
    assert post.status(notice) is Status.QUEUED


def test_the_same_text_delivered_again_later_changes_nothing(
    applicant: Applicant,
) -> None:
    first = applicant.text("退订", SID)
    applicant.text("恢复")
    applicant.later(timedelta(hours=1))

    again = applicant.text("退订", SID)

    assert first == again
    assert not silent(applicant.engine)
    assert len(causes(applicant.engine)) == 2


def test_the_same_text_delivered_at_one_instant_is_one_decision(
    applicant: Applicant, post: Post
) -> None:
    post.order_many([{"reason": f"第{it}页"} for it in range(20)])
    together = Barrier(4)
    applicant.shelf.refresh()

    def deliver(_: int) -> str:
        together.wait(HANGS)
        return applicant.text("退订", SID)

    with ThreadPoolExecutor(4) as pool:
        replies = set(pool.map(deliver, range(4)))

    assert replies == {wording.UNSUBSCRIBED}
    assert causes(applicant.engine) == [f"-text:{SID}"]
    assert {it.status for it in post.notices()} == {Status.SUPPRESSED}


def test_what_cannot_be_kept_as_a_turn_decides_nothing_either(
    sqlite: Engine, now: datetime
) -> None:
    examples.publish(sqlite, examples.SMALL, now)
    applicant, post = Applicant(sqlite, now), Post(sqlite, now)
    notice = post.order()
    with sqlite.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON turns "
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        )

    with pytest.raises(IntegrityError):
        applicant.text("退订")

    assert causes(sqlite) == []
    assert post.status(notice) is Status.QUEUED


# --- Who writes --------------------------------------------------------------


def by(applicant: Applicant, sender: str, *words: str) -> list[str]:
    applicant.sender = sender
    return [applicant.text(it) for it in words]


@pytest.mark.parametrize(
    "written",
    ["13800138000", "8613800138000", "0086 138-0013-8000", "１３８００１３８０００"],
)
def test_one_person_is_meant_however_the_number_is_written(
    applicant: Applicant, written: str
) -> None:
    by(applicant, written, "退订")

    assert silent(applicant.engine)


def test_who_writes_by_whatsapp_stops_notices_to_the_same_number(
    applicant: Applicant, post: Post
) -> None:
    notice = post.order()

    replies = by(applicant, f"whatsapp:{APPLICANT}", "退订", "退订", "恢复")

    assert replies == [wording.UNSUBSCRIBED, "", wording.RESUMED]
    assert post.status(notice) is Status.SUPPRESSED
    assert [it[0] for it in causes(applicant.engine)] == ["-", "+"]


@pytest.mark.parametrize(
    "sender",
    [
        *("TENCENT", "10690123456789", "anonymous", "", "client:ann", "whatsapp:ann"),
        *("+49111111111111111", "whatsapp:+49111111111111111", "+15005550006"),
    ],
)
def test_who_can_be_sent_no_notices_has_none_to_stop(
    applicant: Applicant, post: Post, sender: str
) -> None:
    notices = [post.order(), post.order(to=OTHER)]

    by(applicant, sender, "退订", "STOP", "恢复")

    assert len(applicant.turns()) == 3
    assert {post.status(it) for it in notices} == {Status.QUEUED}
