"""The few words and numbers a text can be instead of a question."""

import re
from enum import Enum, auto

from helpline.text import bare, normalise

_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_NUMERALS |= {"六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_CHOICE = re.compile(
    r"(?:我)?(?:选择|选|回复|按|输入)?(?:情形|情况|选项|问题)?第?"
    r"(?P<number>\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
    r"(?:个|号|项|种|条|点|类|款)?(?:情形|情况|选项|问题)?(?:吧|呢|的|啊)?(?:谢谢您?)?"
)

_SEVERAL = re.compile(r"\d[^\w\s]+\d")


class Command(Enum):
    """What an applicant may ask of the conversation itself."""

    MENU = auto()
    BACK = auto()
    MORE = auto()
    HELP = auto()
    PERSON = auto()
    WRONG = auto()
    NONE_OF_THESE = auto()
    GREETING = auto()
    THANKS = auto()
    UNSUBSCRIBE = auto()
    SILENCE = auto()


_WORDS: dict[Command, str] = {
    Command.MENU: "菜单 主菜单 目录 首页 menu 0",
    Command.BACK: "返回 返回上一步 返回上一级 上一步 上一级 回上一步 后退 back",
    Command.MORE: "更多 下一页 继续 下文 more",
    Command.HELP: "帮助 使用帮助 使用说明 怎么用 help info",
    Command.PERSON: "人工 转人工 人工服务 人工客服 找人工 转人工服务 我要人工 接人工",
    Command.WRONG: (
        "不对 不是 不是这个 没解决 没有解决 未解决 还没解决 还是没解决 没解决问题 "
        "没用 没有用 不管用 还是不行 不行 错了 答非所问 答错了"
    ),
    Command.NONE_OF_THESE: "都不是 以上都不是 都不对 都不行 没有一个是 没有我的问题",
    Command.GREETING: "你好 您好 在吗 在么 你好在吗 您好在吗 喂 有人吗 hi hello",
    Command.THANKS: (
        "谢谢 谢谢您 谢谢你 谢谢了 多谢 感谢 非常感谢 好的 好的谢谢 好 收到 "
        "知道了 明白了 明白 解决了 已解决 ok"
    ),
    Command.UNSUBSCRIBE: "退订 取消订阅 不再接收 停止 td t n",
    # The provider itself answers these for every long code (Advanced Opt-Out).
    Command.SILENCE: "stop stopall unsubscribe cancel end quit revoke optout start unstop",
}
_COMMANDS = {
    word: command for command, words in _WORDS.items() for word in words.split()
}


def command(text: str) -> Command | None:
    """Recognise a command: the whole text, whatever its width, case or script."""
    return _COMMANDS.get(bare(text))


def choice(text: str) -> int | None:
    """Read a number picked from a list: 2, ２, 二, ②, 第二个, 情形2."""
    if _SEVERAL.search(normalise(text)):  # 1.6, 1、2: not one number
        return None
    match = _CHOICE.fullmatch(bare(text))
    return _number(match["number"]) if match else None


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _NUMERALS[tens]
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)
