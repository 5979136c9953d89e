"""A notice from the command line to the phone and back, through processes of their own."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from helpline import wording
from tests.notices.fakes import APPLICANT, Post
from tests.server.callers import address
from tests.server.processes import Served, ran, serving
from tests.waiting import HANGS, until

SENT = (
    "【安管人员考核】您的申请HN1被退件，原因：饭卡照片不清楚。请修改后重新提交。"
    "回复1查看解决办法。"
)


@pytest.fixture
def given(post: Post) -> dict[str, str]:
    return {"SIMULATOR": "on", "PORT": "0", "DATABASE_URL": address(post.engine)}


@pytest.fixture
def served(given: dict[str, str], tmp_path: Path) -> Iterator[Served]:
    """Run the helpline with its simulator and its worker, and a reason code."""
    words = ("reason", "set", "R1", "饭卡照片不清楚", "--question", "1.1")
    assert ran(*words, given=given, folder=tmp_path).code == 0
    with serving("run", given=given, folder=tmp_path) as found:
        yield found


@pytest.fixture
def send(given: dict[str, str], tmp_path: Path) -> Callable[[], str]:
    """Queue a notice as an operator does; give its id."""

    def queue() -> str:
        words = ("--application", "HN1", "--reason-code", "R1")
        done = ran(
            *("notices", "send", "13800138000", "退件", *words),
            given=given,
            folder=tmp_path,
        )
        assert done.code == 0, done.err
        return done.out.strip()

    return queue


def phone(served: Served) -> list[Any]:
    """Read what the phone has been sent, as its page does."""
    found = served.get(f"/phone/messages?number=%2B{APPLICANT[1:]}").json()["notices"]
    assert isinstance(found, list)
    return found


def texted(served: Served, body: str) -> list[str]:
    with requests.Session() as session:
        session.trust_env = False
        asked = {"sender": APPLICANT, "body": body}
        answer = session.post(
            f"{served.address}/phone/texts", json=asked, timeout=HANGS
        )
    return [it["text"] for it in answer.json()["replies"]]


def test_a_notice_arrives_is_confirmed_and_is_answered(
    served: Served, send: Callable[[], str], post: Post
) -> None:
    notice = send()
    until(lambda: post.status(notice) == "delivered")
    arrived = phone(served)
    replies = texted(served, "1")
    code = served.stop()

    assert [(it["text"], it["status"]) for it in arrived] == [(SENT, "delivered")]
    assert len(replies) == 1
    assert "退件" in replies[0]
    assert "十二点。" in replies[0]
    assert post.story(notice)[:2] == ["queued", "sending"]
    assert post.story(notice)[-1] == "delivered"
    assert post.notice(notice).sid == arrived[0]["message"]
    assert {it.word for it in post.receipts()} >= {"sent", "delivered"}
    assert code == 0


def test_who_unsubscribes_is_sent_nothing_more(
    served: Served, send: Callable[[], str], post: Post
) -> None:
    first = send()
    until(lambda: post.status(first) == "delivered")

    replies = texted(served, "退订")

    second = send()
    code = served.stop()
    assert replies == [wording.UNSUBSCRIBED]
    assert (post.status(second), len(post.notices())) == ("suppressed", 2)
    assert code == 0


def test_who_told_the_provider_to_stop_is_not_sent_to_again(
    served: Served, send: Callable[[], str], post: Post
) -> None:
    replies = texted(served, "STOP")

    notice = send()
    code = served.stop()
    assert (replies, post.status(notice)) == ([], "suppressed")
    assert code == 0


def test_it_stops_in_the_midst_of_sending_and_nothing_is_lost(
    given: dict[str, str], post: Post, tmp_path: Path
) -> None:
    post.now = datetime.now(UTC)
    post.order_many([{"reason": f"第{it}页"} for it in range(400)])

    with serving("run", given=given, folder=tmp_path) as served:
        until(lambda: any(it.sid for it in post.notices()))
        code = served.stop()

    statuses = Counter(it.status for it in post.notices())
    taken = sum(it.sid is not None for it in post.notices())
    assert code == 0
    assert statuses["queued"] > 0
    assert taken + statuses["queued"] + statuses["unknown"] == 400
