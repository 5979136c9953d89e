"""Where keys lead callers, by keys that outlast the edition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.faq import Case, Edition
from helpline.voice.menu import MenuPath
from helpline.voice.path_labels import KeyDestination, key_destination
from tests.helpline.canteen import EDITION
from tests.helpline.papers import edition, editions

paths = st.builds(
    MenuPath, st.lists(st.integers(1, 30), max_size=4).map(tuple), st.integers(0, 3)
)


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        ("0", "", ""),  # silence
        ("0", "8", ""),  # a key that means nothing
        ("0", "1", "1"),
        ("0", "0", "hotline"),
        ("0", "*", "notices"),
        ("1", "*", ""),
        ("1", "2", "1.2"),
        ("1-2", "#", "1.2"),
        ("1-2-2", "*", "1.2"),
        ("1-2-2", "0", "hotline"),
        ("nonsense", "1", "1"),
    ],
)
def test_a_list_is_named_by_what_it_is_the_list_of(
    path: str, key: str, place: str
) -> None:
    assert key_destination(EDITION, MenuPath.parse(path), key) == KeyDestination(place)


@pytest.mark.parametrize(
    ("path", "key", "case"),
    [
        ("1", "1", Case("1.1")),
        ("1-2", "2", Case("1.2", 2)),
        ("0", "2", Case("2.1")),  # the menu steps over a list of one
        ("1-2", "1", Case("1.2", 1)),
    ],
)
def test_an_answer_is_heard(path: str, key: str, case: Case) -> None:
    assert key_destination(EDITION, MenuPath.parse(path), key) == KeyDestination(
        str(case), case
    )


@pytest.mark.parametrize("key", ["", "7", "9", "#"])
def test_an_answer_that_is_told_once_more_is_not_heard_anew(key: str) -> None:
    assert key_destination(EDITION, MenuPath.parse("1-1"), key) == KeyDestination("1.1")


def test_a_list_of_one_question_with_situations_is_named_by_the_question() -> None:
    assert key_destination(
        edition((2,), (0, 0)), MenuPath.parse("0"), "1"
    ) == KeyDestination("1.1")


@given(editions, paths, st.sampled_from("0123456789*#") | st.just(""))
def test_every_key_leads_somewhere_that_has_a_name(
    faq: Edition, path: MenuPath, key: str
) -> None:
    sections = {it.key for it in faq.sections}
    cases = {it.key for it in faq.questions} | {str(it) for it in faq.leaves()}

    found = key_destination(faq, path, key)

    assert found.place in {"", "hotline", "notices"} | sections | cases
    assert found.heard is None or str(found.heard) == found.place
