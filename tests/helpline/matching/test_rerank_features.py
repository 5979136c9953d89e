import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching import Matcher
from helpline.matching.features import FEATURE_FAMILIES
from helpline.matching.rerank_features import (
    CANDIDATES,
    COLUMNS,
    RerankFeatures,
    harmonic_means,
)
from tests.helpline.matching.editions import encoded, matcher

near = st.text("几点开饭卡没有余额挂失家属食堂电话下雨股票？，1a😀", max_size=20)


def collect(text: str, *without: int, of: Matcher | None = None) -> RerankFeatures:
    found = of or matcher()
    return found.rerank_features(text, found.query_terms(text), without)


def column(evidence: RerankFeatures, name: str) -> list[float]:
    values: list[float] = evidence.table[:, COLUMNS.index(name)].tolist()
    return values


def texts(evidence: RerankFeatures, of: Matcher | None = None) -> list[str]:
    return [(of or matcher()).corpus.texts[it] for it in evidence.chosen.tolist()]


@given(near)
def test_candidates_come_best_first_and_each_once(text: str) -> None:
    found = collect(text)

    scores = column(found, "score")
    assert scores == sorted(scores, reverse=True)
    assert all(it > 0 for it in scores)
    assert len(set(found.chosen.tolist())) == len(found.chosen) <= CANDIDATES
    assert found.table.shape == (len(found.chosen), len(COLUMNS))
    assert found.among == matcher().index.passages


@given(near)
def test_shares_are_between_nought_and_one(text: str) -> None:
    found = collect(text)

    for kind in ("asked", "said", "both"):
        for view in FEATURE_FAMILIES:
            assert all(0 <= it <= 1.0001 for it in column(found, f"{kind} {view}"))
    assert all(0 <= it <= 1 for it in column(found, "letters"))
    assert all(0 < it <= 1 for it in column(found, "of best"))
    assert 0 <= found.unknown <= 1


def test_a_passage_asked_word_for_word_has_all_of_the_text() -> None:
    found = collect("什么时候吃饭")

    assert texts(found)[0] == "什么时候吃饭"
    assert harmonic_means(found.table)[0] == pytest.approx(
        [1] * len(FEATURE_FAMILIES), abs=1e-3
    )
    assert column(found, "letters")[0] == 1
    assert column(found, "length")[0] == 0
    assert column(found, "unsaid word")[0] == 0
    assert column(found, "unasked word")[0] == 0
    assert column(found, "of best")[0] == 1
    assert found.unknown == 0
    assert found.length == 6


def test_the_lead_is_over_the_best_of_another_owner() -> None:
    found = collect("饭卡没有余额")

    owners = matcher().corpus.owner[found.chosen]
    ahead, of_best = column(found, "ahead"), column(found, "of best")
    other = int(np.flatnonzero(owners != owners[0])[0])
    assert ahead[0] == pytest.approx(1 - of_best[other], abs=1e-5)
    assert ahead[other] == pytest.approx(of_best[other] - 1, abs=1e-5)


def test_the_lead_over_nobody_is_the_whole_score() -> None:
    found = collect("几点开饭", of=matcher("one question"))

    assert column(found, "ahead") == column(found, "of best")


def test_a_passage_that_is_left_out_is_not_found() -> None:
    passage = texts(collect("什么时候吃饭"))[0]
    at = list(matcher().corpus.texts).index(passage)

    found = collect("什么时候吃饭", at)

    assert at not in found.chosen
    assert len(found.chosen) > 0


def test_an_owner_of_many_passages_is_known_for_it() -> None:
    found = collect("饭卡没有余额")

    several = column(found, "passages")
    owners = matcher().corpus.owner[found.chosen].tolist()
    card = matcher().questions.index("1.2")
    assert several[owners.index(card)] == pytest.approx(np.log(8), abs=1e-3)


@pytest.mark.parametrize("text", ["", "xyz", "😀"])
def test_a_text_of_strangers_has_no_candidates(text: str) -> None:
    found = collect(text)

    assert found.table.shape == (0, len(COLUMNS))


def test_an_encoder_brings_passages_that_share_no_term() -> None:
    plain, seen = collect("xyz"), collect("xyz", of=encoded())

    assert len(plain.chosen) == 0
    assert 0 < len(seen.chosen) <= CANDIDATES // 2
    assert all(0 < it <= 1.001 for it in column(seen, "meaning"))
    assert column(collect("饭卡"), "meaning") == [0] * len(collect("饭卡").chosen)


def test_a_passage_that_is_left_out_is_not_brought_by_an_encoder() -> None:
    everything = tuple(range(encoded().index.passages))

    assert len(collect("饭卡", *everything, of=encoded()).chosen) == 0
