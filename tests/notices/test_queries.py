"""What a number was sent, between two times."""

from datetime import timedelta

from notices import queries
from notices.queries import SentNotice
from notices.status import Status
from storage.session import reading
from tests.notices.fakes import APPLICANT, OTHER, Post


def sent(
    post: Post, *, after: int | None = None, until: int | None = None
) -> list[str]:
    """Look between two hours from the start."""
    start = post.now - timedelta(hours=3)
    first = None if after is None else start + timedelta(hours=after)
    last = None if until is None else start + timedelta(hours=until)
    with reading(post.engine) as session:
        found = queries.list_sent(session, APPLICANT, first, last, 2)
    assert all(isinstance(it, SentNotice) for it in found)
    return [it.text.partition("原因：")[2] for it in found]


def test_the_newest_are_listed_oldest_first_and_only_what_left_us(post: Post) -> None:
    for reason in ("一", "二", "三"):
        post.order(reason=reason)
        post.order(reason="别人的", to=OTHER)
        post.send_all()
        post.later(timedelta(hours=1))
    post.order(reason="还没发")

    everything, early, late = sent(post), sent(post, until=1), sent(post, after=2)

    assert [it[0] for it in everything] == ["二", "三"]
    assert [it[0] for it in early] == ["一"]
    assert [it[0] for it in late] == ["三"]


def test_a_notice_is_told_with_its_status(post: Post) -> None:
    notice = post.order()
    post.send_all()

    with reading(post.engine) as session:
        (found,) = queries.list_sent(session, APPLICANT, None, None, 9)

    assert found.id == notice
    assert found.status in set(Status)
    assert found.at == post.notice(notice).sent_at
