"""The FAQ document as plain text, the form the centre publishes: parsed and written back.

The form (all of it line by line, blank lines meaning nothing):

    建筑施工企业……释疑          the title
    一、业务申报阶段问题          a section
    1.注册……怎么办？             a question
    答：请排查以下情况：          its answer, or the line above its situations
    情形1：没有任何弹出窗口。      a situation
    建议：安装IE11浏览器。        its suggestion
    四、其它
    相关业务咨询电话或邮箱        a section without numbered questions: contacts
    （1）河南政务服务网……        a line of the contacts

Where something stood that is no text, a mark may stand: `[image: 图1]`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from helpline.errors import HelplineError
from helpline.faq import Question, Section, Situation
from helpline.text import drop_illegal

MOST_SECTIONS = 99
NUMERALS = "一二三四五六七八九十"
_SECTION = re.compile(rf"([{NUMERALS}]{{1,3}})、\s*(.+)")
_QUESTION = re.compile(r"(\d{1,4})\s*[.．、](?!\d)\s*(.+)")
_DIGITS_OF_A_YEAR = 4
_ANSWER = re.compile(r"答\s*[：:]\s*(.*)")
_SITUATION = re.compile(r"情形\s*(\d{1,3})\s*[：:]\s*(.*)")
_SUGGESTION = re.compile(r"建议\s*[：:]\s*(.*)")
_CONTACT = re.compile(r"[（(]\d{1,2}[）)]\s*(.+)")
_LEFT_OUT = {
    "image": "图片",
    "textbox": "文本框",
    "object": "嵌入的对象",
    "formula": "公式",
    "footnote": "脚注",
    "hidden": "隐藏的文字",
    "contents": "目录",
}
_MARK = re.compile(rf"\[({'|'.join(_LEFT_OUT)}):[^\]]*\]")
_BARE_URL = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", re.ASCII)


class FaqTextError(HelplineError):
    """The document cannot be understood."""

    def __init__(self, line: int, reason: str, text: str = "") -> None:
        self.line = line
        shown = f"：{text[:40]}" if text else ""
        super().__init__(f"第{line}行，{reason}{shown}")


@dataclass(frozen=True, slots=True)
class FaqDocument:
    """A document that was read; keys are positions (`1.3` = 一、3).

    `dropped` says, a sentence each, what was left out or put right.
    """

    title: str
    sections: tuple[Section, ...]
    dropped: tuple[str, ...] = ()


def parse_faq_text(text: str) -> FaqDocument:
    """Read a document; raise `FaqTextError` naming the first line not understood."""
    return _Reader().read(text.lstrip("\ufeff").splitlines())


def format_faq_text(title: str, sections: Iterable[Section]) -> str:
    """Write the document; keys give way to positions, as in print."""
    written = [title, ""]
    for number, section in enumerate(sections, 1):
        written.append(f"{chinese_numeral(number)}、{section.title}")
        for position, question in enumerate(section.questions, 1):
            written += question_lines(question, position)
    return "\n".join(written) + "\n"


def question_lines(question: Question, position: int) -> Iterator[str]:
    """Write a question; its first line is its heading, the others may hold breaks."""
    if question.contacts:
        yield question.title
        for count, line in enumerate(question.answer.splitlines(), 1):
            yield f"（{count}）{line}"
        return
    gap = " " if question.title[:1].isdigit() else ""  # 1.360 would be a number
    yield f"{position}.{gap}{question.title}"
    yield f"答：{question.answer}"
    for count, situation in enumerate(question.situations, 1):
        yield f"情形{count}：{situation.condition}"
        yield f"建议：{situation.suggestion}"


def chinese_numeral(number: int) -> str:
    """Write 1-99 as a section heading does: 一, 十, 十二, 二十三."""
    tens, ones = divmod(number, 10)
    tail = NUMERALS[ones - 1] if ones else ""
    if not tens:
        return tail
    return (NUMERALS[tens - 1] if tens > 1 else "") + "十" + tail


@dataclass(slots=True)
class _Block:
    """A question while its lines are still coming in."""

    line: int
    title: str
    contacts: bool = False
    answer: list[str] | None = None
    situations: list[tuple[int, list[str], list[str]]] = field(default_factory=list)

    def question(self, key: str) -> Question:
        if self.answer is None or not (self.situations or any(self.answer)):
            raise FaqTextError(self.line, "问题没有答复", self.title)
        for line, condition, suggestion in self.situations:
            if not any(condition) or not any(suggestion):
                raise FaqTextError(line, "情形缺少内容或建议", self.title)
        situations = tuple(
            Situation(count, _join_lines(condition), _join_lines(suggestion))
            for count, (_, condition, suggestion) in enumerate(self.situations, 1)
        )
        return Question(
            key, self.title, _join_lines(self.answer), situations, self.contacts
        )


def _part_of_question(line: str) -> bool:
    marks = (_ANSWER, _SITUATION, _SUGGESTION)
    return any(mark.fullmatch(line) for mark in marks)


def _join_lines(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line)


class _Reader:
    """Walks the lines once; `into` is where a line without a mark belongs."""

    def __init__(self) -> None:
        self.title = ""
        self.sections: list[tuple[int, str, list[_Block]]] = []
        self.dropped: list[str] = []
        self.into: list[str] | None = None
        self.number = 0

    def read(self, lines: list[str]) -> FaqDocument:
        for self.number, raw in enumerate(lines, 1):
            line = self._without_marks(self._visible(raw)).strip()
            if line:
                self._take(line)
        if not self.sections:
            raise FaqTextError(max(self.number, 1), "没有“一、……”这样的阶段标题")
        sections = tuple(self._section(it) for it in enumerate(self.sections, 1))
        return FaqDocument(self.title, sections, tuple(self.dropped))

    def _section(self, numbered: tuple[int, tuple[int, str, list[_Block]]]) -> Section:
        number, (line, title, blocks) = numbered
        if not blocks:
            raise FaqTextError(line, "阶段里没有问题", title)
        questions = tuple(
            block.question(f"{number}.{position}")
            for position, block in enumerate(blocks, 1)
        )
        return Section(str(number), title, questions)

    def _visible(self, line: str) -> str:
        kept = drop_illegal(line)
        if kept != line:
            self._drop("略去无法显示的字符")
        return kept

    def _without_marks(self, line: str) -> str:
        for found in _MARK.finditer(line):
            self._drop(f"略去{_LEFT_OUT[found[1]]}{found[0]}")
        return _MARK.sub("", line)

    def _drop(self, what: str) -> None:
        self.dropped.append(f"第{self.number}行：{what}")

    def _take(self, line: str) -> None:
        if match := _SECTION.fullmatch(line):
            self._begin_section(match[1], match[2])
        elif not self.sections:
            self._take_title(line)
        elif match := self._question(line):
            self._begin_question(int(match[1]), match[2])
        elif not self._blocks:
            self._begin_contacts(line)
        elif self._block.contacts and self.into is not None:
            self._take_contact(self.into, line)
        elif match := _ANSWER.fullmatch(line):
            self._begin_answer(match[1])
        elif match := _SITUATION.fullmatch(line):
            self._begin_situation(int(match[1]), match[2])
        elif match := _SUGGESTION.fullmatch(line):
            self._begin_suggestion(match[1])
        elif self.into is not None:
            self.into.append(line)
        else:
            raise FaqTextError(self.number, "看不懂这一行，应为“答：……”", line)

    def _question(self, line: str) -> re.Match[str] | None:
        match = _QUESTION.fullmatch(line)
        if match is None or len(match[1]) < _DIGITS_OF_A_YEAR:
            return match
        due = len(self._blocks) + 1 if self.sections else 0
        return match if int(match[1]) == due else None

    @property
    def _blocks(self) -> list[_Block]:
        return self.sections[-1][2]

    @property
    def _block(self) -> _Block:
        return self._blocks[-1]

    def _take_title(self, line: str) -> None:
        if self.title or self._question(line) or _part_of_question(line):
            raise FaqTextError(
                self.number, "第一个“一、……”阶段标题之前只能有文件名称", line
            )
        self.title = line

    def _begin_section(self, printed: str, title: str) -> None:
        self.sections.append((self.number, title, []))
        self.into = None
        if len(self.sections) > MOST_SECTIONS:
            raise FaqTextError(self.number, f"阶段多于{MOST_SECTIONS}个", title)
        due = len(self.sections)
        if printed in map(chinese_numeral, range(due + 1, MOST_SECTIONS + 1)):
            # A heading before it was missed, and its questions with it.
            reason = f"阶段“{printed}”之前没有认出阶段“{chinese_numeral(due)}”"
            raise FaqTextError(self.number, reason, title)
        if printed != chinese_numeral(due):
            self._drop(f"阶段“{printed}”按位置应为“{chinese_numeral(due)}”")

    def _begin_question(self, printed: int, title: str) -> None:
        if self._blocks and self._block.contacts:
            raise FaqTextError(self.number, "联系方式之后不能再有问题", title)
        self._blocks.append(_Block(self.number, title))
        self.into = None
        if printed != len(self._blocks):
            self._drop(f"题号{printed}按位置应为{len(self._blocks)}")

    def _begin_contacts(self, title: str) -> None:
        self._refuse_part_of_question(title)
        self.into = []
        self._blocks.append(_Block(self.number, title, contacts=True, answer=self.into))

    def _refuse_part_of_question(self, line: str) -> None:
        if _part_of_question(line):
            raise FaqTextError(self.number, "这一行之前缺少“1.……”这样的问题", line)

    def _take_contact(self, answer: list[str], line: str) -> None:
        self._refuse_part_of_question(line)
        if _BARE_URL.fullmatch(line):
            self._drop(f"略去没有说明的网址{line}")
            return
        match = _CONTACT.fullmatch(line)
        answer.append(match[1] if match else line)

    def _begin_answer(self, text: str) -> None:
        if self._block.answer is not None:
            raise FaqTextError(self.number, "同一个问题有两个“答”", text)
        self._block.answer = self.into = [text]

    def _begin_situation(self, printed: int, condition: str) -> None:
        if self._block.answer is None:
            raise FaqTextError(self.number, "“情形”之前缺少“答：……”", condition)
        self.into = [condition]
        self._block.situations.append((self.number, self.into, []))
        if printed != len(self._block.situations):
            self._drop(f"情形{printed}按位置应为{len(self._block.situations)}")

    def _begin_suggestion(self, text: str) -> None:
        if not self._block.situations:
            raise FaqTextError(self.number, "“建议”之前缺少“情形N：……”", text)
        _, _, suggestion = self._block.situations[-1]
        if suggestion:
            raise FaqTextError(self.number, "同一个情形有两个“建议”", text)
        suggestion.append(text)
        self.into = suggestion
