"""The preview of a question says what the dialogue would."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from faq_store.editing.preview import (
    PreviewText,
    preview_replies,
    single_question_edition,
)
from helpline import wording
from helpline.faq import Situation
from tests.helpline.canteen import CARD, HOURS, MATCHER, Conversation, desk


def texts(question_said: str) -> list[str]:
    """Ask in a conversation, and for more as long as there is more."""
    talk = Conversation(desk())
    found = [talk.says(question_said)]
    while found[-1].endswith(wording.MORE):
        found.append(talk.says("更多"))
    return found


def test_an_answer_reads_as_the_dialogue_sends_it() -> None:
    (reply,) = preview_replies(HOURS, 5)

    assert "开饭" in MATCHER.decisions
    assert [it.said for it in reply.texts] == texts("开饭")


def test_a_question_and_each_situation_have_a_reply() -> None:
    asked, first, second = preview_replies(CARD, 5)

    assert [it.said for it in asked.texts] == texts("刷卡")
    assert (asked.situation, first.situation, second.situation) == (0, 1, 2)
    assert "情形：饭卡没有余额。\n建议：去窗口充值。" in first.texts[0].said
    assert "情形：饭卡已经挂失。" in second.texts[0].said


def test_situations_that_have_no_key_yet_are_told_apart() -> None:
    new = (Situation(0, "甲", "做甲"), Situation(0, "乙", "做乙"))

    _, first, second = preview_replies(replace(CARD, situations=new), 5)

    assert "做甲" in first.texts[0].said
    assert "做乙" in second.texts[0].said


def test_every_page_but_the_last_offers_more() -> None:
    (reply,) = preview_replies(replace(HOURS, answer="十二点开饭。" * 120), 5)

    *before, last = reply.texts
    assert len(before) == 2
    assert all(it.said.endswith(wording.MORE) for it in before)
    assert wording.MORE not in last.said
    assert reply.segments == sum(it.segments for it in reply.texts)


def test_a_text_knows_its_units_and_segments() -> None:
    assert (PreviewText("开饭😀").units, PreviewText("开" * 71).segments) == (4, 2)


def test_the_edition_around_a_question_is_its_section() -> None:
    edition = single_question_edition(CARD, "用餐")

    assert [it.title for it in edition.sections] == ["用餐"]
    assert [it.title for it in edition.questions] == [CARD.title]


@given(st.text(max_size=900), st.integers(1, 6))
def test_no_text_costs_more_than_a_reply_may(answer: str, most: int) -> None:
    (reply,) = preview_replies(replace(HOURS, answer=answer), most)

    joined = "".join(it.said.removesuffix(wording.MORE) for it in reply.texts)
    assert all(it.segments <= most for it in reply.texts)
    assert answer in joined or wording.MORE in answer
