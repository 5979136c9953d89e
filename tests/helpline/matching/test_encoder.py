import pytest

from helpline.matching import Certain, Matcher, Nothing, adapt_matcher, train_matcher
from helpline.matching.encoder import encode_texts
from tests.helpline.matching.editions import EDITIONS, Letters, encoded, matcher


def test_without_an_encoder_meanings_have_no_dimensions() -> None:
    assert encode_texts(None, ["饭", "卡"]).shape == (2, 0)
    assert encode_texts(None, []).shape == (0, 0)


def test_an_encoder_gives_every_text_its_meaning() -> None:
    assert encode_texts(Letters(), ["饭", "卡"]).shape == (2, 16)


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("text", ["几点开饭", "饭卡没有余额", "下雨", "", "😀", "龘"])
def test_any_edition_decides_any_text_with_an_encoder(name: str, text: str) -> None:
    decision = encoded(name).match(text)

    scores = [it.score for it in decision.options]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= it <= 1 for it in scores)


@pytest.mark.parametrize("name", ["whole", "taught"])
def test_an_encoder_is_one_more_view_beside_the_others(name: str) -> None:
    for phrasing in EDITIONS[name].phrasings:
        plain, seen = matcher(name), encoded(name)
        one, other = plain.match(phrasing.text), seen.match(phrasing.text)
        if isinstance(one, Certain):
            assert isinstance(other, Certain)
            assert one.options[0].case == other.options[0].case


@pytest.mark.parametrize("name", ["whole", "taught"])
def test_an_encoder_brings_near_what_shares_no_term(name: str) -> None:
    def differing(of: Matcher) -> float:
        asked = of.query_terms("xyz")
        return sum(it.score for it in of.match("xyz").options) if asked.known else 0.0

    assert differing(matcher(name)) == 0
    assert differing(encoded(name)) > 0


@pytest.mark.parametrize("text", ["", "，。？", "   "])
def test_a_text_without_words_is_nothing_whatever_an_encoder_sees(text: str) -> None:
    decision = encoded("taught").match(text)

    assert isinstance(decision, Nothing)


@pytest.mark.parametrize("name", ["whole", "taught"])
def test_a_draft_is_taught_with_the_encoder_of_the_edition_before(name: str) -> None:
    draft = EDITIONS["taught"]

    taught_on = adapt_matcher(encoded(name), draft).index.meaning

    assert taught_on.tolist() == train_matcher(draft, Letters()).index.meaning.tolist()
