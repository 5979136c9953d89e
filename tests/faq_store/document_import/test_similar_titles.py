"""The closest titles, found without comparing all with all."""

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from faq_store.content.title_normalization import normalise_title
from faq_store.document_import.similar_titles import (
    CLOSE,
    MOST_PAIRS,
    pair_similar_titles,
)

titles = st.dictionaries(
    st.integers(0, 9), st.text("甲乙丙丁？ ", min_size=1, max_size=8), max_size=7
)


def ratio(one: str, other: str) -> float:
    return SequenceMatcher(
        None, normalise_title(one), normalise_title(other), autojunk=False
    ).ratio()


def compared_with_all(old: dict[int, str], new: dict[int, str]) -> dict[int, int]:
    """Do the same in the plain way."""
    likeness = {(n, o): ratio(old[o], new[n]) for n in new for o in old}
    return {
        n: o
        for (n, o), found in likeness.items()
        if found >= CLOSE
        and all(
            other < found
            for (ours, theirs), other in likeness.items()
            if (ours == n) != (theirs == o)
        )
    }


@given(titles, titles)
def test_it_finds_what_comparing_all_with_all_finds(
    old: dict[int, str], new: dict[int, str]
) -> None:
    told = {key: it for key, it in old.items() if normalise_title(it)}
    asked = {key: it for key, it in new.items() if normalise_title(it)}

    found = pair_similar_titles({key: (it,) for key, it in told.items()}, asked)

    assert found == compared_with_all(told, asked)


def test_a_thing_of_several_titles_is_as_close_as_its_closest() -> None:
    old = {1: ("完全不相干", "饭卡刷不出来怎么办"), 2: ("几点开饭",)}

    assert pair_similar_titles(old, {"a": "饭卡刷不出来该怎么办"}) == {"a": 1}


def test_of_more_pairs_than_anybody_waits_for_none_is_looked_at() -> None:
    many = range(3 * int(MOST_PAIRS**0.5))
    old = {it: (f"证书信息没有同步{it:04}",) for it in many}

    assert pair_similar_titles(old, {it: f"证书信息未同步{it:04}" for it in many}) == {}
