"""Keywords that are commands (菜单, 返回, 退订, STOP …), and numbers that are choices."""

import re
from enum import Enum, auto

from helpline.conversation.turn import Consent
from helpline.text import bare_form, normalise

_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_NUMERALS |= {"六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_CHOICE = re.compile(
    r"(?:我)?(?:选择|选|回复|按|输入)?(?:情形|情况|选项|问题)?第?"
    r"(?P<number>\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
    r"(?:个|号|项|种|条|点|类|款)?(?:情形|情况|选项|问题)?(?:吧|呢|的|啊)?(?:谢谢您?)?"
)

_SEVERAL = re.compile(r"\d[^\w\s]+\d")


class Command(Enum):
    """A command: what a keyword asks of the conversation itself."""

    MENU = auto()
    BACK = auto()
    MORE = auto()
    HELP = auto()
    PERSON = auto()
    WRONG = auto()
    NONE_OF_THESE = auto()
    GREETING = auto()
    THANKS = auto()
    REMEDY = auto()
    NOTICES = auto()
    PROGRESS = auto()
    WHY = auto()
    UNSUBSCRIBE = auto()
    RESUME = auto()
    STOP = auto()
    START = auto()


COMMAND_WORDS: dict[Command, str] = {
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
    Command.REMEDY: (
        "办法 解决办法 查看办法 查看解决办法 看办法 解决方法 解决方案 处理办法 "
        "怎么解决 怎样解决 如何解决 咋解决 怎么处理 如何处理 怎么办 咋办 该怎么办"
    ),
    Command.NOTICES: (
        "通知 我的通知 查通知 看通知 查看通知 查询通知 查看我的通知 最近通知 最新通知 "
        "最近的通知 通知内容"
    ),
    Command.PROGRESS: (
        "进度 我的进度 查进度 看进度 查看进度 查询进度 进度查询 查一下进度 办理进度 "
        "查办理进度 办事进度 办件进度 申请进度 申报进度 审核进度 审批进度"
    ),
    Command.WHY: (
        "原因 查原因 查看原因 查询原因 退件原因 退件的原因 被退件原因 退回原因 被退原因 "
        "驳回原因 为什么退件 为啥退件 为什么被退件 为什么退回 不予受理原因 不受理原因 "
        "为什么不予受理 为什么不受理"
    ),
    Command.UNSUBSCRIBE: "退订 取消订阅 不再接收 停止 退订通知 退订短信 td t n",
    Command.RESUME: "恢复 订阅 开通 恢复订阅 恢复通知 重新订阅",
    # The provider itself answers these for every long code (Advanced Opt-Out).
    Command.STOP: "stop stopall unsubscribe cancel end quit revoke optout",
    Command.START: "start unstop",
}
_COMMANDS = {
    word: parse_command
    for parse_command, words in COMMAND_WORDS.items()
    for word in words.split()
}


def parse_command(text: str) -> Command | None:
    """Recognise a command: the whole text, whatever its width, case or script."""
    return _COMMANDS.get(bare_form(text))


CONSENTS = {
    Command.UNSUBSCRIBE: Consent.SUPPRESS,
    Command.STOP: Consent.SUPPRESS,
    Command.RESUME: Consent.RESUME,
    Command.START: Consent.RESUME,
}


def parse_consent(text: str) -> Consent | None:
    """Tell what a text decides about being sent notices; mostly nothing."""
    recognised = parse_command(text)
    return None if recognised is None else CONSENTS.get(recognised)


def parse_choice(text: str) -> int | None:
    """Read a number picked from a list: 2, ２, 二, ②, 第二个, 情形2."""
    if _SEVERAL.search(normalise(text)):  # 1.6, 1、2: not one number
        return None
    match = _CHOICE.fullmatch(bare_form(text))
    return _parse_numeral(match["number"]) if match else None


def _parse_numeral(written: str) -> int:
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _NUMERALS[tens]
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)
