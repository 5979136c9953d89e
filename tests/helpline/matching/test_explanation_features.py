"""What a matcher sees of a text."""

from helpline.matching.explanation import TextTerm, text_features
from helpline.matching.features import FEATURE_FAMILIES
from tests.helpline.matching.editions import matcher


def test_a_text_is_folded_and_seen_in_every_view() -> None:
    seen = text_features(matcher("whole"), "饭卡咋办")

    assert seen.folded == "饭卡怎么办"
    assert list(seen.terms) == list(FEATURE_FAMILIES)
    assert TextTerm("饭", 1, known=True) in seen.terms["1"]
    assert TextTerm("饭卡", 1, known=True) in seen.terms["2"]


def test_what_no_passage_has_is_not_known() -> None:
    seen = text_features(matcher("whole"), "鹅鹅")

    assert seen.terms["1"] == (TextTerm("鹅", 2, known=False),)


def test_nothing_has_no_terms() -> None:
    seen = text_features(matcher("whole"), "")

    assert seen.folded == ""
    assert not any(seen.terms.values())
