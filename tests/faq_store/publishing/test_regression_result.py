"""What a rehearsal found is read back, page by page, the worse first."""

import json
from hashlib import sha256

from faq_store.publishing import regression_result
from faq_store.publishing.regression_result import MOST_KEPT, AnswerSummary
from helpline.faq import Case
from helpline.matching import Certain, DecisionKind, Nothing, Option, Unsure
from helpline.matching.comparison import DecisionChange
from helpline.matching.evaluation import LabelledText

RIGHT, WRONG = Option(Case("1.1"), 0.9), Option(Case("1.2", 2), 0.5)
CERTAIN = Certain((RIGHT, WRONG))
BOTH = Certain((RIGHT, WRONG), both=True)
UNSURE = Unsure((WRONG, RIGHT))


def change(text: str, before: object, after: object) -> DecisionChange:
    return DecisionChange(LabelledText(text, ("1.1",)), before, after)  # type: ignore[arg-type]


def test_answers_are_read_as_they_were_written_the_worse_first() -> None:
    better = change("变好\n了", Nothing(()), CERTAIN)
    worse = change("变差了", BOTH, UNSURE)

    text = regression_result.format_result((better, worse), b"matcher")
    found = regression_result.parse_result(text, 0, 9)

    assert (found.worse, found.better, found.other, found.kept) == (1, 1, 0, 2)
    assert [(it.text, it.effect) for it in found.answers] == [
        ("变差了", "worse"),
        ("变好\n了", "better"),
    ]
    assert found.answers[0].before == AnswerSummary(
        DecisionKind.CERTAIN, ("1.1", "1.2#2")
    )
    assert found.answers[0].after == AnswerSummary(
        DecisionKind.UNSURE, ("1.2#2", "1.1")
    )
    assert found.answers[1].before == AnswerSummary(DecisionKind.NOTHING, ())
    assert found.answers[1].after == AnswerSummary(DecisionKind.CERTAIN, ("1.1",))
    assert regression_result.parse_digest(text) == sha256(b"matcher").hexdigest()


def test_a_page_is_read_without_the_others() -> None:
    many = [change(str(it), CERTAIN, Nothing(())) for it in range(10)]
    text = regression_result.format_result(many, b"").replace(
        json.dumps("0"), "garbled"
    )

    found = regression_result.parse_result(text, 4, 3)

    assert [it.text for it in found.answers] == ["4", "5", "6"]
    assert found.kept == 10


def test_of_very_many_all_are_counted_and_the_first_are_kept() -> None:
    many = [change(str(it), CERTAIN, Nothing(())) for it in range(MOST_KEPT + 1)]

    found = regression_result.parse_result(
        regression_result.format_result(many, b""), 0, 1
    )

    assert (found.many, found.kept) == (MOST_KEPT + 1, MOST_KEPT)


def test_nothing_changed_is_told_too() -> None:
    found = regression_result.parse_result(
        regression_result.format_result((), b""), 0, 9
    )

    assert (found.many, found.kept, found.answers) == (0, 0, ())
