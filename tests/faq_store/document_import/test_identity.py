from hypothesis import given
from hypothesis import strategies as st

from faq_store.document_import.identity import match_known, normalise_title, pair_titles
from faq_store.file_formats import text_format
from helpline.faq import Case, Edition, Question, Section, Situation
from tests.faq_store import examples


def kin(paper: str, *known: Edition) -> dict[str, str]:
    return match_known(text_format.parse_faq_text(paper).sections, known).questions


def test_a_title_is_recognised_whatever_its_width_space_and_marks() -> None:
    assert normalise_title("ＩＥ 11，“上传”不了？") == normalise_title("ie11上传不了")


def test_the_same_document_is_recognised_whole() -> None:
    found = match_known(
        text_format.parse_faq_text(examples.PAPER).sections, [examples.SMALL]
    )

    assert found.sections == {key: key for key in "123"}
    assert found.questions == {key: key for key in ("1.1", "1.2", "2.1", "3.1")}
    assert found.situations == {Case("1.2", 1): 1, Case("1.2", 2): 2}


def test_a_reworded_title_is_recognised() -> None:
    assert pair_titles(
        {"1.2": ("饭卡刷不出来怎么办？",)}, {"a": "饭卡刷不出来，该怎么办？"}
    ) == {"a": "1.2"}


def test_another_title_is_not_recognised() -> None:
    assert (
        pair_titles({"1.2": ("饭卡刷不出来怎么办？",)}, {"a": "饭卡丢了去哪里补？"})
        == {}
    )


def test_of_two_titles_equally_close_none_is_guessed() -> None:
    old = {"1.1": ("一级证书数据未同步",), "1.2": ("二级证书数据未同步",)}

    assert pair_titles(old, {"a": "三级证书数据未同步"}) == {}


def test_a_closer_title_takes_the_key() -> None:
    old = {"1.1": ("一级证书数据未同步",)}
    new = {"a": "二级证书的数据未同步", "b": "一级证书的数据未同步"}

    assert pair_titles(old, new) == {"b": "1.1"}


def test_the_same_title_twice_is_recognised_in_order() -> None:
    old = {1: ("没有提示",), 2: ("没有提示",)}

    assert pair_titles(old, {7: "没有提示。", 8: "没有提示", 9: "没有提示"}) == {
        7: 1,
        8: 2,
    }


def test_a_question_that_moved_to_another_section_keeps_its_key() -> None:
    paper = "问答\n\n一、其他\n1.几点开饭？\n答：一点。\n2.可以带家属吗？\n答：可以。\n"

    assert kin(paper, examples.SMALL) == {"1.1": "1.1", "1.2": "2.1"}


_LONG = "请到食堂一楼的服务窗口，带上饭卡和证件办理。"
_KNOWN = Edition(
    1,
    "问答",
    (
        Section(
            "1",
            "用餐",
            (
                Question("1.1", "饭卡刷不出来怎么办？", _LONG),
                Question("1.2", "几点开饭？", "十二点。"),
                Question(
                    "1.3",
                    "退款失败？",
                    "请排查：",
                    (
                        Situation(1, "没有绑卡。", _LONG),
                        Situation(2, "超时。", "重试。"),
                    ),
                ),
            ),
        ),
    ),
)


def test_a_question_of_another_title_is_known_by_its_long_answer() -> None:
    paper = f"问答\n\n一、用餐\n1.补卡去哪里？\n答：{_LONG}\n2.营业时间\n答：十二点。\n"

    assert kin(paper, _KNOWN) == {"1.1": "1.1"}


def test_of_two_with_one_answer_none_is_guessed() -> None:
    twice = f"问答\n\n一、用餐\n1.补卡去哪里？\n答：{_LONG}\n2.挂失？\n答：{_LONG}\n"

    assert kin(twice, _KNOWN) == {}


def test_a_situation_of_other_words_is_known_by_its_suggestion() -> None:
    paper = (
        "问答\n\n一、用餐\n1.退款失败？\n答：请排查：\n"
        f"情形1：等了很久。\n建议：重试。\n情形2：未绑定银行卡号。\n建议：{_LONG}\n"
    )

    found = match_known(text_format.parse_faq_text(paper).sections, [_KNOWN])

    assert found.situations == {Case("1.1", 2): 1}


def test_the_same_title_in_two_sections_stays_in_its_own() -> None:
    def paper(one: str, two: str) -> str:
        return f"问答\n\n一、{one}\n1.几点？\n答：一点。\n二、{two}\n1.几点？\n答：两点。\n"

    read = text_format.parse_faq_text(paper("用餐", "洗澡"))
    known = Edition(1, read.title, read.sections)

    assert kin(paper("洗澡", "用餐"), known) == {"1.1": "2.1", "2.1": "1.1"}


def test_a_question_in_a_section_of_another_name_is_looked_for_everywhere() -> None:
    paper = "问答\n\n一、完全是另外一个\n1.几点开饭？\n答：一点。\n"

    found = match_known(text_format.parse_faq_text(paper).sections, [examples.SMALL])

    assert found.sections == {}
    assert found.questions == {"1.1": "1.1"}


TITLES = st.dictionaries(
    st.integers(0, 9), st.text("甲乙丙丁？ ", max_size=6), max_size=6
)


@given(TITLES, TITLES)
def test_no_key_is_given_twice(old: dict[int, str], new: dict[int, str]) -> None:
    found = pair_titles({key: (title,) for key, title in old.items()}, new)

    assert set(found) <= set(new)
    assert set(found.values()) <= set(old)
    assert len(set(found.values())) == len(found)


@given(TITLES)
def test_what_stays_the_same_is_always_recognised(titles: dict[int, str]) -> None:
    found = pair_titles({key: (title,) for key, title in titles.items()}, titles)

    assert set(found) == set(titles)
    assert all(
        normalise_title(titles[ours]) == normalise_title(titles[old])
        for ours, old in found.items()
    )
