"""How figures add up."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.metrics import (
    MOST_KEYS,
    OTHER,
    Figure,
    Name,
    Text,
    Waiting,
    added,
    lasting,
)

names = st.sampled_from(Name)
keys = st.sampled_from(["", "a", "b", OTHER])
figures = st.lists(st.tuples(names, keys, st.integers(0, 9)))

GROWING = (Name.TEXTS, Name.CALLS, Name.NOTICES, Name.INQUIRIES)
MANY = [(Name.ANSWERED, f"1.{it:03}", it) for it in range(1, MOST_KEYS + 4)]


def totals(found: list[Figure] | tuple[Figure, ...]) -> Counter[Name]:
    sums = Counter[Name]()
    for name, _, value in found:
        sums[name] += value
    return +sums


@given(figures)
def test_adding_up_loses_nothing_and_names_nothing_twice(found: list[Figure]) -> None:
    done = added(found)

    assert totals(done) == totals(found)
    assert len({(name, key) for name, key, _ in done}) == len(done)
    assert all(value for _, _, value in done)


@given(figures)
def test_figures_that_are_added_up_stay_as_they_are(found: list[Figure]) -> None:
    once = added(found)

    assert set(added(once)) == set(once)


@given(st.permutations(MANY))
def test_the_largest_kinds_are_kept_and_the_others_counted_as_one(
    found: list[Figure],
) -> None:
    done = {key: value for _, key, value in added(found)}

    assert len(done) == MOST_KEYS + 1
    assert done.pop(OTHER) == 1 + 2 + 3
    assert min(done.values()) == 4


BEFORE: tuple[Figure, ...] = (
    (Name.TEXTS, Text.CERTAIN, 2),
    (Name.ANSWERED, "1.1", 2),
    (Name.NOTICES, "accepted", 3),
    (Name.INQUIRIES, Waiting.NEW, 2),
    (Name.INQUIRIES, Waiting.OPEN, 9),
)


def test_where_texts_were_deleted_their_figures_stay_and_the_others_are_counted_on() -> (
    None
):
    after = (
        (Name.TEXTS, Text.CERTAIN, 1),
        (Name.ANSWERED, "1.1", 1),
        (Name.NOTICES, "delivered", 3),
        *BEFORE[3:],
    )

    assert set(lasting(BEFORE, after)) == {*BEFORE[:2], *after[2:]}


def test_where_everything_was_deleted_everything_stays() -> None:
    assert set(lasting(BEFORE, ())) == set(BEFORE)
    assert lasting((), BEFORE) == BEFORE


@pytest.mark.parametrize(
    "after",
    [
        {Waiting.NEW: 1, Waiting.OPEN: 9},
        {Waiting.NEW: 2, Waiting.OPEN: 8},  # it came on an earlier day
        {Waiting.NEW: 1, Waiting.OPEN: 10},
    ],
)
def test_an_inquiry_that_was_deleted_stays_in_the_figures(
    after: dict[Waiting, int],
) -> None:
    found = [(Name.INQUIRIES, key.value, many) for key, many in after.items()]

    assert set(lasting(BEFORE[3:], found)) == set(BEFORE[3:])


def test_another_outcome_does_not_mean_that_any_were_deleted() -> None:
    before: list[Figure] = [
        (Name.CALLS, "in-progress", 1),
        (Name.INQUIRIES, Waiting.SETTLED, 9),
    ]
    after: list[Figure] = [
        (Name.CALLS, "lost", 1),
        (Name.INQUIRIES, Waiting.SETTLED, 8),
        (Name.INQUIRIES, Waiting.OPEN, 1),  # that it was settled was taken back
    ]

    assert set(lasting(before, after)) == set(after)


@given(figures, figures)
def test_of_what_was_counted_twice_all_figures_of_a_name_are_of_one_count(
    before: list[Figure], after: list[Figure]
) -> None:
    done = lasting(before, after)

    for name in Name:
        own = [it for it in done if it[0] is name]
        assert own in (
            [it for it in found if it[0] is name] for found in (before, after)
        )
    assert all(totals(done)[it] >= totals(before)[it] for it in GROWING)
