import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.errors import HelplineError
from helpline.faq import Case, Edition, Section
from tests.helpline.canteen import CARD, DESK, EDITION, HOURS


@given(
    st.text(st.characters(exclude_characters="#"), min_size=1),
    st.none() | st.integers(0, 999_999_999),
)
def test_a_case_reads_back_as_it_was_written(
    question: str, situation: int | None
) -> None:
    case = Case(question, situation)

    assert Case.parse(str(case)) == case


@pytest.mark.parametrize("text", ["", "#", "#1", "1.6#", "1.6#a", "1.6#2#3", "1.6#-1"])
def test_what_is_no_case_is_refused_by_name(text: str) -> None:
    with pytest.raises(HelplineError, match=f"“{text}”"):
        Case.parse(text)


def test_a_number_too_long_for_a_key_is_refused_not_converted() -> None:
    with pytest.raises(HelplineError):
        Case.parse("1.6#" + "9" * 5000)


def test_an_edition_finds_sections_and_questions_by_key() -> None:
    section = EDITION.section("1")

    assert section is not None
    assert section.title == "用餐"
    assert EDITION.question("1.1") is HOURS


def test_an_edition_has_nothing_under_a_key_it_never_gave() -> None:
    assert EDITION.section("9") is None
    assert EDITION.question("9.9") is None


def test_a_question_finds_its_situation_by_key() -> None:
    assert CARD.situation(2) is CARD.situations[1]
    assert CARD.situation(3) is None


def test_the_contacts_are_the_entry_marked_so() -> None:
    assert EDITION.contacts() is DESK


def test_an_edition_without_contacts_says_so() -> None:
    assert Edition(1, "", (Section("1", "用餐", (HOURS,)),)).contacts() is None


def test_the_leaves_are_plain_questions_and_every_situation_in_order() -> None:
    leaves = [str(it) for it in EDITION.leaves()]

    assert leaves == ["1.1", "1.2#1", "1.2#2", "2.1", "3.1"]


def test_an_error_without_words_says_its_docstring() -> None:
    assert str(HelplineError()) == "The helpline cannot use what it was given."
