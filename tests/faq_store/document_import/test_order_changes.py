"""Bringing things into another order with the fewest moves."""

from hypothesis import given
from hypothesis import strategies as st

from faq_store.document_import.order_changes import Moves, fewest_moves


def moved(order: list[str], made: Moves) -> list[str]:
    """Make the moves, one after the other."""
    order = list(order)
    for item in made:
        order.remove(item.key)
        at = order.index(item.before) if item.before else len(order)
        order.insert(at, item.key)
    return order


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Draw an order, and another one of some of the same things."""
    there = list("abcdefgh"[: draw(st.integers(0, 8))])
    wanted = draw(st.permutations(there))
    return there, wanted[: draw(st.integers(0, len(wanted)))]


@given(orders())
def test_afterwards_those_wanted_stand_in_their_order(
    both: tuple[list[str], list[str]],
) -> None:
    there, wanted = both

    after = moved(there, fewest_moves({it: it for it in there}, wanted))

    assert [it for it in after if it in wanted] == wanted
    assert sorted(after) == there


def test_one_that_is_out_of_place_is_the_only_one_that_moves() -> None:
    made = fewest_moves(
        dict(zip("abcd", "甲乙丙丁", strict=True)), ["d", "a", "b", "c"]
    )

    assert [(it.title, it.before_title) for it in made] == [("丁", "甲")]


def test_where_all_is_in_order_nothing_moves() -> None:
    assert fewest_moves({"a": "甲", "b": "乙"}, ["a", "b"]) == ()
