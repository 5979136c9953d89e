"""Editions of every shape, and the matcher of each, made once for all tests of a run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from helpline.faq import Case, Edition, Phrasing, Question, Section
from helpline.matching import Matcher, train_matcher
from helpline.matching.arrays import Floats
from tests.helpline.canteen import CARD, EDITION, HOURS

SPOKEN = {
    Case("1.1"): """
        食堂什么时候开饭 中午几点能吃上饭 晚饭几点开始 早饭时间是几点
        开饭的时间 饭点是几点钟 周末几点开饭 食堂几点开门
    """,
    Case("1.2", 1): """
        饭卡没有余额了 卡里余额没有了 饭卡余额没有 没有余额刷不了 饭卡里没钱了
    """,
    Case("1.2", 2): """
        饭卡已经挂失了 我挂失过饭卡 已经挂失的卡 挂失了刷不了 卡挂失了刷不了饭
    """,
    Case("2.1"): """
        家里人能来吃吗 带孩子来吃饭可以吗 家属能进食堂吗 可以带老婆来吗
        父母能一起来吃吗 能不能带家属 带家人来行吗 家属可以来吗
    """,
    Case("3.1"): """
        食堂电话多少 怎么联系食堂的人 值班电话是多少 给食堂打电话
        食堂的号码 联系电话有吗 打哪个电话找食堂 食堂值班室号码
    """,
    None: """
        今天会下雨吗 股票涨了没有 帮我订机票 附近有没有银行 手机怎么充电
        明天放假吗 公交车几路 推荐一部电影 天气怎么样 彩票中奖了
    """,
}

TAUGHT = replace(
    EDITION,
    phrasings=tuple(
        Phrasing(text, case) for case, told in SPOKEN.items() for text in told.split()
    ),
)
"""Heard often enough that its questions have a model of their own."""

WORDLESS = Edition(1, "", (Section("1", "？", (Question("1.1", "？", "。"),)),))
ALONE = Edition(
    1,
    "一问",
    (Section("1", "用餐", (HOURS,)),),
    tuple(it for it in TAUGHT.phrasings if it.case in {Case("1.1"), None}),
)

EDITIONS = {
    "whole": EDITION,
    "taught": TAUGHT,
    "one question": Edition(1, "一问", (Section("1", "用餐", (HOURS,)),)),
    "one question with situations": Edition(1, "", (Section("1", "用餐", (CARD,)),)),
    "one question, taught": ALONE,
    "no phrasings": replace(EDITION, phrasings=()),
    "nothing out of scope": replace(
        EDITION, phrasings=tuple(it for it in EDITION.phrasings if it.case)
    ),
    "only out of scope": replace(
        EDITION, phrasings=tuple(it for it in EDITION.phrasings if not it.case)
    ),
    "no words": WORDLESS,
    "no questions": Edition(1, "空", ()),
    "no questions, only strangers": Edition(
        1, "空", (), tuple(it for it in EDITION.phrasings if not it.case)
    ),
}
DISHES = """
    红烧肉 糖醋鱼 宫保鸡丁 麻婆豆腐 西红柿炒蛋 酸辣土豆丝 回锅肉 鱼香肉丝 水煮牛肉
    清蒸鲈鱼 蒜蓉菠菜 地三鲜 干煸豆角 京酱肉丝 木须肉 辣子鸡 油焖大虾 小鸡炖蘑菇
    羊肉泡馍 胡辣汤
"""


def dishes(*templates: str) -> Edition:
    """Make an edition that asks about every dish, each with a few phrasings."""
    return Edition(
        1,
        "菜单",
        (
            Section(
                "1",
                "菜单",
                tuple(
                    Question(f"1.{number}", f"{item}怎么卖？", "看窗口。")
                    for number, item in enumerate(DISHES.split(), 1)
                ),
            ),
        ),
        tuple(
            Phrasing(template.format(part), Case(f"1.{number}"))
            for number, part in enumerate(DISHES.split(), 1)
            for template in templates
        )
        + tuple(it for it in TAUGHT.phrasings if it.case is None),
    )


TAUGHT_ONES = ("taught", "one question, taught")


@cache
def matcher(name: str = "whole") -> Matcher:
    return train_matcher(EDITIONS[name])


@cache
def encoded(name: str = "whole") -> Matcher:
    return train_matcher(EDITIONS[name], Letters())


@dataclass(frozen=True, slots=True)
class Letters:
    """An encoder that sees letters, a few of them alike."""

    fingerprint: str = "letters"
    dimensions: int = 16

    def encode(self, texts: Sequence[str]) -> Floats:
        found = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            found[row, 0] = 0.1
            for letter in text:
                found[row, ord(letter) % self.dimensions] += 1
        lengths: Floats = np.linalg.norm(found, axis=1, keepdims=True)
        return found / lengths
