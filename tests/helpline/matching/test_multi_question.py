import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.faq import Case
from helpline.matching.decision import Certain, Decision, Nothing, Option, Unsure
from helpline.matching.multi_question import combine_decisions, split_clauses

KEYS = ["1.1", "1.2", "2.1", "3.1"]
MARKS = "。！？!?；;\n"


def options(*told: tuple[str, float]) -> tuple[Option, ...]:
    return tuple(Option(Case.parse(case), score) for case, score in told)


HOURS, CARD = options(("1.1", 0.97), ("2.1", 0.02)), options(("1.2#1", 0.99))
WHOLE = options(("1.1", 0.5), ("1.2", 0.4), ("2.1", 0.1))

shown = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from([0.9, 0.5, 0.002, 0.001, 0.0])),
    min_size=1,
    max_size=3,
    unique_by=lambda it: it[0],
).map(lambda it: options(*sorted(it, key=lambda told: -told[1])))
decisions: st.SearchStrategy[Decision] = st.one_of(
    shown.map(Certain), shown.map(Unsure), shown.map(Nothing)
)


@pytest.mark.parametrize(
    "text",
    [
        "食堂几点开饭？饭卡刷不出来",
        "食堂几点开饭。。饭卡刷不出来。",
        "食堂几点开饭，还有饭卡刷不出来",
        "食堂几点开饭另外，饭卡刷不出来",
        "食堂几点开饭\n饭卡刷不出来",
        "食堂几点开饭以及饭卡刷不出来",
        "食堂几点开饭，顺便问一下，饭卡刷不出来",
        "食堂几点开饭；还有就是：饭卡刷不出来",
    ],
)
def test_a_text_is_cut_where_another_question_may_begin(text: str) -> None:
    assert split_clauses(text) == ("食堂几点开饭", "饭卡刷不出来")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "食堂几点开饭",
        "食堂几点开饭？",
        "食堂几点开饭？急！谢谢",
        "食堂几点开饭，饭卡刷不出来",
        "一二三四。" * 5,
        "。" * 1000,
    ],
    ids=["blank", "no mark", "one", "short", "comma", "five", "marks"],
)
def test_a_text_of_one_clause_or_of_too_many_is_not_cut(text: str) -> None:
    assert split_clauses(text) == ()


@given(st.text(f"食堂几点还有另外，{MARKS}", max_size=60))
def test_clauses_are_parts_of_the_text_in_their_order(text: str) -> None:
    parts = split_clauses(text)

    assert len(parts) in {0, 2, 3, 4}
    at = 0
    for part in parts:
        assert len(part) >= 4
        assert not set(MARKS) & set(part)
        at = text.index(part, at) + len(part)


def test_two_clauses_certain_of_two_questions_are_both_answered() -> None:
    decision = combine_decisions(Unsure(WHOLE), [Certain(HOURS), Certain(CARD)])

    assert decision == Certain((CARD[0], HOURS[0], WHOLE[2]), both=True)


def test_a_question_asked_twice_is_answered_once() -> None:
    whole = Certain(WHOLE)

    assert combine_decisions(whole, [Certain(HOURS), Certain(HOURS)]) == whole


def test_a_question_asked_twice_beside_another_leaves_two() -> None:
    again = options(("1.1", 0.96))

    decision = combine_decisions(
        Unsure(WHOLE), [Certain(HOURS), Certain(CARD), Certain(again), Nothing(())]
    )

    assert decision == Certain((CARD[0], HOURS[0], WHOLE[2]), both=True)


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [Certain(HOURS), Unsure(CARD)],
        [Certain(HOURS), Nothing(CARD)],
        [Certain(HOURS), Certain(CARD), Certain(options(("2.1", 0.99)))],
        [Certain(HOURS), Certain(options(("3.1", 0.99)))],
    ],
    ids=["none", "unsure", "nothing", "three", "not borne out"],
)
def test_in_any_other_case_the_whole_stands(parts: list[Decision]) -> None:
    whole = Certain(WHOLE)

    assert combine_decisions(whole, parts) == whole


def test_backstory_that_the_whole_hardly_sees_is_no_question() -> None:
    whole = Certain(options(("1.1", 0.99), ("1.2", 0.001)))

    assert combine_decisions(whole, [Certain(HOURS), Certain(CARD)]) == whole


@given(decisions, st.lists(decisions, max_size=4))
def test_no_option_of_the_whole_is_lost(whole: Decision, parts: list[Decision]) -> None:
    decision = combine_decisions(whole, parts)

    questions = [it.case.question for it in decision.options]
    assert sorted(questions) == sorted(it.case.question for it in whole.options)
    assert len(set(questions)) == len(questions)


@given(decisions, st.lists(decisions, max_size=4))
def test_both_are_two_that_clauses_are_certain_of_the_surer_first(
    whole: Decision, parts: list[Decision]
) -> None:
    decision = combine_decisions(whole, parts)

    if isinstance(decision, Certain) and decision.both:
        one, other, *_ = decision.options
        sure = [it.options[0] for it in parts if isinstance(it, Certain)]
        assert one.score >= other.score
        assert {one, other} <= set(sure)
    else:
        assert decision == whole
