"""Words that say the same folded into one, and words that say nothing left out.

People ask 怎么, 如何, 咋 alike, and wrap it in 请问 … 谢谢. What is general to Chinese
stands here; what is a trade's own (公司 = 企业) are the synonyms of an edition.
"""

import re
from collections.abc import Iterable

from helpline.faq import Synonym
from helpline.text import normalise

_SAME = """
怎么 如何 怎样 咋 怎么样 咋样 咋么 怎 要怎么 该怎么 应该怎么
什么 啥 甚么 哪些 哪种 哪个 有哪些 有啥 是啥
为什么 为啥 为何 怎么回事 咋回事 什么原因 怎么搞的 是什么原因 何故
可以 能 能够 可否 能否 能不能 可不可以 是否可以 会不会
是不是 是否 是不
多久 多长时间 多少时间 多少天 几天 多长
办法 方法 方式 法子 措施
吗 么 嘛
"""
_EMPTY = """
请问一下 请问 问一下 我想问 想问下 想问 问问 你好 您好 老师 麻烦 谢谢了 谢谢 谢了 多谢
在吗 在线等 求回复 急急急 那个 啊 呢 呀 吧 哦 哈 诶 哎 嗯
"""


class Folding:
    """Folds a text; the longest word that begins at a place is the one meant there."""

    def __init__(self, synonyms: Iterable[Synonym] = ()) -> None:
        same = (line.split() for line in _SAME.strip().splitlines())
        # What others fold into is listed too, or else the 么 in 什么 would be folded.
        self._meant = {
            said: first for first, *others in same for said in (first, *others)
        }
        self._meant |= dict.fromkeys(_EMPTY.split(), "")
        self._meant |= {normalise(it.said): normalise(it.meant) for it in synonyms}
        self._meant.pop("", None)
        longest_first = sorted(self._meant, key=lambda it: (-len(it), it))
        self._said = re.compile("|".join(map(re.escape, longest_first)))

    def fold(self, normalised: str) -> str:
        """Fold a normalised text; one of nothing but empty words stays as it is."""
        folded = self._said.sub(lambda match: self._meant[match[0]], normalised)
        return folded if folded.strip() else normalised
