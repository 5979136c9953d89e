import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_store.editing import validation
from faq_store.editing.validation import LONGEST_TEXT, LONGEST_TITLE, MOST_SITUATIONS
from faq_store.errors import BadContentError
from helpline.faq import Question, Section, Situation

PLAIN = Question("1.1", "几点开饭？", "十二点。")
EMPTY = Situation(1, "饭卡没有余额。", "去充值。")


def asked(
    answer: str = "请排查以下情况：",
    *situations: Situation,
    title: str = "饭卡坏了？",
    contacts: bool = False,
) -> Question:
    return Question("1.2", title, answer, situations, contacts)


def test_what_is_clean_stays_as_it_is() -> None:
    content = asked("第一行\n第二行", EMPTY)

    assert validation.clean_question(content) == content


def test_lines_that_say_nothing_and_signs_that_nobody_sees_are_dropped() -> None:
    content = asked("  请排查：\r\n\n ", Situation(1, "没\x00钱\n", "\n去充值。 "))

    cleaned = validation.clean_question(content)

    assert cleaned.answer == "请排查："
    assert cleaned.situations == (Situation(1, "没钱", "去充值。"),)


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (asked("十二点。", title=" "), ["title"]),
        (asked("十二点。", title="长" * (LONGEST_TITLE + 1)), ["title"]),
        (asked(""), ["answer"]),
        (asked("\u200b"), ["answer"]),
        (asked("长" * (LONGEST_TEXT + 1)), ["answer"]),
        (asked("", EMPTY), ["answer"]),
        (asked("请排查：", Situation(1, "", "去充值。")), ["condition-0"]),
        (asked("请排查：", EMPTY, Situation(2, "挂失", "")), ["suggestion-1"]),
        (asked("请排查：", EMPTY, EMPTY), ["condition-1"]),
        (asked("电话：123", EMPTY, contacts=True), ["situations"]),
        (asked("请排查：", Situation(0, "", "")), ["condition-0", "suggestion-0"]),
    ],
)
def test_each_field_that_will_not_do_is_named(
    content: Question, fields: list[str]
) -> None:
    with pytest.raises(BadContentError) as refused:
        validation.clean_question(content)

    assert [field for field, _ in refused.value.faults] == fields
    assert all(sentence.endswith("。") for _, sentence in refused.value.faults)


def test_a_question_has_only_so_many_situations() -> None:
    many = tuple(Situation(0, f"第{it}种", "去充值。") for it in range(21))

    validation.clean_question(asked("请排查：", *many[:MOST_SITUATIONS]))
    with pytest.raises(BadContentError, match="最多20种"):
        validation.clean_question(asked("请排查：", *many))


@given(st.text(max_size=60), st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(title: str, answer: str) -> None:
    try:
        once = validation.clean_question(asked(answer, title=title))
    except BadContentError:
        return
    assert validation.clean_question(once) == once


@pytest.mark.parametrize("other", ["几点开饭", "几点开饭？ "])
def test_what_says_something_else_is_another_revision(other: str) -> None:
    own, theirs = validation.revision_of("几点开饭？"), validation.revision_of(other)

    assert own != theirs
    assert len(own) == len(theirs) == len(validation.revision_of(PLAIN))


def test_a_section_s_revision_is_its_title() -> None:
    whole = Section("1", "用餐", (PLAIN,))

    assert validation.revision_of(whole) == validation.revision_of(
        Section("1", "用餐", ())
    )
