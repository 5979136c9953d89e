import pytest

from helpline.faq import Case
from helpline.matching.corpus import OUTSIDE, Corpus
from helpline.matching.passages import Passage, PassageKind

PASSAGES = [
    Passage("几点開飯？", Case("1.1"), PassageKind.TITLE),
    Passage("饭卡没有余额。", Case("1.2", 1), PassageKind.CONDITION),
    Passage("今天会下雨吗", None, PassageKind.PHRASING),
    Passage("饭卡坏了", Case("1.2"), PassageKind.PHRASING),
    Passage("没听说过的问题", Case("9.9"), PassageKind.PHRASING),
]


def known() -> Corpus:
    return Corpus.build(PASSAGES, ("1.1", "1.2"))


def test_passages_keep_their_texts_and_who_says_them() -> None:
    assert list(known().texts) == [it.text for it in PASSAGES]
    assert known().kinds.tolist() == [it.kind for it in PASSAGES]


def test_a_question_is_known_by_its_place_and_a_stranger_by_none() -> None:
    assert known().owner.tolist() == [0, 1, OUTSIDE, 1, OUTSIDE]


def test_letters_are_what_is_compared() -> None:
    assert list(known().letters)[:2] == ["几点开饭", "饭卡没有余额"]


def test_every_passage_tells_how_many_its_owner_has() -> None:
    assert known().several.tolist() == [1, 2, 2, 2, 2]


def test_every_text_is_listed_with_its_owner() -> None:
    assert list(known().meanings())[1:3] == [
        ("饭卡没有余额。", 1),
        ("今天会下雨吗", OUTSIDE),
    ]


@pytest.mark.parametrize("questions", [(), ("1.1",)])
def test_nothing_at_all_is_known_too(questions: tuple[str, ...]) -> None:
    nothing = Corpus.build([], questions)

    assert list(nothing.meanings()) == []
    assert len(nothing.several) == 0
