"""Notices heard by telephone: * at the start of the menu."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from faq_store.content.edition_cache import EditionCache
from helpline import wording
from helpline.conversation.sent_notices import NOTHING_SENT, SentNotices
from helpline.phone_numbers import Sender
from helpline.voice.menu import ROOT, MenuPath, menu_at
from helpline.wording import Prompts
from ivr import call_flow, webhooks
from ivr.context import CallContext
from ivr.position import Position
from simulator import twiml
from simulator.twiml import Gather, Say, Verb
from tests.faq_store.examples import SMALL
from tests.helpline.canteen import MATCHER
from tests.helpline.letters import ACCEPTED, RETURNED, mailbox, mailboxes

SPOKEN = replace(SMALL, prompts=Prompts())
BOTH = mailbox(RETURNED, ACCEPTED)
START = (
    "用餐，请按1。",
    "其他，请按2。",
    "联系我们，请按3。",
    "重听请按井号。客服电话请按0。",
)
INVITED = ("听最近发给您的通知，请按星号。", *START)
NOTICES = (
    "3月2日退件，申报号H N 2 0 2 6 杠开头，幺 2 3结尾。原因：饭卡照片不清楚。",
    "2月25日受理，申报号H N 2 0 2 6 杠开头，幺 2 3结尾。",
    "再听一遍请按星号，回到主菜单请按井号，客服电话请按0。",
)
FORM = {"CallSid": "CA" + "1" * 32, "CallStatus": "in-progress"}
CALLER = "+8613800138000"


@dataclass(slots=True)
class Postbox:
    """What anybody was sent, and who was looked up."""

    held: SentNotices = BOTH
    asked: list[str] = field(default_factory=list)

    def of(self, sender: Sender) -> SentNotices:
        self.asked.append(sender.address)
        return self.held


def said(markup: str | bytes) -> tuple[str, ...]:
    document = markup.encode() if isinstance(markup, str) else markup
    return tuple(_sentences(twiml.parse_verbs(document)))


def _sentences(verbs: tuple[Verb, ...]) -> Iterator[str]:
    for verb in verbs:
        if isinstance(verb, Gather):
            yield from _sentences(verb.nested)
        if isinstance(verb, Say):
            yield verb.text


def answered(
    digits: str, path: MenuPath | None = None, held: SentNotices = BOTH
) -> tuple[str, ...]:
    position = Position(1, path or MenuPath())
    return said(call_flow.answer_key(SPOKEN, position, digits, lambda: held))


def test_a_caller_who_was_sent_notices_hears_so_first() -> None:
    greeting, *rest = said(call_flow.greet_caller(SPOKEN, Position(1), lambda: BOTH))

    assert greeting == Prompts().call_greeting
    assert tuple(rest) == INVITED


def test_a_caller_who_was_sent_nothing_hears_the_start_as_ever() -> None:
    _, *rest = said(call_flow.greet_caller(SPOKEN, Position(1)))

    assert tuple(rest) == START


def test_a_star_at_the_start_says_the_notices_and_then_the_keys() -> None:
    assert answered("*") == NOTICES


def test_the_call_goes_on_from_the_start() -> None:
    markup = call_flow.answer_key(SPOKEN, Position(1), "*", lambda: BOTH)

    assert "edition=1&amp;at=0&amp;step=1&amp;silent=0&amp;wrong=0" in markup
    assert answered("*") == NOTICES
    assert answered("#") == INVITED


def test_a_star_at_the_start_without_notices_repeats_the_start() -> None:
    assert answered("*", held=NOTHING_SENT) == START


@pytest.mark.parametrize("path", [MenuPath((1,)), MenuPath((2,))])
def test_coming_back_to_the_start_the_caller_hears_of_notices_again(
    path: MenuPath,
) -> None:
    assert answered("*", path) == INVITED


def test_silence_and_wrong_keys_at_the_start_say_it_again_too() -> None:
    assert answered("") == (wording.NO_KEY, *INVITED)
    assert answered("8") == (wording.WRONG_KEY, *INVITED)


def test_after_the_hotline_at_the_start_the_star_is_said_to_be_for_notices() -> None:
    heard = "再听一遍请按0，回到刚才的内容请按井号，听最近发给您的通知请按星号。"
    failed = call_flow.answer_not_reached(SPOKEN, Position(1), lambda: BOTH)

    assert answered("0")[-1] == said(failed)[-1] == heard
    assert answered("0", MenuPath((1,)))[-1] == wording.AFTER_HOTLINE
    assert answered("0", held=NOTHING_SENT)[-1] == wording.AFTER_HOTLINE


@given(
    st.lists(st.integers(1, 4), max_size=4).map(tuple),
    st.sampled_from([*"0123456789*#", "", "12"]),
    mailboxes,
)
def test_nothing_is_looked_up_but_at_the_start(
    path: tuple[int, ...], key: str, held: SentNotices
) -> None:
    looked_up = []

    def fetch() -> SentNotices:
        looked_up.append(path)
        return held

    markup = call_flow.answer_key(SPOKEN, Position(1, MenuPath(path)), key, fetch)

    gather = twiml.parse_verbs(markup.encode())[0]
    assert isinstance(gather, Gather)
    query = dict(it.split("=") for it in gather.action.partition("?")[2].split("&"))
    stands_at = menu_at(SPOKEN, Position.read(query).path).path
    assert len(looked_up) == (stands_at == ROOT)


# --- Through the door ------------------------------------------------------


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def door(canteen: Engine, now: datetime, postbox: Postbox) -> CallContext:
    shelf = EditionCache(canteen, lambda *_: MATCHER)
    return CallContext(canteen, shelf, lambda: now, load_notices=postbox.of)


@pytest.fixture
def client(door: CallContext) -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(webhooks.blueprint(door))
    return app.test_client()


def heard(client: FlaskClient, page: str, caller: str = CALLER) -> tuple[str, ...]:
    form = FORM | {"From": caller, "Digits": "*", "DialCallStatus": "busy"}
    return said(client.post(f"/ivr/{page}", data=form).data)


def test_the_door_looks_up_who_calls(client: FlaskClient, postbox: Postbox) -> None:
    assert heard(client, "answer")[1:] == INVITED
    assert heard(client, "key?edition=1&at=0&step=0") == NOTICES
    assert heard(client, "dialled?edition=1")[-1] == wording.NOTICES_AFTER_HOTLINE
    assert postbox.asked == [CALLER] * 3


@pytest.mark.parametrize("caller", ["anonymous", "266696687", "client:ann", "95588"])
def test_who_has_no_known_number_is_not_looked_up(
    client: FlaskClient, postbox: Postbox, caller: str
) -> None:
    assert heard(client, "answer", caller)[1:] == START
    assert heard(client, "key?edition=1&at=0&step=0", caller) == START
    assert postbox.asked == []


def test_a_door_that_was_told_of_no_mailboxes_knows_of_no_notices(
    door: CallContext,
) -> None:
    plain = CallContext(door.engine, door.editions, door.clock)
    app = Flask(__name__)
    app.register_blueprint(webhooks.blueprint(plain))

    assert heard(app.test_client(), "answer")[1:] == START
