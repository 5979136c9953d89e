from dataclasses import dataclass

from helpline.cases import Case
from helpline.matching import Certain, Decision, Nothing, Option, Unsure
from helpline.matching.evaluation import Figures, Labelled, Verdict, figures, judge


def options(*cases: str) -> tuple[Option, ...]:
    return tuple(Option(Case.parse(it), 0.5) for it in cases)


RIGHT = Verdict(Labelled("几点吃饭", ("1.1",)), Certain(options("1.1", "1.2")))
WRONG = Verdict(Labelled("几点吃饭", ("1.1",)), Certain(options("1.2", "1.1")))
ASKED = Verdict(Labelled("饭卡", ("1.1", "1.2")), Unsure(options("2.1", "1.2")))
DENIED = Verdict(Labelled("饭卡没钱", ("1.2",), 1), Nothing(options("1.2#1")))
OTHER_BRANCH = Verdict(Labelled("卡丢了", ("1.2",), 2), Certain(options("1.2#1")))
SPAM = Verdict(Labelled("中奖了", ()), Nothing(options("1.1")))
SPAM_ANSWERED = Verdict(Labelled("中奖了", ()), Certain(options("1.1")))
BLANK = Verdict(Labelled("？", ("1.1",), 1), Nothing(()))


@dataclass(frozen=True, slots=True)
class Always:
    """A matcher of one opinion."""

    decision: Decision

    def match(self, _text: str) -> Decision:
        return self.decision


def test_every_text_is_asked_in_order() -> None:
    texts = [RIGHT.labelled, SPAM.labelled]

    verdicts = judge(Always(SPAM.decision), texts)

    assert verdicts == (Verdict(RIGHT.labelled, SPAM.decision), SPAM)


def test_figures_are_shares_of_what_they_are_about() -> None:
    counted = figures([RIGHT, WRONG, ASKED, DENIED, OTHER_BRANCH, SPAM, SPAM_ANSWERED])

    assert counted == Figures(
        in_scope=5,
        out_of_scope=2,
        first=3 / 5,
        first_three=1.0,
        certain=3 / 5,
        certain_wrong=1 / 5,
        situation=1 / 2,
        off_certain=1 / 2,
        off_nothing=1 / 2,
    )


def test_figures_of_no_texts_are_nought() -> None:
    assert figures([]) == Figures(0, 0, 0, 0, 0, 0, 0, 0, 0)


def test_a_wrong_answer_is_a_mistake_even_when_the_right_one_is_the_next() -> None:
    assert WRONG.mistaken
    assert WRONG.among(2)
    assert not RIGHT.mistaken


def test_a_text_denied_an_answer_it_has_is_a_mistake() -> None:
    assert DENIED.mistaken


def test_an_answer_to_what_is_not_ours_is_a_mistake_and_a_denial_is_not() -> None:
    assert SPAM_ANSWERED.mistaken
    assert not SPAM.mistaken


def test_a_situation_is_right_only_with_its_question() -> None:
    assert DENIED.situation_right
    assert not OTHER_BRANCH.situation_right
    assert not BLANK.situation_right
