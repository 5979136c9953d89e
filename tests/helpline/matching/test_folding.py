import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.faq import Synonym
from helpline.matching.folding import Folding
from helpline.text import normalise

FOLDING = Folding()
OWN = Folding([Synonym("公司", "企業"), Synonym("怎么报", "申报"), Synonym("咋", "咋")])

small_talk = st.lists(
    st.sampled_from(
        [
            "请问",
            "谢谢",
            "怎么",
            "如何",
            "吗",
            "不",
            "啊",
            "在线等",
            "照片",
            " ",
            "，",
            "a",
        ]
    ),
    max_size=9,
).map("".join)


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("如何办", "咋办"),
        ("啥时候", "哪种时候"),
        ("为啥退件", "什么原因退件"),
        ("能否撤回", "可不可以撤回"),
        ("多长时间", "多少天"),
        ("有法子", "有措施"),
    ],
)
def test_words_that_say_the_same_fold_alike(said: str, other: str) -> None:
    assert FOLDING.fold(said) == FOLDING.fold(other)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("怎么办", "如何办"),
        ("什么时候", "啥时候"),
        ("为什么退件", "为啥退件"),
        ("可以撤回", "能撤回"),
        ("是不是要去", "是否要去"),
        ("多久", "多长时间"),
        ("有办法", "有法子"),
    ],
)
def test_a_word_that_others_fold_into_folds_like_them(said: str, meant: str) -> None:
    assert FOLDING.fold(said) == FOLDING.fold(meant)


@pytest.mark.parametrize(
    "text", ["请问照片", "照片谢谢", "请问一下照片啊", "您好老师，照片在线等"]
)
def test_words_that_say_nothing_are_left_out(text: str) -> None:
    assert FOLDING.fold(text).strip("，") == "照片"


def test_the_longest_word_that_begins_at_a_place_is_meant() -> None:
    assert FOLDING.fold("怎么回事") == "为什么"
    assert FOLDING.fold("谢谢了照片") == "照片"
    assert OWN.fold("怎么报名") == "申报名"


def test_an_edition_has_synonyms_of_its_own() -> None:
    assert OWN.fold("公司名称") == "企业名称"
    assert FOLDING.fold("公司名称") == "公司名称"


def test_a_synonym_of_an_edition_comes_before_what_is_general() -> None:
    assert OWN.fold("咋办") == "咋办"


def test_a_synonym_of_nothing_to_see_folds_nothing() -> None:
    assert Folding([Synonym("\x00", "企业")]).fold("照片") == "照片"


@pytest.mark.parametrize("text", ["谢谢", "请问 谢谢", "啊啊", "急"])
def test_a_text_of_nothing_but_empty_words_stays_as_it_is(text: str) -> None:
    assert FOLDING.fold(text) == text


@given(small_talk | st.text(max_size=30))
def test_no_text_is_folded_into_nothing(text: str) -> None:
    normalised = normalise(text)

    assert bool(OWN.fold(normalised).strip()) == bool(normalised.strip())
