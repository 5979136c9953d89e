"""How figures add up."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from helpline.tallying import MOST_KEYS, OTHER, Figure, Name, Text, added, shrunk

names = st.sampled_from(Name)
keys = st.sampled_from(["", "a", "b", OTHER])
figures = st.lists(st.tuples(names, keys, st.integers(0, 9)))

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


def test_fewer_texts_mean_that_some_were_deleted() -> None:
    before: list[Figure] = [(Name.TEXTS, Text.CERTAIN, 2), (Name.CALLS, "lost", 1)]

    assert shrunk(before, [(Name.TEXTS, Text.CERTAIN, 1), (Name.CALLS, "lost", 1)])
    assert shrunk(before, [])


def test_another_outcome_does_not_mean_that_any_were_deleted() -> None:
    before: list[Figure] = [(Name.CALLS, "in-progress", 1), (Name.INQUIRIES, "open", 9)]

    assert not shrunk(before, [(Name.CALLS, "lost", 1), (Name.INQUIRIES, "open", 1)])
    assert not shrunk([], before)
