"""Orders become rows of the outbox, each once for its source and key."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from helpline.conversation.sent_notices import NoticeEvent
from notices.compose import enqueue, templates
from notices.compose.enqueue import ComposeContext, NoticeSource
from notices.compose.notice_request import Priority
from notices.compose.reason_codes import ReasonCode
from notices.compose.templates import Template
from notices.delivery import suppressions
from notices.status import Status
from tests.notices.fakes import APPLICANT, OTHER, OURS, SIGNATURE, Post


def test_a_notice_is_queued_with_all_that_was_asked(post: Post) -> None:
    notice = post.order(priority=Priority.URGENT)

    row = post.notice(notice)
    assert (row.status, row.to, row.event) == (
        "queued",
        APPLICANT,
        NoticeEvent.RETURNED,
    )
    assert (row.application, row.reason) == ("HN1", "照片不清楚")
    assert (row.template, row.template_version) == ("退件", 0)
    assert row.text.startswith(SIGNATURE)
    assert (row.segments, row.priority, row.attempts, row.token) == (1, 0, 0, 0)
    assert row.try_at == row.send_at == row.created_at == post.now
    assert row.expires_at == post.now + timedelta(days=7)
    assert post.story(notice) == ["queued"]


def test_one_source_uses_a_key_once_and_nothing_else_of_that_call_is_kept(
    post: Post,
) -> None:
    twice = [("k1", post.render()), ("k2", post.render()), ("k1", post.render())]

    with pytest.raises(IntegrityError), post.writing() as session:
        enqueue.enqueue(session, twice, NoticeSource("a"), post.next_id, post.now)

    assert post.notices() == []


def test_two_sources_may_use_the_same_key(post: Post) -> None:
    for source in ("a", "b"):
        with post.writing() as session:
            wanted = [("k1", post.render())]
            enqueue.enqueue(
                session, wanted, NoticeSource(source), post.next_id, post.now
            )

    assert [it.source for it in post.notices()] == ["a", "b"]


def test_nothing_to_queue_is_nothing_queued(post: Post) -> None:
    with post.writing() as session:
        queued = enqueue.enqueue(session, [], NoticeSource("a"), post.next_id, post.now)

    assert queued == ()


def test_a_suppressed_number_gets_no_notice_and_its_sender_is_told(post: Post) -> None:
    with post.writing() as session:
        suppressions.suppress_number(session, APPLICANT, "staff:wang", post.now)
        wanted = [("k1", post.render()), ("k2", post.render(to=OTHER))]

        queued = enqueue.enqueue(
            session, wanted, NoticeSource("a"), post.next_id, post.now
        )

    post.send_all()
    assert [it.status for it in queued] == [Status.SUPPRESSED, Status.QUEUED]
    assert post.story(queued[0].id) == ["suppressed"]
    assert [it.to for it in post.gateway.sent] == [OTHER]


def test_what_is_held_is_not_due(post: Post) -> None:
    notice = post.order(origin=NoticeSource("a", held=True))

    post.send_all()

    assert post.notice(notice).try_at is None
    assert post.gateway.sent == ()


def test_an_office_reads_from_the_store_what_orders_are_checked_against(
    post: Post,
) -> None:
    def is_question(key: str) -> bool:
        return key == "1.7"

    office = ComposeContext(is_question, SIGNATURE, OURS, post.next_id)
    with post.writing() as session:
        templates.add_template(session, "退件", "{reason}", "wang", post.now)

    forms = post.read(office.load_inputs)

    assert forms.templates["退件"] == Template("退件", 1, "{reason}")
    assert dict[str, ReasonCode](forms.reasons) == {}
    assert (forms.signature, forms.our_number) == (SIGNATURE, OURS)
    assert forms.is_question is is_question
