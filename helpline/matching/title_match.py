"""Texts that quote the FAQ word for word, as applicants copy what the system tells them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from helpline.matching.corpus import Corpus
from helpline.matching.features import keep_letters
from helpline.matching.passages import PassageKind
from helpline.text import normalise

_SHORTEST = 4
SURE_LENGTH = 6
"""Characters of a fragment from which on it is no coincidence."""

_LONGEST = 80
_MOST = 2000
"""Sentences that are searched one by one; a larger edition goes without."""

_QUOTED = re.compile(r"[“\"「『]([^”\"」』]+)[”\"」』]")


@dataclass(frozen=True, slots=True)
class FaqSentence:
    """One sentence of the FAQ: whose it is, normalised, and its letters only."""

    owner: int
    title: bool
    written: str
    letters: str


@dataclass(frozen=True, slots=True)
class QuotedQuestion:
    """The number of the question that a text quotes; `sure` if it quotes enough."""

    owner: int
    sure: bool


@dataclass(frozen=True, slots=True)
class QuoteMatcher:
    """Every sentence of the FAQ."""

    sentences: tuple[FaqSentence, ...]

    @classmethod
    def build(cls, known: Corpus) -> Self:
        """Gather what the FAQ itself says."""
        own = [
            at for at, kind in enumerate(known.kinds) if kind != PassageKind.PHRASING
        ]
        if len(own) > _MOST:
            return cls(())
        return cls(
            tuple(
                FaqSentence(
                    int(known.owner[at]),
                    bool(known.kinds[at] == PassageKind.TITLE),
                    normalise(known.texts[at]),
                    known.letters[at],
                )
                for at in own
            )
        )

    def find(self, text: str) -> QuotedQuestion | None:
        """Find the one question a text quotes: its whole title, or a part no other has.

        Only titles are quoted (they hold what the system says), but a part must be
        nowhere else in the FAQ.
        """
        if not self.sentences:
            return None
        for said in (text, *_QUOTED.findall(text)):
            if found := self._find(said):
                return found
        return None

    def _find(self, said: str) -> QuotedQuestion | None:
        written, bare = normalise(said).strip(), keep_letters(said)
        if not _SHORTEST <= len(bare) <= _LONGEST:
            return None
        whole = {it.owner for it in self.sentences if it.title and it.letters == bare}
        if len(whole) == 1:
            return QuotedQuestion(whole.pop(), sure=True)
        part = _only_owner(it for it in self.sentences if bare in it.letters)
        if part is None and len(written) >= SURE_LENGTH:
            part = _only_owner(it for it in self.sentences if written in it.written)
        return (
            None if part is None else QuotedQuestion(part, len(written) >= SURE_LENGTH)
        )


def _only_owner(having: Iterable[FaqSentence]) -> int | None:
    """Name the one owner of sentences, if there is but one and its title is among them."""
    found = list(having)
    owners = {it.owner for it in found}
    titled = any(it.title for it in found)
    return owners.pop() if len(owners) == 1 and titled else None
