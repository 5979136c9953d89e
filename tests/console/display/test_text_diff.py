"""What differs between two texts is marked, and each text stays whole."""

from hypothesis import given
from hypothesis import strategies as st

from console.display.text_diff import DiffSpan, diff_texts


def test_words_and_characters_of_one_side_only_are_marked() -> None:
    left, right = diff_texts("十二点开饭，IE11。", "十一点开饭，IE8。")

    assert [it.text for it in left if it.own] == ["二", "IE11"]
    assert [it.text for it in right if it.own] == ["一", "IE8"]


def test_the_same_is_not_marked() -> None:
    assert diff_texts("开饭", "开饭") == ((DiffSpan("开饭", own=False),),) * 2


def test_against_nothing_all_is_marked() -> None:
    assert diff_texts("", "开饭") == ((), (DiffSpan("开饭", own=True),))


def test_what_repeats_itself_is_compared_by_clauses() -> None:
    left, right = diff_texts(
        "十二点开饭。" * 150 + "散会。", "十二点开饭。" * 150 + "开会。"
    )

    assert [it.text for it in left if it.own] == ["散会。"]
    assert [it.text for it in right if it.own] == ["开会。"]


def test_what_does_nothing_else_is_compared_as_a_whole() -> None:
    left, right = diff_texts("啊。" * 300, "啊。" * 299)

    assert left == (DiffSpan("啊。" * 300, own=True),)
    assert right == (DiffSpan("啊。" * 299, own=True),)


_texts = st.text(max_size=40) | st.text("啊。，\n", min_size=201, max_size=700)


@given(_texts, _texts)
def test_pieces_join_back(one: str, other: str) -> None:
    left, right = diff_texts(one, other)

    assert "".join(it.text for it in left) == one
    assert "".join(it.text for it in right) == other
