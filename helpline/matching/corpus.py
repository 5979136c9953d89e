"""The passages a matcher knows, in flat arrays: what they say, whose they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from helpline.matching.arrays import Bytes, Integers
from helpline.matching.features import keep_letters
from helpline.matching.passages import Passage
from helpline.matching.strings import StringArray

OUTSIDE = -1
"""The owner of passages that are out of scope."""


@dataclass(frozen=True)
class Corpus:
    """`owner` is the number of a question, or OUTSIDE; `kinds` tell who says a passage.

    `letters` are the texts as they are compared.
    """

    texts: StringArray
    letters: StringArray
    owner: Integers
    kinds: Bytes

    @classmethod
    def build(cls, passages: Sequence[Passage], questions: Sequence[str]) -> Self:
        """Gather passages; a question's number is its place in `questions`."""
        number = {key: at for at, key in enumerate(questions)}
        owners = (number.get(it.question or "", OUTSIDE) for it in passages)
        return cls(
            StringArray.build(it.text for it in passages),
            StringArray.build(keep_letters(it.text) for it in passages),
            np.fromiter(owners, np.int32, len(passages)),
            np.array([it.kind for it in passages], np.uint8),
        )

    @cached_property
    def several(self) -> Integers:
        """How many passages the owner of each passage has [passages]."""
        counts = np.bincount(self.owner - OUTSIDE)
        return counts[self.owner - OUTSIDE].astype(np.int32)

    def meanings(self) -> Iterator[tuple[str, int]]:
        """List every text with its owner."""
        return zip(self.texts, self.owner.tolist(), strict=True)
