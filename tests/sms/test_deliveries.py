"""What the provider may do to a text: deliver it again, at once, for nobody."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from helpline import phone_numbers
from sms import handler
from sms.handler import BURST
from sms.webhook_form import InboundText
from tests.sms.fakes import OURS, Applicant
from tests.waiting import HANGS

pytestmark = pytest.mark.both_stores

SID = "SM" + "a" * 32


def test_the_same_text_again_is_one_turn_with_the_same_reply(
    applicant: Applicant,
) -> None:
    applicant.text("饭卡")

    first, again = applicant.text("1", SID), applicant.text("1", SID)

    assert first == again
    assert len(applicant.turns()) == 2


def test_the_same_text_a_day_later_is_still_the_same_turn(applicant: Applicant) -> None:
    first = applicant.text("天气", SID)
    applicant.later(timedelta(days=1))

    assert applicant.text("天气", SID) == first
    assert len(applicant.turns()) == len(applicant.inquiries()) == 1


def test_the_same_text_at_the_same_instant_is_one_turn(applicant: Applicant) -> None:
    together = Barrier(4)
    applicant.shelf.refresh()

    def deliver(_: int) -> str:
        together.wait(HANGS)
        return applicant.text("天气", SID)

    with ThreadPoolExecutor(4) as pool:
        replies = set(pool.map(deliver, range(4)))

    assert len(replies) == 1
    assert len(applicant.turns()) == len(applicant.inquiries()) == 1


def test_one_sid_from_two_senders_at_once_is_one_turn(applicant: Applicant) -> None:
    other = Applicant(applicant.engine, applicant.now, sender="+8613900139000")
    together = Barrier(2)

    def deliver(who: Applicant) -> str:
        who.shelf.refresh()
        together.wait(HANGS)
        return who.text("几点开饭", SID)

    with ThreadPoolExecutor(2) as pool:
        replies = set(pool.map(deliver, (applicant, other)))

    assert len(replies) == 1
    assert len(applicant.turns()) == 1


def test_different_texts_of_one_person_at_once_are_all_answered(
    applicant: Applicant,
) -> None:
    together = Barrier(4)
    applicant.shelf.refresh()

    def deliver(number: int) -> str:
        together.wait(HANGS)
        return applicant.text("菜单", f"SM{number:032x}")

    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(deliver, range(4)))

    assert all("1 用餐" in it for it in replies)
    assert len(applicant.turns()) == 4


@pytest.mark.parametrize("sender", ["10690123456789", "TENCENT", "anonymous", ""])
def test_a_sender_that_cannot_be_texted_is_kept_and_not_answered(
    applicant: Applicant, sender: str
) -> None:
    applicant.sender = sender

    assert applicant.text("几点开饭") == ""
    assert len(applicant.turns()) == 1


def test_a_text_to_a_number_that_is_not_ours_is_kept_apart(
    applicant: Applicant,
) -> None:
    applicant.to = "+8637199999999"

    assert applicant.text("几点开饭") == ""
    assert [it.unrouted for it in applicant.turns()] == [True]


@pytest.mark.parametrize(
    ("number", "service", "answered"),
    [("", "", True), ("", "MG1", True), ("", "MG2", False), (OURS, "MG2", True)],
)
def test_a_text_is_ours_by_its_number_or_its_service(
    applicant: Applicant, number: str, service: str, *, answered: bool
) -> None:
    door = replace(applicant.door, our_number=number, our_service=service)
    inbound = InboundText(
        SID, phone_numbers.parse_sender("13800138000"), OURS, "饭卡", service="MG1"
    )

    assert bool(handler.answer_text(door, inbound)) is answered


def test_a_flood_is_kept_whole_and_answered_only_as_far_as_the_provider_allows(
    applicant: Applicant,
) -> None:
    replies = []
    for _ in range(30):
        replies.append(applicant.text("菜单"))
        applicant.later(timedelta(seconds=0.5))
    applicant.later(timedelta(seconds=30))

    assert sum(bool(it) for it in replies) == BURST
    assert len(applicant.turns()) == 30
    assert applicant.text("菜单")


def test_a_robot_that_echoes_us_is_not_answered(applicant: Applicant) -> None:
    reply = applicant.text("菜单")

    assert applicant.text(reply) == ""
