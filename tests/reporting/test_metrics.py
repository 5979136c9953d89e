"""How figures add up."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.metrics import (
    MOST_KEYS,
    OTHER,
    Figure,
    FigureName,
    InquiryFlow,
    TextOutcome,
    merge_recount,
    sum_figures,
)

names = st.sampled_from(FigureName)
keys = st.sampled_from(["", "a", "b", OTHER])
figures = st.lists(st.tuples(names, keys, st.integers(0, 9)))

GROWING = (FigureName.TEXTS, FigureName.CALLS, FigureName.NOTICES, FigureName.INQUIRIES)
MANY = [(FigureName.ANSWERED, f"1.{it:03}", it) for it in range(1, MOST_KEYS + 4)]


def totals(found: list[Figure] | tuple[Figure, ...]) -> Counter[FigureName]:
    sums = Counter[FigureName]()
    for name, _, value in found:
        sums[name] += value
    return +sums


@given(figures)
def test_adding_up_loses_nothing_and_names_nothing_twice(found: list[Figure]) -> None:
    done = sum_figures(found)

    assert totals(done) == totals(found)
    assert len({(name, key) for name, key, _ in done}) == len(done)
    assert all(value for _, _, value in done)


@given(figures)
def test_figures_that_are_added_up_stay_as_they_are(found: list[Figure]) -> None:
    once = sum_figures(found)

    assert set(sum_figures(once)) == set(once)


@given(st.permutations(MANY))
def test_the_largest_kinds_are_kept_and_the_others_counted_as_one(
    found: list[Figure],
) -> None:
    done = {key: value for _, key, value in sum_figures(found)}

    assert len(done) == MOST_KEYS + 1
    assert done.pop(OTHER) == 1 + 2 + 3
    assert min(done.values()) == 4


BEFORE: tuple[Figure, ...] = (
    (FigureName.TEXTS, TextOutcome.CERTAIN, 2),
    (FigureName.ANSWERED, "1.1", 2),
    (FigureName.NOTICES, "accepted", 3),
    (FigureName.INQUIRIES, InquiryFlow.NEW, 2),
    (FigureName.INQUIRIES, InquiryFlow.OPEN, 9),
)


def test_where_texts_were_deleted_their_figures_stay_and_the_others_are_counted_on() -> (
    None
):
    after = (
        (FigureName.TEXTS, TextOutcome.CERTAIN, 1),
        (FigureName.ANSWERED, "1.1", 1),
        (FigureName.NOTICES, "delivered", 3),
        *BEFORE[3:],
    )

    assert set(merge_recount(BEFORE, after)) == {*BEFORE[:2], *after[2:]}


def test_where_everything_was_deleted_everything_stays() -> None:
    assert set(merge_recount(BEFORE, ())) == set(BEFORE)
    assert merge_recount((), BEFORE) == BEFORE


@pytest.mark.parametrize(
    "after",
    [
        {InquiryFlow.NEW: 1, InquiryFlow.OPEN: 9},
        {InquiryFlow.NEW: 2, InquiryFlow.OPEN: 8},  # it came on an earlier day
        {InquiryFlow.NEW: 1, InquiryFlow.OPEN: 10},
    ],
)
def test_an_inquiry_that_was_deleted_stays_in_the_figures(
    after: dict[InquiryFlow, int],
) -> None:
    found = [(FigureName.INQUIRIES, key.value, many) for key, many in after.items()]

    assert set(merge_recount(BEFORE[3:], found)) == set(BEFORE[3:])


def test_another_outcome_does_not_mean_that_any_were_deleted() -> None:
    before: list[Figure] = [
        (FigureName.CALLS, "in-progress", 1),
        (FigureName.INQUIRIES, InquiryFlow.SETTLED, 9),
    ]
    after: list[Figure] = [
        (FigureName.CALLS, "lost", 1),
        (FigureName.INQUIRIES, InquiryFlow.SETTLED, 8),
        (
            FigureName.INQUIRIES,
            InquiryFlow.OPEN,
            1,
        ),  # that it was settled was taken back
    ]

    assert set(merge_recount(before, after)) == set(after)


@given(figures, figures)
def test_of_what_was_counted_twice_all_figures_of_a_name_are_of_one_count(
    before: list[Figure], after: list[Figure]
) -> None:
    done = merge_recount(before, after)

    for name in FigureName:
        own = [it for it in done if it[0] is name]
        assert own in (
            [it for it in found if it[0] is name] for found in (before, after)
        )
    assert all(totals(done)[it] >= totals(before)[it] for it in GROWING)
