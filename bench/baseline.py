"""Our matching beside plain jieba + BM25, on the same labelled texts in one run.

    .venv/bin/python -m bench.baseline TEXTS.jsonl

The baseline is the textbook one (Robertson & Zaragoza 2009; k1 1.5, b 0.75): jieba
words, one document a question made of all the FAQ says about it; once without the
phrasings, as such systems are usually set up, and once with them.
"""

import sys
from collections import Counter
from dataclasses import replace
from math import log
from pathlib import Path

from faq_store import seeding
from helpline import matching
from helpline.cases import Case, Edition, Question
from helpline.matching import Decision, Option, Unsure, evaluation
from helpline.segment import Segmenter
from helpline.text import normalise
from server.commands.asking import labelled

K1, B = 1.5, 0.75


class Bm25:
    """Ranks the questions of an edition; it is never certain."""

    def __init__(self, edition: Edition) -> None:
        """Count the words of every question."""
        self._segmenter = Segmenter()
        self._keys = [it.key for it in edition.questions]
        self._bags = [
            Counter(self._words(_document(it, edition))) for it in edition.questions
        ]
        self._spread = Counter(word for bag in self._bags for word in bag)
        self._mean = sum(bag.total() for bag in self._bags) / len(self._bags)

    def match(self, text: str) -> Decision:
        """Rank the questions for a text."""
        words = self._words(text)
        scores = [sum(self._weight(word, bag) for word in words) for bag in self._bags]
        best = sorted(range(len(scores)), key=lambda at: -scores[at])[:3]
        return Unsure(tuple(Option(Case(self._keys[at]), scores[at]) for at in best))

    def _words(self, text: str) -> tuple[str, ...]:
        return tuple(it for it in self._segmenter.cut(normalise(text)) if it.isalnum())

    def _weight(self, word: str, bag: Counter[str]) -> float:
        spread, count = self._spread[word], bag[word]
        rarity = log(1 + (len(self._bags) - spread + 0.5) / (spread + 0.5))
        length = 1 - B + B * bag.total() / self._mean
        return rarity * count * (K1 + 1) / (count + K1 * length)


def _document(question: Question, edition: Edition) -> str:
    situations = (f"{it.condition}\n{it.suggestion}" for it in question.situations)
    phrasings = (
        it.text
        for it in edition.phrasings
        if it.case is not None and it.case.question == question.key
    )
    return "\n".join((question.title, question.answer, *situations, *phrasings))


def main() -> None:
    """Print first and first-three accuracy of each."""
    edition = seeding.seed()
    texts = tuple(labelled(Path(sys.argv[1])))
    peers: dict[str, evaluation.Asked] = {
        "jieba + BM25": Bm25(replace(edition, phrasings=())),
        "jieba + BM25, with phrasings": Bm25(edition),
        "ours": matching.build(edition),
    }
    for name, peer in peers.items():
        found = evaluation.figures(evaluation.judge(peer, texts))
        sys.stdout.write(
            f"{name:30} first {found.first:6.1%}  first three {found.first_three:6.1%}\n"
        )


if __name__ == "__main__":
    main()
