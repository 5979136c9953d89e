"""The impact of one more phrasing: which answers would change, before it is added."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise

from faq_store.content import drafts
from faq_store.content.edition_cache import Loaded
from faq_store.editing import phrasings
from helpline import matching
from helpline.faq import Edition, Phrasing
from helpline.matching import Decision, Matcher
from helpline.matching.comparison import Change, compare
from helpline.matching.evaluation import Labelled, labelled

MOST_ASKED = 4_000
"""Known phrasings that are asked all; each is asked twice, and somebody waits."""

NEAREST = 1_000
"""Those that are asked of more: a phrasing changes what is like it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a text gets now, and what it would get."""

    text: str
    now: Decision
    then: Decision


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What each text asked would get, and which known phrasings' answers change.

    Of the `known` ones, the `asked` were asked: all, or the most alike of very many.
    """

    answers: tuple[Answer, ...]
    changes: tuple[Change, ...]
    asked: int
    known: int


class Foresight:
    """Foresees; remembers what was answered last, for the next phrasing is soon taught.

    After that the draft is what was foreseen, so half of the answers are known.
    """

    def __init__(self) -> None:
        self._held: tuple[_Pupil, ...] = ()

    def foresee(
        self,
        published: Loaded,
        draft: Edition,
        phrasing: Phrasing,
        texts: Iterable[str],
    ) -> Foreseen:
        """Teach the draft a phrasing in memory, and compare (seconds for the seed).

        What else the draft changes counts neither for nor against the phrasing.
        Raises `UnteachableError`.
        """
        taught = phrasings.with_phrasing(draft, phrasing.text, phrasing.case)
        before = self._taught(published, draft)
        after = _Pupil(taught, matching.adapt(before.matcher, taught))
        self._held = (after, before)
        known = [it for it in labelled(draft) if it.text != phrasing.text]
        near = known if len(known) <= MOST_ASKED else nearest(known, phrasing.text)
        asked = dict.fromkeys((phrasing.text, *texts))
        return Foreseen(
            tuple(Answer(it, before.match(it), after.match(it)) for it in asked),
            compare(before, after, near),
            len(near),
            len(known),
        )

    def _taught(self, published: Loaded, draft: Edition) -> "_Pupil":
        """Find or teach a matcher of the draft; the published one if it is the same."""
        matcher, held = published.matcher, self._held
        if not isinstance(matcher, Matcher):
            return _Pupil(draft, matching.build(draft))
        if drafts.same(draft, published.edition):
            same = (it for it in held if it.matcher is matcher)
            return next(same, _Pupil(draft, matcher))
        like = next((it for it in held if drafts.same(it.edition, draft)), None)
        return like or _Pupil(draft, matching.adapt(matcher, draft))


def nearest(known: list[Labelled], text: str) -> list[Labelled]:
    """Pick what shares most pairs of letters with a text, for its length."""
    pairs = _pairs(text)

    def likeness(it: Labelled) -> float:
        theirs = _pairs(it.text)
        return len(pairs & theirs) / (len(pairs) + len(theirs))

    return nlargest(NEAREST, known, likeness)


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(f" {text} "))


@dataclass(frozen=True, slots=True)
class _Pupil:
    """An edition's matcher, with what it has answered so far."""

    edition: Edition
    matcher: Matcher
    answered: dict[str, Decision] = field(default_factory=dict)

    def match(self, text: str) -> Decision:
        if text not in self.answered:
            self.answered[text] = self.matcher.match(text)
        return self.answered[text]
