"""Keys of sections, questions and situations: given one by one, none ever given again."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from faq_store.errors import BadKeysError
from faq_store.tables import GivenKeyRow
from helpline.faq import Section

_SECTION = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_QUESTION = re.compile(r"([1-9]\d{0,5})\.([1-9]\d{0,5})", re.ASCII)
ROOT = ""
"""The parent of sections."""


@dataclass(slots=True)
class GivenKeys:
    """The highest number given under each parent; `next_…` gives the next one."""

    highest: dict[str, int]

    def next_section(self) -> str:
        """Give a section key that no section ever had."""
        return str(self._next(ROOT))

    def next_question(self, section: str) -> str:
        """Give a question key that no question ever had."""
        return f"{section}.{self._next(section)}"

    def next_situation(self, question: str) -> int:
        """Give a situation key that no situation of this question ever had."""
        return self._next(question)

    def note(self, sections: Iterable[Section]) -> None:
        """Count every key of these sections as given.

        Raises `BadKeysError` if one is malformed or stands for two things.
        """
        seen = set[tuple[str, int]]()
        for parent, number in _numbers(sections):
            if (parent, number) in seen or number < 1:
                raise BadKeysError(f"编号重复或不合规则：{parent} 之下的 {number}")
            seen.add((parent, number))
            self.highest[parent] = max(number, self.highest.get(parent, 0))

    def _next(self, parent: str) -> int:
        self.highest[parent] = self.highest.get(parent, 0) + 1
        return self.highest[parent]


def load_given_keys(session: Session) -> GivenKeys:
    """Read the keys given so far."""
    rows = session.execute(select(GivenKeyRow.parent, GivenKeyRow.highest))
    return GivenKeys({row.parent: row.highest for row in rows})


def give_key(session: Session, parent: str) -> int:
    """Give the next number under one parent, and write that down.

    Whoever asks keeps others off meanwhile, as everybody who changes the draft does.
    """
    row = session.get(GivenKeyRow, parent)
    if row is None:
        row = GivenKeyRow(parent=parent, highest=0)
        session.add(row)
    row.highest += 1
    session.flush()
    return row.highest


def highest_key(session: Session, parent: str) -> int:
    """Read the highest number given under one parent, 0 for none."""
    row = session.get(GivenKeyRow, parent)
    return row.highest if row else 0


def record_keys(session: Session, sections: Iterable[Section]) -> None:
    """Write down that these keys are given; raise `BadKeysError` as `note` does."""
    given = load_given_keys(session)
    given.note(sections)
    for parent, highest in given.highest.items():
        session.merge(GivenKeyRow(parent=parent, highest=highest))


def _numbers(sections: Iterable[Section]) -> Iterator[tuple[str, int]]:
    for section in sections:
        if not _SECTION.fullmatch(section.key):
            raise BadKeysError(f"阶段的编号不合规则：{section.key}")
        yield ROOT, int(section.key)
        for question in section.questions:
            parts = _QUESTION.fullmatch(question.key)
            if not parts:
                raise BadKeysError(f"问题的编号不合规则：{question.key}")
            yield parts[1], int(parts[2])
            yield from ((question.key, it.key) for it in question.situations)
