from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from helpline.matching import Certain, Decision, Nothing, Unsure
from helpline.matching.comparison import DecisionChange, Effect, compare_matchers
from helpline.matching.evaluation import LabelledText
from tests.helpline.matching.verdicts import options

HOURS = LabelledText("几点吃饭", ("1.1",))
SPAM = LabelledText("中奖了", ())

RIGHT = Certain(options("1.1", "1.2"))
WRONG = Certain(options("1.2", "1.1"))
CHOICE = Unsure(options("1.2", "1.1"))
VAIN_CHOICE = Unsure(options("1.2", "2.1"))
NOTHING = Nothing(options("1.1"))
BOTH = Certain(options("1.1", "1.2"), both=True)


@dataclass(frozen=True, slots=True)
class Told:
    """A matcher that decides as it was told."""

    decisions: Mapping[str, Decision]

    def match(self, text: str) -> Decision:
        return self.decisions[text]


@pytest.mark.parametrize(
    ("labelled", "better", "worse"),
    [
        (HOURS, RIGHT, CHOICE),
        (HOURS, CHOICE, NOTHING),
        (HOURS, CHOICE, VAIN_CHOICE),
        (HOURS, NOTHING, WRONG),
        (SPAM, NOTHING, CHOICE),
        (SPAM, CHOICE, RIGHT),
    ],
)
def test_a_change_is_for_the_better_or_for_the_worse(
    labelled: LabelledText, better: Decision, worse: Decision
) -> None:
    assert DecisionChange(labelled, worse, better).effect is Effect.BETTER
    assert DecisionChange(labelled, better, worse).effect is Effect.WORSE


def test_a_change_may_be_neither() -> None:
    assert DecisionChange(HOURS, NOTHING, VAIN_CHOICE).effect is Effect.OTHER


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (RIGHT, Certain(options("1.1", "2.1", score=0.9))),
        (CHOICE, Unsure(options("1.1", "1.2"))),
        (NOTHING, Nothing(())),
    ],
)
def test_what_an_applicant_reads_alike_is_no_change(
    before: Decision, after: Decision
) -> None:
    found = compare_matchers(
        Told({HOURS.text: before}), Told({HOURS.text: after}), [HOURS]
    )

    assert found == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (RIGHT, BOTH),
        (BOTH, Certain(options("1.1", "2.1"), both=True)),
        (RIGHT, Certain(options("1.1#2"))),
        (CHOICE, VAIN_CHOICE),
        (RIGHT, CHOICE),
    ],
)
def test_what_an_applicant_reads_otherwise_is_a_change(
    before: Decision, after: Decision
) -> None:
    found = compare_matchers(
        Told({HOURS.text: before}), Told({HOURS.text: after}), [HOURS]
    )

    assert found == (DecisionChange(HOURS, before, after),)


def test_the_worse_come_first_and_the_indifferent_last() -> None:
    texts = [LabelledText(str(it), ("1.1",)) for it in range(4)]
    was: dict[str, Decision] = {"0": NOTHING, "1": CHOICE, "2": RIGHT, "3": RIGHT}
    now: dict[str, Decision] = {"0": VAIN_CHOICE, "1": RIGHT, "2": WRONG, "3": RIGHT}

    found = compare_matchers(Told(was), Told(now), texts)

    assert [it.labelled.text for it in found] == ["2", "1", "0"]
