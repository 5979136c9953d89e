"""jieba's one door: Chinese text into words, with a dictionary of one's own.

jieba's default loader trusts a marshal file anyone may leave in /tmp and takes
longer than reading the dictionary does, so the dictionary is read here. Where the
package rjieba (the same in Rust) is installed, it does the cutting; its dictionary
is jieba's, and so are its words, but for the order of equals (啊啊啊啊).
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from warnings import catch_warnings, simplefilter
from weakref import WeakValueDictionary

with catch_warnings():
    # jieba 0.42.1 predates two rules of Python's: it warns where it is compiled, so
    # on a read-only disk at every start, and with old versions of setuptools.
    simplefilter("ignore")
    import jieba

CutFunction = Callable[[str], Iterable[str]]
"""Words of a text in search mode, without guessing at unknown ones."""


class Tokenizer:
    """Cuts text into words in search mode: long words are followed by their parts."""

    def __init__(
        self, words: Iterable[str] = (), *, quick: bool = bool(find_spec("rjieba"))
    ) -> None:
        self._cut = _rjieba_cut(words) if quick else _jieba_cut(words)

    def cut(self, text: str) -> tuple[str, ...]:
        """Cut a text; unknown characters come out one by one (no guessing by HMM)."""
        return tuple(self._cut(text))


def segmenter(words: tuple[str, ...]) -> Tokenizer:
    """Share a segmenter, which is large, with all who add the same words."""
    if (found := _SHARED.get(words)) is None:
        found = _SHARED[words] = Tokenizer(words)
    return found


_SHARED = WeakValueDictionary[tuple[str, ...], Tokenizer]()
"""By their words; gone when nobody cuts with them."""


def word_frequencies() -> Iterator[tuple[str, int]]:
    """List the general dictionary: every word and how often it was counted."""
    known, _ = _dictionary()
    return ((word, count) for word, count in known.items() if count)


def _jieba_cut(words: Iterable[str]) -> CutFunction:
    frequencies, total = _dictionary()
    added = tuple(words)
    tokenizer = jieba.Tokenizer()
    # A private copy where words are added to it: they reach no other segmenter.
    tokenizer.FREQ = dict(frequencies) if added else frequencies
    tokenizer.total = total
    tokenizer.initialized = True
    for word in added:
        tokenizer.add_word(word)

    def cut(text: str) -> Iterable[str]:
        found: Iterable[str] = tokenizer.cut_for_search(text, HMM=False)
        return found

    return cut


def _rjieba_cut(words: Iterable[str]) -> CutFunction:
    import rjieba  # noqa: PLC0415 - optional

    tokenizer = rjieba.Jieba()
    for word in words:
        tokenizer.add_word(word, None, None)

    def cut(text: str) -> Iterable[str]:
        found: list[str] = tokenizer.cut_for_search(text, False)  # noqa: FBT003 - HMM
        return found

    return cut


@cache
def _dictionary() -> tuple[dict[str, int], int]:
    """Read jieba's dictionary: word -> frequency (0 for a mere prefix), and the sum."""
    frequencies: dict[str, int] = {}
    total = 0
    # Line by line: all of it at once would stay with the process as garbage.
    with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency, _ = line.split(" ", 2)
            frequencies[word] = count = int(frequency)
            total += count
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
    return frequencies, total
