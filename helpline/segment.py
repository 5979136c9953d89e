"""jieba's one door: Chinese text into words, with a dictionary of one's own.

jieba's default loader trusts a marshal file anyone may leave in /tmp and takes
longer than reading the dictionary does, so the dictionary is read here.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import jieba


class Segmenter:
    """Cuts text into words in search mode: long words are followed by their parts."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        frequencies, total = _dictionary()
        self._tokenizer = jieba.Tokenizer()
        # A private copy: adding words to it reaches no other segmenter.
        self._tokenizer.FREQ = dict(frequencies)
        self._tokenizer.total = total
        self._tokenizer.initialized = True
        for word in words:
            self._tokenizer.add_word(word)

    def cut(self, text: str) -> tuple[str, ...]:
        """Cut a text; unknown characters come out one by one (no guessing by HMM)."""
        return tuple(self._tokenizer.cut_for_search(text, HMM=False))


@cache
def _dictionary() -> tuple[dict[str, int], int]:
    """Read jieba's dictionary: word -> frequency (0 for a mere prefix), and the sum."""
    frequencies: dict[str, int] = {}
    total = 0
    dictionary = files("jieba").joinpath("dict.txt").read_text("utf-8")
    for line in dictionary.splitlines():
        word, frequency, _ = line.split(" ", 2)
        frequencies[word] = count = int(frequency)
        total += count
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies, total
