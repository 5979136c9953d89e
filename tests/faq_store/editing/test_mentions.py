"""Words that point at another place of the FAQ are found; plain numbers are not."""

import pytest

from faq_store.editing.mentions import Mention, MentionKind, find_mentions


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("请参见1.6。", Mention(MentionKind.KEY, "参见1.6", "1.6")),
        ("办法同问题“12.34”", Mention(MentionKind.KEY, "问题“12.34", "12.34")),
        ("详见第一、3题", Mention(MentionKind.PRINTED, "详见第一、3", at=(1, 3))),
        ("查看：十二、7", Mention(MentionKind.PRINTED, "查看：十二、7", at=(12, 7))),
        ("看第3题", Mention(MentionKind.PLACE, "第3题", at=(3,))),
        ("同第二十一个问题", Mention(MentionKind.PLACE, "第二十一个问题", at=(21,))),
        ("第十问", Mention(MentionKind.PLACE, "第十问", at=(10,))),
        ("第三三题", Mention(MentionKind.PLACE, "第三三题", at=(3,))),
        ("同情形2", Mention(MentionKind.SITUATION, "情形2", at=(2,))),
        ("同情形 三。", Mention(MentionKind.SITUATION, "情形 三", at=(3,))),
    ],
)
def test_a_place_is_found_as_it_is_written(text: str, mention: Mention) -> None:
    assert find_mentions(text) == (mention,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "满分1.6分，IE11.0，见1.6.2版，按照3.5%计",
        "情形：没有弹窗；以下情形一并处理；有三种情形",
        "7个工作日，二、三级资质，第1次，第3个窗口",
    ],
)
def test_plain_numbers_point_nowhere(text: str) -> None:
    assert find_mentions(text) == ()


def test_a_place_named_twice_is_one_mention() -> None:
    assert len(find_mentions("见1.6；也见1.6；再参见1.7")) == 2
