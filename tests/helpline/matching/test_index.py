from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching.arrays import Floats
from helpline.matching.index import Index, QueryTerms, TermBag, term_rarity

NO_MEANING: Floats = np.zeros(0, np.float32)
some = st.lists(
    st.dictionaries(
        st.sampled_from(["w饭", "w卡", "1饭", "1卡", "2饭卡", "pfan", "qfan ka"]),
        st.integers(1, 300),
    ).map(Counter),
    min_size=1,
    max_size=6,
)


def bag(terms: Counter[str], meaning: Floats = NO_MEANING) -> TermBag:
    return TermBag.build(terms, lambda _: 0.01, meaning)


def index(*texts: str) -> Index:
    return Index.build([bag(letters(it)) for it in texts])


def letters(text: str) -> Counter[str]:
    return Counter(f"1{it}" for it in text)


def ask(to: Index, text: str) -> QueryTerms:
    return to.query_terms(letters(text), lambda _: 3.0, NO_MEANING)


@given(some)
def test_a_passage_gives_back_the_terms_it_was_given(
    given_terms: list[Counter[str]],
) -> None:
    bags = [bag(it) for it in given_terms]

    built = Index.build(bags)

    assert built.passages == len(bags)
    for at, was in enumerate(bags):
        found = built.bag(at)
        assert found.keys.tolist() == was.keys.tolist() == sorted(was.keys.tolist())
        assert found.counts.tolist() == was.counts.tolist()
        assert found.shares.tolist() == was.shares.tolist()


def test_what_recurs_without_end_is_counted_up_to_255() -> None:
    assert bag(Counter({"1饭": 256})).counts.tolist() == [255]


def test_a_passage_gives_back_its_meaning() -> None:
    built = Index.build([bag(letters("饭"), np.array([0.6, 0.8], np.float32))])

    assert built.bag(0).meaning.tolist() == pytest.approx([0.6, 0.8], abs=1e-3)


def test_the_passage_that_shares_more_scores_higher() -> None:
    built = index("几点开饭", "饭卡坏了", "下雨吗")

    scores = built.scores(ask(built, "饭卡")).tolist()

    assert scores[1] > scores[0] > scores[2] == 0


def test_the_passage_that_says_little_else_scores_higher() -> None:
    built = index("饭卡坏了怎么办才好", "饭卡")

    scores = built.scores(ask(built, "饭卡"))

    assert scores[1] > scores[0]


def test_a_text_of_strangers_scores_nothing() -> None:
    built = index("几点开饭", "饭卡")

    asked = ask(built, "xyz")

    assert built.scores(asked).tolist() == [0, 0]
    assert asked.unknown == pytest.approx(1)
    assert not asked.known


def test_the_share_of_a_text_that_no_passage_has_is_told() -> None:
    built = index("饭", "卡")

    assert ask(built, "饭卡").unknown == 0
    assert 0 < ask(built, "饭龘").unknown < ask(built, "饭龘爨").unknown < 1
    assert ask(built, "").unknown == 0


def test_an_index_without_terms_knows_nothing() -> None:
    built = index("", "")

    asked = ask(built, "饭")

    assert asked.unknown == pytest.approx(1)
    assert not asked.known
    assert built.scores(asked).tolist() == [0, 0]
    assert not ask(built, "").known


def test_a_text_that_an_encoder_sees_is_known() -> None:
    built = index("饭")

    meant = built.query_terms(letters("x"), lambda _: 3.0, np.ones(2, np.float32))

    assert meant.known


@given(
    st.lists(st.text("饭卡点开", max_size=9), min_size=1, max_size=5), st.text("饭卡x")
)
def test_scores_are_those_of_the_passages_that_share_a_letter(
    texts: list[str], asked: str
) -> None:
    built = index(*texts)

    scores = built.scores(ask(built, asked))

    sharing = [bool(set(asked) & set(it)) for it in texts]
    assert (scores > 0).tolist() == sharing


def test_what_fewer_passages_have_and_chinese_rarely_says_tells_more() -> None:
    def rarity(held: int, share: float) -> float:
        return float(term_rarity(100, held, share))

    assert rarity(1, 0.01) > rarity(50, 0.01) > 0
    assert rarity(1, 0.01) > rarity(1, 0.5) > 0
