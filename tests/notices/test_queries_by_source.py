"""A notice is found by what it was made for."""

from notices import queries
from notices.compose import enqueue
from notices.compose.enqueue import NoticeSource
from notices.delivery import suppressions
from notices.status import Status
from tests.notices.fakes import APPLICANT, OTHER, Post


def test_notices_are_found_by_the_source_and_key_they_came_with(post: Post) -> None:
    with post.writing() as session:
        suppressions.suppress_number(session, OTHER, "test", post.now)
        orders = [("k1", post.render(to=APPLICANT)), ("k2", post.render(to=OTHER))]
        enqueue.enqueue(
            session, orders, NoticeSource("inquiry"), post.next_id, post.now
        )
        others = [("k3", post.render())]
        enqueue.enqueue(session, others, NoticeSource("a"), post.next_id, post.now)

    found = post.read(
        lambda session: queries.statuses_by_key(
            session, "inquiry", ["k1", "k2", "k3", "k4"]
        )
    )

    assert found == {"k1": Status.QUEUED, "k2": Status.SUPPRESSED}
