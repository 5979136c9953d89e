"""What a document would change, piece by piece."""

from dataclasses import replace

import pytest

from faq_store.document_import.changes import (
    ChangedQuestion,
    DocumentChange,
    MovedQuestion,
    NewQuestion,
    NewSection,
    NewTitle,
    RemovedQuestion,
    RemovedSection,
    RenamedSection,
    Reordering,
    change_digest,
    name,
    removes_content,
)
from faq_store.document_import.compare import list_changes
from faq_store.file_formats import text_format
from helpline.faq import Situation
from tests.faq_store.examples import PAPER, SMALL

ANOTHER = "3.可以打包吗？\n答：可以。\n二、其他"


def pieces(*changes: tuple[str, str]) -> tuple[DocumentChange, ...]:
    """Compare the canteen's FAQ with its document, changed so."""
    paper = PAPER
    for old, new in changes:
        assert old in paper
        paper = paper.replace(old, new)
    return list_changes(SMALL, text_format.parse_faq_text(paper))


def test_the_same_document_changes_nothing() -> None:
    assert pieces() == ()
    assert pieces(("食堂问答", ""), ("1.几点开饭？", "1. 几点开饭？")) == ()


def test_another_answer_is_one_piece_with_both_sides() -> None:
    (found,) = pieces(("十二点。", "十一点半。"))

    assert isinstance(found, ChangedQuestion)
    assert found.before == SMALL.question("1.1")
    assert found.after == replace(found.before, answer="十一点半。")


def test_a_question_keeps_its_key_under_a_reworded_title() -> None:
    (found,) = pieces(("饭卡刷不出来怎么办？", "饭卡刷不出来，该怎么办？"))

    assert isinstance(found, ChangedQuestion)
    assert (found.before.key, found.after.key) == ("1.2", "1.2")


def test_situations_keep_their_keys_and_a_new_one_has_none() -> None:
    new = "情形1：没有带饭卡。\n建议：去借一张。\n情形2：饭卡没有余额。"
    (found,) = pieces(
        ("情形1：饭卡没有余额。", new), ("情形2：饭卡已经", "情形3：饭卡已经")
    )

    assert isinstance(found, ChangedQuestion)
    assert found.after.situations == (
        Situation(0, "没有带饭卡。", "去借一张。"),
        *found.before.situations,
    )


def test_a_new_question_has_its_place() -> None:
    (last,) = pieces(("二、其他", ANOTHER))
    first, *_ = pieces(
        ("1.几点开饭？", "1.可以打包吗？\n答：可以。\n2.几点开饭？"),
        ("2.饭卡", "3.饭卡"),
    )

    assert isinstance(last, NewQuestion)
    assert isinstance(first, NewQuestion)
    assert last.question.title == "可以打包吗？"
    assert (last.place.key, last.place.before) == ("1", None)
    assert (first.place.key, first.place.before) == ("1", "1.1")


def test_a_new_section_comes_with_its_questions() -> None:
    new = "二、早餐\n1.早餐几点？\n答：七点。\n三、其他"
    section, question = pieces(("二、其他", new), ("三、联系", "四、联系"))

    assert section == NewSection("2", "早餐", "2")
    assert isinstance(question, NewQuestion)
    assert (question.place.key, question.place.title) == (None, "早餐")


def test_titles_of_the_whole_and_of_a_section() -> None:
    assert pieces(("食堂问答", "食堂问题解答")) == (
        NewTitle("食堂问答", "食堂问题解答"),
    )
    assert pieces(("三、联系我们", "三、请联系我们")) == (
        RenamedSection("3", "联系我们", "请联系我们"),
    )


def test_what_the_document_has_not_is_proposed_to_go() -> None:
    found = pieces(("二、其他\n1.可以带家属吗？\n答：可以。\n", ""), ("三、", "二、"))

    assert [type(it) for it in found] == [RemovedQuestion, RemovedSection]
    assert all(removes_content(it) for it in found)
    assert not any(removes_content(it) for it in pieces(("十二点。", "十一点半。")))


def test_a_question_that_moved_to_another_section() -> None:
    moved = "1.可以带家属吗？\n答：可以。\n"
    found = pieces(
        (moved, ""),
        ("二、其他\n", f"{moved.replace('1', '3')}二、其他\n1.甲？\n答：乙。\n"),
    )

    (piece,) = (it for it in found if isinstance(it, MovedQuestion))
    assert (piece.question.key, piece.section, piece.place.key) == ("2.1", "其他", "1")


def test_another_order_is_a_piece_of_its_own() -> None:
    one = "1.几点开饭？\n答：十二点。\n"
    (questions,) = pieces((one, ""), ("二、其他", f"3.{one[2:]}二、其他"))
    sections = list_changes(
        replace(SMALL, sections=SMALL.sections[::-1]), text_format.parse_faq_text(PAPER)
    )

    assert isinstance(questions, Reordering)
    assert [(it.key, it.before) for it in questions.moves] == [("1.2", "1.1")]
    assert [name(it) for it in sections] == ["order:"]


@pytest.mark.parametrize("other", [("十二点。", "十一点。"), ("二、其他", ANOTHER)])
def test_a_digest_tells_one_piece_from_another(other: tuple[str, str]) -> None:
    (one,), (another, *_) = pieces(("十二点。", "十一点半。")), pieces(other)

    assert change_digest(one) == change_digest(pieces(("十二点。", "十一点半。"))[0])
    assert change_digest(one) != change_digest(another)
