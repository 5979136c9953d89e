from dataclasses import dataclass

import pytest

from helpline.faq import Case, Edition, Phrasing
from helpline.matching import Certain, Decision, Nothing
from helpline.matching.evaluation import (
    FOLDS,
    LabelledText,
    Verdict,
    cross_validate,
    judge_texts,
    list_labelled,
)
from tests.helpline.canteen import EDITION
from tests.helpline.matching.verdicts import (
    BLANK,
    DENIED,
    OTHER_BRANCH,
    RIGHT,
    SPAM,
    SPAM_ANSWERED,
    WRONG,
    options,
)


@dataclass(frozen=True, slots=True)
class Always:
    """A matcher of one opinion."""

    decision: Decision

    def match(self, _text: str) -> Decision:
        return self.decision


def test_every_text_is_asked_in_order() -> None:
    texts = [RIGHT.labelled, SPAM.labelled]

    verdicts = judge_texts(Always(SPAM.decision), texts)

    assert verdicts == (Verdict(RIGHT.labelled, SPAM.decision), SPAM)


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


def test_a_text_is_out_of_scope_where_it_means_no_question() -> None:
    assert RIGHT.in_scope
    assert not SPAM.in_scope


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (LabelledText("食堂招人吗", (), kind="oos_near"), True),
        (LabelledText("食堂招人吗", (), split="near"), True),
        (LabelledText("中奖了", (), kind="oos_far"), False),
        (LabelledText("几点吃饭", ("1.1",), kind="oos_near"), False),
    ],
)
def test_a_stranger_may_be_close_to_the_subject(
    text: LabelledText, *, near: bool
) -> None:
    assert text.near is near


def test_a_verdict_names_its_best_case_and_how_likely_it_is() -> None:
    assert (DENIED.best, DENIED.score) == (Case("1.2", 1), 0.5)
    assert (BLANK.best, BLANK.score) == (None, 0.0)


def test_a_verdict_is_certain_or_nothing_or_neither() -> None:
    assert (RIGHT.certain, RIGHT.nothing) == (True, False)
    assert (DENIED.certain, DENIED.nothing) == (False, True)


def test_a_labelled_text_can_be_learnt() -> None:
    stranger = Phrasing("中奖了", None)

    assert DENIED.labelled.phrasing == Phrasing("饭卡没钱", Case("1.2", 1))
    assert SPAM.labelled.phrasing == stranger


def test_the_phrasings_of_an_edition_are_texts_to_be_judged() -> None:
    listed = list_labelled(EDITION)

    assert [it.phrasing for it in listed] == list(EDITION.phrasings)


def test_a_text_is_judged_by_a_matcher_that_has_not_heard_it() -> None:
    taught = list[tuple[str, ...]]()

    def remember(edition: Edition) -> Heard:
        heard = tuple(it.text for it in edition.phrasings)
        taught.append(heard)
        return Heard(heard)

    verdicts = cross_validate(EDITION, list_labelled(EDITION), remember)

    assert [it.labelled for it in verdicts] == list(list_labelled(EDITION))
    assert all(it.nothing for it in verdicts)
    assert len(taught) == FOLDS
    assert sum(map(len, taught)) == (FOLDS - 1) * len(EDITION.phrasings)


@dataclass(frozen=True, slots=True)
class Heard:
    """A matcher that is certain of what it has heard, and of nothing else."""

    texts: tuple[str, ...]

    def match(self, text: str) -> Decision:
        return (Certain if text in self.texts else Nothing)(options("1.1"))
