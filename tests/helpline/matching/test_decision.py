import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.faq import Case
from helpline.matching.decision import (
    MOST_OPTIONS,
    SURE_ENOUGH,
    Certain,
    Nothing,
    Option,
    Unsure,
    decide,
)


def options(*scores: float) -> tuple[Option, ...]:
    return tuple(Option(Case(f"1.{at}"), it) for at, it in enumerate(scores, 1))


def test_where_the_best_is_sure_enough_it_is_answered() -> None:
    shown = options(0.9, 0.1)

    assert decide(shown, 0.9, 0.9) == Certain(shown)


def test_where_the_best_is_not_sure_enough_it_is_asked_for() -> None:
    shown = options(0.6, 0.3)

    assert decide(shown, 0.1, 0.9) == Unsure(shown)


def test_where_likely_none_is_meant_nothing_is_found() -> None:
    shown = options(0.2, 0.1)

    assert decide(shown, 0.7, 0.9) == Nothing(shown)


def test_a_needless_choice_costs_a_little_more_than_a_needless_not_found() -> None:
    shown = options(0.3)

    assert isinstance(decide(shown, 0.44, 0.9), Unsure)
    assert isinstance(decide(shown, 0.45, 0.9), Nothing)


def test_without_options_nothing_is_found() -> None:
    assert decide((), 0.0, 0.0) == Nothing(())


def test_a_wrong_answer_costs_as_much_as_many_choices() -> None:
    assert pytest.approx(0.95) == SURE_ENOUGH


@given(st.lists(st.floats(0, 1), max_size=6), st.floats(0, 1), st.floats(0, 1.01))
def test_at_most_three_options_are_shown_the_first_of_those_given(
    scores: list[float], outside: float, certain: float
) -> None:
    given_options = options(*scores)

    decision = decide(given_options, outside, certain)

    assert decision.options == given_options[:MOST_OPTIONS]
    assert not (isinstance(decision, Certain) and decision.both)
