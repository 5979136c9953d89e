"""The FAQ as frozen values: edition, section, question, situation; intents and utterances."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from typing_extensions import override

from helpline.errors import HelplineError
from helpline.wording import Prompts

_CASE = re.compile(r"([^#]+)(?:#([0-9]{1,9}))?")


@dataclass(frozen=True, slots=True)
class Situation:
    """情形: one branch of a question; `key` is unique and stable within it."""

    key: int
    condition: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Question:
    """问题: `answer` is the suggestion itself, or the line above the situations.

    `contacts` marks the entry whose answer is how to reach a person.
    """

    key: str
    title: str
    answer: str
    situations: tuple[Situation, ...] = ()
    contacts: bool = False

    def situation(self, key: int) -> Situation | None:
        """Find the situation with this key."""
        return next((it for it in self.situations if it.key == key), None)


@dataclass(frozen=True, slots=True)
class Section:
    """阶段: a group of questions under one heading."""

    key: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, order=True)
class Case:
    """An intent, as the field calls it: the question, or one situation of it, that is meant.

    Written `1.6` or `1.6#2`, the form that state and storage keep.
    """

    question: str
    situation: int | None = None

    @override
    def __str__(self) -> str:
        """Write the case as it is stored."""
        if self.situation is None:
            return self.question
        return f"{self.question}#{self.situation}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` wrote; raise `HelplineError` for anything else."""
        match = _CASE.fullmatch(text)
        if not match:
            raise HelplineError(f"“{text}”不是问题或情形的编号")
        return cls(match[1], int(match[2]) if match[2] else None)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """问法: a training phrase (utterance) of a case; where `case` is None, it is out of scope."""

    text: str
    case: Case | None


@dataclass(frozen=True, slots=True, order=True)
class Synonym:
    """同义词: what people say (公司) and the word of the FAQ that it means (企业)."""

    said: str
    meant: str


@dataclass(frozen=True)
class Edition:
    """版本: one published, numbered state of everything the helpline says.

    `number` is 0 for what was never published (a draft, a throwaway).
    """

    number: int
    title: str
    sections: tuple[Section, ...]
    phrasings: tuple[Phrasing, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    prompts: Prompts = field(default_factory=Prompts)

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in the order of the document."""
        return (question for section in self.sections for question in section.questions)

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.key: section for section in self.sections}

    def question(self, key: str) -> Question | None:
        """Find the question with this key."""
        return self._questions.get(key)

    def section(self, key: str) -> Section | None:
        """Find the section with this key."""
        return self._sections.get(key)

    def contacts(self) -> Question | None:
        """Find the entry that says how to reach a person."""
        return next((it for it in self.questions if it.contacts), None)

    def leaves(self) -> Iterator[Case]:
        """Every case that has a suggestion of its own, in document order."""
        for question in self.questions:
            if not question.situations:
                yield Case(question.key)
            for situation in question.situations:
                yield Case(question.key, situation.key)


def list_cases(sections: Iterable[Section]) -> Iterator[Case]:
    """List everything a phrasing can mean: each question and each situation."""
    for section in sections:
        for question in section.questions:
            yield Case(question.key)
            yield from (Case(question.key, it.key) for it in question.situations)


def keep_fitting_phrasings(
    phrasings: Iterable[Phrasing], sections: Iterable[Section]
) -> tuple[Phrasing, ...]:
    """Keep the phrasings whose case is there, and those that are out of scope."""
    there = {None, *list_cases(sections)}
    return tuple(it for it in phrasings if it.case in there)
