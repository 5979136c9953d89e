"""The impact of one more phrasing: which answers would change, before it is added."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise

from faq_store.content import drafts
from faq_store.content.edition_cache import ServedEdition
from faq_store.editing import phrasings
from helpline import matching
from helpline.faq import Edition, Phrasing
from helpline.matching import Decision, Matcher
from helpline.matching.comparison import DecisionChange, compare_matchers
from helpline.matching.evaluation import LabelledText, list_labelled

MOST_ASKED = 4_000
"""Known phrasings that are asked all; each is asked twice, and somebody waits."""

NEAREST = 1_000
"""Those that are asked of more: a phrasing changes what is like it."""


@dataclass(frozen=True, slots=True)
class PredictedAnswer:
    """What a text gets now, and what it would get."""

    text: str
    now: Decision
    then: Decision


@dataclass(frozen=True, slots=True)
class PhrasingImpact:
    """What each text asked would get, and which known phrasings' answers change.

    Of the `known` ones, the `asked` were asked: all, or the most alike of very many.
    """

    answers: tuple[PredictedAnswer, ...]
    changes: tuple[DecisionChange, ...]
    asked: int
    known: int


class ImpactPredictor:
    """Foresees; remembers what was answered last, for the next phrasing is soon taught.

    After that the draft is what was foreseen, so half of the answers are known.
    """

    def __init__(self) -> None:
        self._held: tuple[_CachingMatcher, ...] = ()

    def predict(
        self,
        published: ServedEdition,
        draft: Edition,
        phrasing: Phrasing,
        texts: Iterable[str],
    ) -> PhrasingImpact:
        """Teach the draft a phrasing in memory, and compare (seconds for the seed).

        What else the draft changes counts neither for nor against the phrasing.
        Raises `BadPhrasingError`.
        """
        taught = phrasings.with_phrasing(draft, phrasing.text, phrasing.case)
        before = self._matcher_for(published, draft)
        after = _CachingMatcher(taught, matching.adapt_matcher(before.matcher, taught))
        self._held = (after, before)
        known = [it for it in list_labelled(draft) if it.text != phrasing.text]
        near = (
            known
            if len(known) <= MOST_ASKED
            else nearest_phrasings(known, phrasing.text)
        )
        asked = dict.fromkeys((phrasing.text, *texts))
        return PhrasingImpact(
            tuple(
                PredictedAnswer(item, before.match(item), after.match(item))
                for item in asked
            ),
            compare_matchers(before, after, near),
            len(near),
            len(known),
        )

    def _matcher_for(
        self, published: ServedEdition, draft: Edition
    ) -> "_CachingMatcher":
        """Find or teach a matcher of the draft; the published one if it is the same."""
        matcher, held = published.matcher, self._held
        if not isinstance(matcher, Matcher):
            return _CachingMatcher(draft, matching.train_matcher(draft))
        if drafts.have_same_content(draft, published.edition):
            same = (it for it in held if it.matcher is matcher)
            return next(same, _CachingMatcher(draft, matcher))
        like = next(
            (it for it in held if drafts.have_same_content(it.edition, draft)), None
        )
        return like or _CachingMatcher(draft, matching.adapt_matcher(matcher, draft))


def nearest_phrasings(known: list[LabelledText], text: str) -> list[LabelledText]:
    """Pick what shares most pairs of letters with a text, for its length."""
    pairs = _letter_pairs(text)

    def likeness(labelled_text: LabelledText) -> float:
        theirs = _letter_pairs(labelled_text.text)
        return len(pairs & theirs) / (len(pairs) + len(theirs))

    return nlargest(NEAREST, known, likeness)


def _letter_pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(f" {text} "))


@dataclass(frozen=True, slots=True)
class _CachingMatcher:
    """An edition's matcher, with what it has answered so far."""

    edition: Edition
    matcher: Matcher
    answered: dict[str, Decision] = field(default_factory=dict)

    def match(self, text: str) -> Decision:
        if text not in self.answered:
            self.answered[text] = self.matcher.match(text)
        return self.answered[text]
