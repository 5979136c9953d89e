"""A text as a bag of features: words and character 1-, 2- and 3-grams."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from helpline.segment import Segmenter
from helpline.text import normalise

_BREAKS = re.compile(r"[\W_]+")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
# Whose number it is, or when, says nothing of what is asked; 96500 does.
_LONG_NUMBER = re.compile(r"\d{6,}x?")
_SHORT_NUMBER = re.compile(r"\d{1,4}")
_GRAMS = (1, 2, 3)
_TERM_LENGTHS = range(3, 7)
_SEEN_OFTEN = 3

WEIGHTS = {"w": 1.0, "1": 0.7, "2": 1.0, "3": 0.8}
"""How much each kind of feature counts; the kind is its first character."""


def extract(text: str, segmenter: Segmenter) -> Counter[str]:
    """Count the features of a text; punctuation only separates."""
    return Counter(_features(text, segmenter))


def _features(text: str, segmenter: Segmenter) -> Iterator[str]:
    for run in _BREAKS.split(_LONG_NUMBER.sub(" ", normalise(text))):
        if _SHORT_NUMBER.fullmatch(run):
            continue
        for word in segmenter.cut(run):
            yield f"w{word}"
        for size in _GRAMS:
            for start in range(len(run) - size + 1):
                yield f"{size}{run[start : start + size]}"


def terms(texts: Iterable[str]) -> tuple[str, ...]:
    """Find the trade's own words: runs of 3-6 characters that keep recurring.

    Kept are those seen three times, with more than one neighbour on either side,
    so that 跨省转出 is one and 跨省转, always followed by 出, is not.
    """
    seen: Counter[str] = Counter()
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for run in (run for text in texts for run in _HAN_RUN.findall(normalise(text))):
        for size in _TERM_LENGTHS:
            for start in range(len(run) - size + 1):
                term = run[start : start + size]
                seen[term] += 1
                before.setdefault(term, set()).add(run[start - 1 : start] or "^")
                after.setdefault(term, set()).add(
                    run[start + size : start + size + 1] or "$"
                )
    return tuple(
        term
        for term, count in sorted(seen.items())
        if count >= _SEEN_OFTEN and len(before[term]) > 1 and len(after[term]) > 1
    )
