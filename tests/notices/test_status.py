from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.delivery.retry import MOST_ATTEMPTS, backoff_delay, retry_delay
from notices.faults import Fault
from notices.status import (
    ENDED_BY_US,
    FINAL,
    LEFT_US,
    Status,
    StatusChange,
    next_status,
)

PROVIDERS_WORDS = [
    Status.ACCEPTED,
    Status.SENT,
    Status.UNDELIVERED,
    Status.FAILED,
    Status.DELIVERED,
]
statuses = st.sampled_from(Status)
words = st.lists(st.sampled_from(PROVIDERS_WORDS), max_size=12)
faults = st.sampled_from(Fault)
jitters = st.floats(0, 1)
SECOND = timedelta(seconds=1)


def heard(first: Status, said: list[Status]) -> Status:
    status = first
    for word in said:
        status = next_status(status, word).status
    return status


def test_statuses_rise_in_the_order_that_the_law_gives() -> None:
    rising = [
        {Status.QUEUED},
        {Status.SENDING},
        {Status.UNKNOWN} | ENDED_BY_US,
        {Status.ACCEPTED},
        {Status.SENT},
        {Status.UNDELIVERED, Status.FAILED},
        {Status.DELIVERED},
    ]

    assert {it for rank in rising for it in rank} == set(Status)
    assert [{it.rank for it in rank} for rank in rising] == [{it} for it in range(7)]


def test_final_is_what_the_provider_or_we_have_ended() -> None:
    assert {it for it in Status if it.final} == FINAL
    assert {Status.FAILED, Status.UNDELIVERED, Status.DELIVERED} == FINAL - ENDED_BY_US


def test_what_a_provider_refused_and_what_we_ended_never_reached_a_phone() -> None:
    assert {it for it in Status if it.left_us} == LEFT_US
    assert set(Status) - LEFT_US == ENDED_BY_US | {Status.QUEUED, Status.FAILED}


@given(statuses, words, st.randoms(use_true_random=False), st.integers(1, 3))
def test_words_in_any_order_and_repetition_end_in_the_same_highest_rank(
    first: Status, said: list[Status], chance: Random, times: int
) -> None:
    again = said * times
    chance.shuffle(again)

    ranks = {heard(first, said).rank, heard(first, again).rank}

    assert ranks == {max([first.rank, *(it.rank for it in said)])}


@given(statuses, st.lists(statuses, max_size=12))
def test_no_words_make_a_status_fall_or_its_end_undone(
    first: Status, said: list[Status]
) -> None:
    stood = [first]
    for word in said:
        stood.append(next_status(stood[-1], word).status)

    assert all(before.rank <= after.rank for before, after in pairwise(stood))
    assert all(
        after.rank > before.rank or after is before for before, after in pairwise(stood)
    )


@given(st.sampled_from(sorted(FINAL)), words)
def test_what_has_ended_stays_ended_or_is_overridden_by_the_provider_and_flagged(
    end: Status, said: list[Status]
) -> None:
    for word in said:
        news = next_status(end, word)

        assert news == StatusChange(end) or (news == StatusChange(word, flagged=True))


@pytest.mark.parametrize(
    ("current", "word", "news"),
    [
        (Status.SENT, Status.DELIVERED, StatusChange(Status.DELIVERED)),
        (Status.DELIVERED, Status.SENT, StatusChange(Status.DELIVERED)),
        (Status.SENT, Status.SENT, StatusChange(Status.SENT)),
        (Status.UNKNOWN, Status.ACCEPTED, StatusChange(Status.ACCEPTED)),
        (Status.FAILED, Status.UNDELIVERED, StatusChange(Status.FAILED)),
        (
            Status.UNDELIVERED,
            Status.DELIVERED,
            StatusChange(Status.DELIVERED, flagged=True),
        ),
        (Status.CANCELLED, Status.SENT, StatusChange(Status.SENT, flagged=True)),
        (Status.DEAD, Status.UNKNOWN, StatusChange(Status.DEAD)),
    ],
)
def test_a_word_is_weighed(current: Status, word: Status, news: StatusChange) -> None:
    assert next_status(current, word) == news


def test_every_fault_asks_for_one_answer_only() -> None:
    permanent = {Fault.RECIPIENT, Fault.OPTED_OUT, Fault.CONTENT}
    halting = {Fault.SENDER, Fault.ACCOUNT}

    assert {it for it in Fault if it.permanent} == permanent
    assert {it for it in Fault if it.halting} == halting


@pytest.mark.parametrize(
    "fault", sorted({Fault.RECIPIENT, Fault.OPTED_OUT, Fault.CONTENT})
)
def test_what_would_be_refused_for_ever_is_not_tried_again(fault: Fault) -> None:
    assert retry_delay(fault, 1, 0.5) is None


def test_a_busy_provider_is_tried_a_dozen_times() -> None:
    waits = [retry_delay(Fault.BUSY, it, 0.5) for it in range(1, MOST_ATTEMPTS + 1)]

    assert waits[:4] == [timedelta(seconds=it) for it in (0.5, 1, 2, 4)]
    assert [it is None for it in waits] == [False] * (MOST_ATTEMPTS - 1) + [True]


def test_a_full_queue_is_waited_for_as_long_as_the_notice_is_worth_sending() -> None:
    waits = [retry_delay(Fault.QUEUE_FULL, it, 0.5) for it in (1, 2, 5, 1000)]

    assert waits == [timedelta(minutes=it) for it in (5, 10, 60, 60)]


@given(faults, st.integers(0, 2000), jitters)
def test_no_wait_is_shorter_than_half_a_second_or_longer_than_an_hour_by_much(
    fault: Fault, attempts: int, jitter: float
) -> None:
    wait = retry_delay(fault, attempts, jitter)

    assert wait is None or 0.45 * SECOND <= wait <= 66 * 60 * SECOND


@given(st.integers(-3, 10**6), jitters)
def test_a_backoff_stays_within_ten_per_cent_of_what_it_doubles_to(
    times: int, jitter: float
) -> None:
    wait = backoff_delay(5 * SECOND, 60 * SECOND, times, jitter)

    meant = min(5 * 2 ** min(max(times - 1, 0), 10), 60) * SECOND
    assert 0.9 * meant <= wait <= 1.1 * meant


@given(st.integers(0, 100), jitters)
def test_a_backoff_never_gets_shorter_with_the_times(times: int, jitter: float) -> None:
    first, longest = SECOND, 3600 * SECOND

    shorter = backoff_delay(first, longest, times, jitter)

    assert shorter <= backoff_delay(first, longest, times + 1, jitter)
