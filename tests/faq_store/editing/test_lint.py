"""What staff are told about a question while they write it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq_store.editing import lint
from faq_store.editing.lint import LintContext, LintRemark, Severity
from faq_store.editing.mentions import find_mentions
from helpline.faq import Question, Situation
from tests.helpline.canteen import CARD, EDITION, HOURS

FIVE = LintContext(5)
TWO_SITUATIONS = CARD.situations


def said(question: Question, around: LintContext = FIVE) -> list[tuple[str, str, str]]:
    found = lint.lint_question(question, around)
    return [(it.severity.value, it.field, it.sentence) for it in found]


def about(answer: str) -> str:
    """Give all that is said of an answer."""
    return "".join(it[2] for it in said(replace(HOURS, answer=answer)))


def test_nothing_is_said_of_a_good_question() -> None:
    found = [it for question in EDITION.questions for it in said(question)]

    assert found == []


def test_the_length_that_arrives_in_pieces_is_told_with_their_number() -> None:
    found = said(replace(HOURS, answer="十二点开饭。" * 60))

    ((severity, field, sentence),) = found
    assert (severity, field) == ("warning", "answer")
    assert "共6段，一次最多发5段，要分成2条" in sentence


def test_a_long_suggestion_is_told_at_its_own_field() -> None:
    long = replace(TWO_SITUATIONS[1], suggestion="去窗口解挂。" * 60)

    found = said(replace(CARD, situations=(TWO_SITUATIONS[0], long)))

    assert [it[:2] for it in found] == [("warning", "suggestion-1")]


def test_a_reply_may_be_as_long_as_the_setting_says() -> None:
    question = replace(HOURS, answer="十二点开饭。" * 15)

    assert said(question, LintContext(2)) == []
    assert len(said(question, LintContext(1))) == 1


@pytest.mark.parametrize(
    ("answer", "named", "what"),
    [
        ("见http://hngcjs.hnjs.gov.cn的公告", "http://hngcjs.hnjs.gov.cn", "网址"),
        ("www.hngcjs.cn", "www.hngcjs.cn", "网址"),
        ("登录hnjs.gov.cn下载", "hnjs.gov.cn", "网址"),
        ("邮箱：860205117@qq.com", "860205117@qq.com", "邮箱"),
        ("请打13800138000", "13800138000", "手机号码"),
        ("请打138 0013 8000。", "138 0013 8000", "手机号码"),
        ("技术支持QQ群：868827146", "QQ群：868827146", "QQ或微信号"),
        ("加微信号 anguan_2026", "微信号 anguan_2026", "QQ或微信号"),
        ("【注意】先充值", "【注意】", "签名"),
        ("见下图操作", "见下图", "没有图"),
        ("[image: image1.png]", "[image: image1.png]", "没有图"),
        ("如图所示操作", "如图所示", "没有图"),
        ("按照下图操作", "下图", "没有图"),
        ("先登录，再点上图里的按钮", "上图", "没有图"),
        ("操作步骤见附图。", "见附图", "没有图"),
        ("见图3", "见图", "没有图"),
        ("系统截图如下：", "截图如下", "没有图"),
        ("如图片所示填写", "图片所示", "没有图"),
    ],
)
def test_what_carriers_stop_or_a_text_cannot_show_is_named(
    answer: str, named: str, what: str
) -> None:
    ((severity, field, sentence),) = said(replace(HOURS, answer=answer))

    assert (severity, field) == ("warning", "answer")
    assert f"“{named}”" in sentence
    assert what in sentence


@pytest.mark.parametrize(
    "answer",
    [
        "请咨询河南政务服务网客服电话96500。",
        "联系电话：0371-63284897、55673016。",
        "请打400-888-1234。",
        "下载安装IE11.0浏览器，费用0.5元，满3.5分。",
        "身份证号410101199001011234",
        "“变更—跨省转出”业务，通过《说明》的链接办理。",
        "微信办理，QQ不办理。",
        "上传图纸和截图，提供附图，例如图片、如图书。",
        "到市地图网上图书馆；意图、企图、施工图，见图纸。",
    ],
)
def test_landlines_service_numbers_and_plain_figures_are_let_through(
    answer: str,
) -> None:
    assert about(answer) == ""


@pytest.mark.parametrize(
    ("unseen", "code"),
    [
        ("\u200b", "U+200B"),
        ("\u202e", "U+202E"),
        ("\ufeff", "U+FEFF"),
        ("\x07", "0007"),
    ],
)
def test_what_nobody_can_see_is_told_by_its_code(unseen: str, code: str) -> None:
    assert code in about(f"十二{unseen}点")


def test_lines_and_tabs_are_no_unseen_characters() -> None:
    assert about("十二点\n\t周末十一点") == ""


def test_the_same_is_said_once() -> None:
    assert about("www.hngcjs.cn 和 www.hngcjs.cn").count("是网址") == 1


def test_a_title_that_others_have_is_told_with_them() -> None:
    found = said(HOURS, LintContext(5, alike=("1.9 几点开饭",)))

    ((severity, field, sentence),) = found
    assert (severity, field) == ("warning", "title")
    assert "“1.9 几点开饭”" in sentence


def test_situations_of_the_same_letters_are_told_at_the_later_one() -> None:
    twin = Situation(0, "饭卡没有余额", "找管理员。")

    found = said(replace(CARD, situations=(*TWO_SITUATIONS, twin)))

    assert [it[:2] for it in found] == [("warning", "condition-2")]
    assert "和情形1一样" in found[0][2]


def test_two_situations_still_to_be_written_are_not_alike() -> None:
    blank = Situation(0, "", "")

    assert said(replace(CARD, situations=(*TWO_SITUATIONS, blank, blank))) == []


def test_a_single_situation_is_only_a_delay() -> None:
    found = said(replace(CARD, situations=TWO_SITUATIONS[:1]))

    assert [it[:2] for it in found] == [("note", "condition-0")]


def test_more_situations_than_keys_are_told() -> None:
    many = tuple(Situation(it, f"情况{it}", "去窗口。") for it in range(1, 11))

    found = said(replace(CARD, situations=many))

    assert [it[:2] for it in found] == [("note", "answer")]
    assert "有10种情形" in found[0][2]


def test_a_situation_that_is_not_there_is_a_dead_reference() -> None:
    first = replace(TWO_SITUATIONS[0], suggestion="同情形3。")

    found = said(replace(CARD, situations=(first, TWO_SITUATIONS[1])))

    assert [it[:2] for it in found] == [("warning", "suggestion-0")]
    assert "写着“情形3”，但这个问题只有2种情形" in found[0][2]
    assert "这个问题没有分情形" in about("同情形一。")


def test_a_situation_that_is_there_may_be_pointed_at() -> None:
    first = replace(TWO_SITUATIONS[0], suggestion="同情形2。")

    assert said(replace(CARD, situations=(first, TWO_SITUATIONS[1]))) == []


def test_a_question_that_is_not_there_is_a_dead_reference() -> None:
    question = replace(HOURS, answer="请看1.9。")
    dead = frozenset(find_mentions(question.answer))

    found = said(question, LintContext(5, dead=dead))

    assert found == [("warning", "answer", "“请看1.9”指的问题不在问题释疑里。")]


def test_a_number_that_applicants_never_see_is_worth_a_note() -> None:
    ((severity, field, sentence),) = said(replace(HOURS, answer="见一、3。"))

    assert (severity, field) == ("note", "answer")
    assert "请写出它的标题" in sentence


def test_remarks_follow_the_fields_from_the_top() -> None:
    long = replace(TWO_SITUATIONS[0], suggestion="见www.hngcjs.cn")
    question = replace(CARD, title="见www.hngcjs.cn", situations=(long,))

    found = [it.field for it in lint.lint_question(question, FIVE)]

    assert found == ["title", "condition-0", "suggestion-0"]


_text = st.text(max_size=80) | st.text("见一二三第题情形123. @qq.com【】", max_size=40)


@given(
    st.builds(
        Question,
        st.just("1.1"),
        _text,
        _text,
        st.lists(st.builds(Situation, st.integers(0, 3), _text, _text), max_size=3).map(
            tuple
        ),
    )
)
def test_any_question_can_be_looked_at(question: Question) -> None:
    found = lint.lint_question(question, FIVE)

    fields = {field for field, _ in lint.question_fields(question)}
    assert {it.field for it in found} <= fields
    assert len(set(found)) == len(found)
    assert all(isinstance(it, LintRemark) for it in found)
    assert Severity.FAULT not in {it.severity for it in found}
