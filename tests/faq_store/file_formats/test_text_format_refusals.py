import pytest

from faq_store.file_formats import text_format
from faq_store.file_formats.text_format import FaqTextError
from tests.faq_store.file_formats.test_text_format import PAPER


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (("食堂问答", "食堂问答\n第二个名称"), 2, "只能有文件名称：第二个名称"),
        (("食堂问答", "1.几点开饭？"), 1, "只能有文件名称：1.几点开饭？"),
        (("食堂问答", "答：十二点。"), 1, "只能有文件名称：答：十二点。"),
        (("答：十二点。", ""), 4, "问题没有答复：几点开饭？"),
        (("答：十二点。", "十二点。"), 5, "应为“答：……”：十二点。"),
        (("答：十二点。", "答："), 4, "问题没有答复：几点开饭？"),
        (("十二点。", "十二点。\n答：一点。"), 6, "同一个问题有两个“答”：一点。"),
        (("答：请排查以下情况：", ""), 8, "“情形”之前缺少“答：……”：饭卡没有余额。"),
        (
            ("十二点。", "十二点。\n建议：早来。"),
            6,
            "“建议”之前缺少“情形N：……”：早来。",
        ),
        (("建议：去窗口充值。", ""), 8, "情形缺少内容或建议：饭卡刷不出来怎么办？"),
        (("情形1：饭卡没有余额。", "情形1："), 8, "情形缺少内容或建议"),
        (
            ("去窗口充值。", "去充值。\n建议：去买。"),
            10,
            "同一个情形有两个“建议”：去买。",
        ),
        (("三、", "五、"), 15, "阶段“五”之前没有认出阶段“三”"),
        (("二、其他", "（二）其他"), 15, "阶段“三”之前没有认出阶段“二”"),
        (("二、其他", "二、其他\n三、空的"), 12, "阶段里没有问题：其他"),
        (("0371-63284897", "123\n1.谁？"), 18, "联系方式之后不能再有问题：谁？"),
        (("（1）值班电话：0371-63284897\n", ""), 16, "问题没有答复：食堂电话"),
        (("1.可以带家属吗？\n", ""), 13, "缺少“1.……”这样的问题：答：周末可以。"),
        (("1.可以带家属吗？", "可以带家属吗？"), 14, "缺少“1.……”这样的问题"),
        (("（1）值班", "情形1：没人接。\n（1）值班"), 17, "缺少“1.……”这样的问题"),
    ],
    ids=ascii,
)
def test_a_document_not_understood_is_refused_with_its_line(
    change: tuple[str, str], line: int, reason: str
) -> None:
    paper = PAPER.replace(*change, 1)

    with pytest.raises(FaqTextError) as refused:
        text_format.parse_faq_text(paper)

    assert refused.value.line == line
    assert str(refused.value).startswith(f"第{line}行，")
    assert reason in str(refused.value)


@pytest.mark.parametrize("text", ["", "\n\n", "你好", "\ufeff"], ids=ascii)
def test_a_text_without_sections_is_refused(text: str) -> None:
    with pytest.raises(FaqTextError, match="没有“一、……”这样的阶段标题"):
        text_format.parse_faq_text(text)


def test_more_sections_than_can_be_numbered_are_refused() -> None:
    paper = "一、用餐\n1.几点开饭？\n答：十二点。\n" * 120

    with pytest.raises(FaqTextError, match="第298行，阶段多于99个"):
        text_format.parse_faq_text(paper)


def test_a_refusal_shows_no_more_than_the_beginning_of_a_line() -> None:
    with pytest.raises(FaqTextError) as refused:
        text_format.parse_faq_text("食堂问答\n" + "名" * 1000)

    assert len(str(refused.value)) < 100
