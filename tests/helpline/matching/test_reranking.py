from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching import weights
from helpline.matching.corpus import OUTSIDE
from helpline.matching.rerank_features import COLUMNS, RerankFeatures
from helpline.matching.reranking import (
    RankedOwners,
    in_scope_probability,
    rank_owners,
    scope_features,
)
from tests.helpline.matching.editions import matcher

near = st.text("几点开饭卡没有余额挂失家属食堂电话下雨股票？，1a😀", max_size=20)


def evidence(text: str) -> RerankFeatures:
    return matcher().rerank_features(text, matcher().query_terms(text))


def judged(text: str) -> RankedOwners:
    return rank_owners(evidence(text), matcher().corpus.owner)


def test_every_piece_of_evidence_has_its_constant() -> None:
    found = evidence("饭卡")

    assert set(weights.RANK) == set(COLUMNS)
    assert len(scope_features(found, 0)) == len(weights.SCOPE)


@given(near)
def test_the_shares_of_all_and_of_none_sum_to_one(text: str) -> None:
    found = judged(text)

    given_shares = [share for _, share in found.ranking]
    assert given_shares == sorted(given_shares, reverse=True)
    assert sum(given_shares) + found.outside == pytest.approx(1, abs=1e-5)
    assert OUTSIDE not in {owner for owner, _ in found.ranking}
    assert len({owner for owner, _ in found.ranking}) == len(given_shares)


def test_without_candidates_nothing_is_meant() -> None:
    assert judged("xyz") == RankedOwners((), 1.0)


def test_an_owner_stands_with_the_passage_that_speaks_most_for_it() -> None:
    found = evidence("饭卡没有余额")

    ranking = rank_owners(found, matcher().corpus.owner).ranking

    assert matcher().questions[ranking[0][0]] == "1.2"
    assert ranking[0][1] > 0.9


def test_a_text_known_to_be_out_of_scope_is_none_of_ours() -> None:
    assert judged("今天会下雨吗").outside > 0.9
    assert judged("什么时候吃饭").outside < 0.1


def test_where_all_candidates_are_strangers_nothing_of_ours_is_ranked() -> None:
    found = evidence("今天会下雨吗")

    nobody = np.full(matcher().index.passages, OUTSIDE, np.int32)

    assert rank_owners(found, nobody) == RankedOwners((), 1.0)


def test_a_text_like_its_best_candidate_is_likelier_to_be_in_scope() -> None:
    alike, unlike = evidence("什么时候吃饭"), evidence("饭后今天去看电影")

    assert 0 < in_scope_probability(unlike, 0) < in_scope_probability(alike, 0) < 1


def test_a_text_of_unknown_terms_among_many_passages_is_still_judged() -> None:
    found = replace(evidence("饭卡"), unknown=1.0, among=0, length=0)

    assert np.isfinite(scope_features(found, 0)).all()
