"""The linter of a question while it is written: links, numbers, images, length, dead references.

Nothing here keeps it from being saved; what does, whoever stores it says.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from faq_store.editing.mentions import Mention, MentionKind, find_mentions
from faq_store.editing.preview import PreviewReply, preview_replies
from helpline.faq import Question
from helpline.text import bare_form
from helpline.voice.menu import MOST_ON_A_PAGE

_END = r"(?![a-z0-9_])"  # \b would not do: Chinese may follow at once
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE
)
_WEB = re.compile(
    r"https?://[!-~]+|www\.[!-~]+"
    rf"|(?<![@a-z0-9.-])(?:[a-z0-9-]+\.)+(?:com|cn|net|org|gov|top|vip|cc){_END}[!-~]*",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
_QQ = re.compile(r"(?:QQ|扣扣)(?:群|号|群号)?[^\w\n]{0,3}\d{5,12}", re.IGNORECASE)
_WECHAT = re.compile(
    r"(?:微信|WeChat|VX)(?:群|号|群号)?[^\w\n]{0,3}[a-z0-9][a-z0-9_-]{5,19}",
    re.ASCII | re.IGNORECASE,
)
_IMAGE = "图(?![纸书像形文案册库])"  # and no drawing, no book, no symbol
_PICTURE = re.compile(
    r"\[image[^\]]{0,200}\]"
    r"|(?!如图片)(?<![例比常意可])[见如](?:以?[下上左右]|附|截)?"
    rf"{_IMAGE}(?:所示)?"
    rf"|(?<![网线])以?[下上]{_IMAGE}(?:所示)?"
    rf"|(?<![交传供])附{_IMAGE}|截图(?:所示|如下)|图[片中\d一二三四五六七八九]所示"
)
_SIGNATURE = re.compile(r"【[^】]*】?|】")


class Severity(StrEnum):
    """How much a remark matters.

    A fault keeps a question from being saved. A warning tells what applicants may not
    get or not understand, a note what could be better.
    """

    FAULT = "fault"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class LintRemark:
    """A sentence about one field: title, answer, condition-0, suggestion-0."""

    severity: Severity
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LintContext:
    """What is known of the rest: `segments` is what a reply may take at once.

    `alike` name the other questions with this title. `dead` are the mentions of
    questions that are not there.
    """

    segments: int
    alike: tuple[str, ...] = ()
    dead: frozenset[Mention] = frozenset()


def lint_question(question: Question, around: LintContext) -> tuple[LintRemark, ...]:
    """List what is amiss, each once, field by field from the top."""
    found = dict.fromkeys(
        (
            *_lint_similar_titles(question, around),
            *_lint_situation_count(question),
            *_lint_length(question, around),
            *(
                remark
                for field, text in question_fields(question)
                for remark in lint_text(field, text)
            ),
            *_lint_mentions(question, around),
        )
    )
    order = {field: at for at, (field, _) in enumerate(question_fields(question))}
    return tuple(sorted(found, key=lambda it: order[it.field]))


def question_fields(question: Question) -> Iterator[tuple[str, str]]:
    """Give the texts of a question by the names of their fields."""
    yield "title", question.title
    yield "answer", question.answer
    for at, situation in enumerate(question.situations):
        yield f"condition-{at}", situation.condition
        yield f"suggestion-{at}", situation.suggestion


def lint_text(field: str, text: str) -> Iterator[LintRemark]:
    """Look for what carriers stop, and for what nobody can see; in any text."""

    def warning(sentence: str) -> LintRemark:
        return LintRemark(Severity.WARNING, field, sentence)

    # The carriers' rules for texts: no addresses of the web that were not reported to
    # them, no private ways of contact. Landlines and service numbers are let through.
    for item in _EMAIL.findall(text):
        yield warning(f"“{item}”是邮箱，里面的域名可能被运营商当作网址拦截。")
    for each in _WEB.findall(_EMAIL.sub("", text)):
        yield warning(
            f"“{each}”是网址。运营商可能拦截带网址的短信，对方就收不到这条答复；"
            "要写的话，先请短信服务商报备。"
        )
    for entry in _MOBILE.findall(text):
        yield warning(
            f"“{entry}”是手机号码。运营商可能把带手机号码的短信当作骚扰短信拦截；"
            "请写固定电话或客服电话。"
        )
    for one in (*_QQ.findall(text), *_WECHAT.findall(text)):
        yield warning(f"“{one}”是QQ或微信号，运营商可能把这样的短信当作广告拦截。")
    for bracketed in _SIGNATURE.findall(text):
        yield warning(f"“{bracketed}”：【】在短信里会被当作签名，请换成“”或（）。")
    for mention in _PICTURE.findall(text):
        yield warning(f"“{mention}”：短信和电话里没有图，请用文字说明。")
    if unseen := _name_invisible(text):
        yield warning(f"有看不见的字符（{unseen}），可能是粘贴来的，请删去重打。")


def _lint_similar_titles(
    question: Question, around: LintContext
) -> Iterator[LintRemark]:
    if around.alike:
        others = "、".join(f"“{it}”" for it in around.alike)
        same = f"和{others}的标题一样（标点和空格不算），对方和系统都分不清。"
        yield LintRemark(Severity.WARNING, "title", same)
    first = dict[str, int]()
    for at, situation in enumerate(question.situations):
        letters = bare_form(situation.condition)
        if letters and letters in first:
            same = f"和情形{first[letters]}一样，对方分不清。"
            yield LintRemark(Severity.WARNING, f"condition-{at}", same)
        first.setdefault(letters, at + 1)


def _lint_situation_count(question: Question) -> Iterator[LintRemark]:
    many = len(question.situations)
    if many == 1:
        only = "只有一种情形，对方要多回复一次才看到建议；不如直接写成答复。"
        yield LintRemark(Severity.NOTE, "condition-0", only)
    if many > MOST_ON_A_PAGE:
        paged = f"有{many}种情形，来电的人要按9翻页才听得完。"
        yield LintRemark(Severity.NOTE, "answer", paged)


def _lint_length(question: Question, around: LintContext) -> Iterator[LintRemark]:
    for reply in preview_replies(question, around.segments):
        if len(reply.texts) > 1:
            at = reply.situation - 1
            field = f"suggestion-{at}" if reply.situation else "answer"
            yield LintRemark(
                Severity.WARNING, field, _describe_parts(reply, around.segments)
            )


def _describe_parts(reply: PreviewReply, most: int) -> str:
    return (
        f"这条答复太长：共{reply.segments}段，一次最多发{most}段，要分成"
        f"{len(reply.texts)}条，对方回复“更多”才看到后面的。"
    )


def _lint_mentions(question: Question, around: LintContext) -> Iterator[LintRemark]:
    situations = len(question.situations)
    for field, text in question_fields(question):
        for mention in find_mentions(text):
            if mention.manner is MentionKind.SITUATION:
                if mention.at[0] > situations:
                    has = f"只有{situations}种情形" if situations else "没有分情形"
                    gone = f"写着“{mention.words}”，但这个问题{has}。"
                    yield LintRemark(Severity.WARNING, field, gone)
            elif mention in around.dead:
                gone = f"“{mention.words}”指的问题不在问题释疑里。"
                yield LintRemark(Severity.WARNING, field, gone)
            else:
                unknown = f"短信和电话里没有编号，对方不知道“{mention.words}”是哪个问题；请写出它的标题。"
                yield LintRemark(Severity.NOTE, field, unknown)


def _name_invisible(text: str) -> str:
    """Name what cannot be seen: controls, marks of direction, joiners, no characters."""
    found = dict.fromkeys(
        letter
        for letter in text
        if unicodedata.category(letter) in _INVISIBLE and letter not in "\n\r\t"
    )
    return "、".join(f"U+{ord(it):04X}" for it in found)


_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
