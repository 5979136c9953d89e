"""Calls about notices, through the guarded application and a real store."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from helpline import wording
from server.all_tables import METADATA
from simulator import twiml
from simulator.twiml import Gather, Hangup, Say, Verb
from tests import stores
from tests.faq_store import examples
from tests.notices.fakes import OTHER, Post
from tests.server.callers import Caller, a_call, production, running

MENU = "/ivr/key?edition=1&at=0&step=0&silent=0&wrong=0"


@pytest.fixture
def door(post: Post) -> Iterator[Caller]:
    with running(production(post.engine), post.now) as app:
        yield Caller(app)


def verbs(caller: Caller, path: str, **more: str) -> tuple[Verb, ...]:
    answer = caller.signed(path, a_call(**more))
    assert answer.status_code == 200
    return twiml.parse_verbs(answer.data)


def heard(caller: Caller, path: str, **more: str) -> tuple[str, ...]:
    """Hear what is said while a key is waited for: the call goes on."""
    (gather, *rest) = verbs(caller, path, **more)
    assert isinstance(gather, Gather)
    assert not any(isinstance(it, Hangup) for it in rest)
    return tuple(it.text for it in gather.nested if isinstance(it, Say))


def send(post: Post, *reasons: str) -> None:
    for reason in reasons:
        post.order(reason=reason)
        post.send_all()
        post.later(60)


def test_a_caller_with_notices_is_offered_them_and_hears_them(
    door: Caller, post: Post
) -> None:
    send(post, "照片不清楚")

    greeted = heard(door, "/ivr/answer")
    told = heard(door, MENU, Digits="*")

    assert greeted[1] == wording.NOTICES_KEY
    assert told == ("3月2日退件。原因：照片不清楚。", wording.AFTER_NOTICES)


def test_the_three_newest_are_heard_newest_first(door: Caller, post: Post) -> None:
    send(post, "甲", "乙", "丙", "丁")

    *told, _ = heard(door, MENU, Digits="*")

    assert [it.partition("原因：")[2] for it in told] == ["丁。", "丙。", "乙。"]


@pytest.mark.parametrize("sender", [OTHER, "anonymous", "+266696687", "client:ann"])
def test_whoever_else_calls_hears_nothing_of_them(
    door: Caller, post: Post, sender: str
) -> None:
    send(post, "照片不清楚")

    greeted = heard(door, "/ivr/answer", From=sender)
    told = heard(door, MENU, Digits="*", From=sender)

    assert wording.NOTICES_KEY not in greeted
    assert not any("照片" in it for it in (*greeted, *told))
    assert "用餐，请按1。" in told


@pytest.mark.parametrize("written", ["13800138000", "8613800138000"])
def test_a_caller_is_known_however_the_number_is_written(
    door: Caller, post: Post, written: str
) -> None:
    send(post, "照片不清楚")

    assert heard(door, "/ivr/answer", From=written)[1] == wording.NOTICES_KEY


def test_what_has_not_been_sent_is_not_heard(door: Caller, post: Post) -> None:
    post.order()

    assert wording.NOTICES_KEY not in heard(door, "/ivr/answer")


def test_deeper_in_the_menu_the_star_goes_back_as_ever(
    door: Caller, post: Post
) -> None:
    send(post, "照片不清楚")

    told = heard(door, MENU.replace("at=0", "at=1"), Digits="*")

    assert told[0] == wording.NOTICES_KEY
    assert not any("照片" in it for it in told)


def test_after_the_hotline_was_busy_they_are_offered_again(
    door: Caller, post: Post
) -> None:
    send(post, "照片不清楚")

    told = heard(door, MENU.replace("key", "dialled"), DialCallStatus="busy")

    assert told[-1] == wording.NOTICES_AFTER_HOTLINE


@pytest.mark.parametrize("key", ["*", "1", ""])
def test_with_the_store_gone_the_menu_goes_on_without_them(
    kind: str, now: datetime, tmp_path_factory: pytest.TempPathFactory, key: str
) -> None:
    with stores.migrated(kind, tmp_path_factory.mktemp("gone")) as lost:
        examples.publish(lost, examples.SMALL, now)
        send(Post(lost, now), "照片不清楚")
        with running(production(lost), now) as app:
            METADATA.drop_all(lost)

            greeted = heard(Caller(app), "/ivr/answer")
            told = heard(Caller(app), MENU, Digits=key)

    assert wording.NOTICES_KEY not in greeted
    assert any("请按1" in it for it in greeted)
    assert any("请按1" in it for it in told)
