"""Texts that quote the FAQ word for word, as applicants copy what the system tells them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from helpline.matching.passages import Kind, Passage
from helpline.matching.views import letters

_SHORTEST = 4
SURE_LENGTH = 6
"""Letters of a fragment from which on it is no coincidence."""

_LONGEST = 80
_MOST = 20_000
"""Sentences that are searched one by one; a larger edition goes without."""

_QUOTED = re.compile(r"[“\"「『]([^”\"」』]+)[”\"」』]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """The question whose title a text quotes, and how many letters it quotes."""

    question: str
    length: int


@dataclass(frozen=True, slots=True)
class Quotes:
    """Every sentence of the FAQ, letters only, with its question; `titles` likewise."""

    sentences: tuple[tuple[str, str], ...]
    titles: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, passages: Iterable[tuple[str, str, Kind]]) -> Self:
        """Gather what the FAQ says: letters, question and kind of each passage."""
        own = [it for it in passages if it[2] is not Kind.PHRASING]
        if len(own) > _MOST:
            return cls((), {})
        titles = dict[str, tuple[str, ...]]()
        for text, question, kind in own:
            if kind is Kind.TITLE:
                titles[text] = (*titles.get(text, ()), question)
        return cls(tuple((text, question) for text, question, _ in own), titles)

    def find(self, text: str) -> Quoted | None:
        """Find the one question a text quotes: its whole title, or a part no other has."""
        for said in (text, *_QUOTED.findall(text)):
            if found := self._find(letters(said)):
                return found
        return None

    def _find(self, said: str) -> Quoted | None:
        if not _SHORTEST <= len(said) <= _LONGEST:
            return None
        if len(whole := self.titles.get(said, ())) == 1:
            return Quoted(whole[0], max(len(said), SURE_LENGTH))
        having = {question for sentence, question in self.sentences if said in sentence}
        if len(having) != 1:
            return None
        (question,) = having
        titled = any(said in it for it, of in self.titles.items() if question in of)
        return Quoted(question, len(said)) if titled else None


def quotable(passage: Passage) -> tuple[str, str, Kind]:
    """Bring a passage into the form that `Quotes.of` takes."""
    return letters(passage.text), passage.question or "", passage.kind
