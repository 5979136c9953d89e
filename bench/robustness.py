"""How much is lost when texts are worn: first right on the same texts, each kind of noise.

    .venv/bin/python -m bench.robustness STEM [STEM …]

STEM: see bench/public.py; its `test` texts are asked, plain and worn (bench/noise.py).
bm25s, with jieba's words, stands beside.
"""

import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import public
from bench.noise import KINDS, Noise
from bench.peers import bm25s
from helpline import matching
from helpline.matching.evaluation import LabelledText

SEED = 7


def main() -> None:
    """Print a table for each FAQ."""
    for stem in map(Path, sys.argv[1:]):
        edition = public.edition(stem)
        keys = [it.key for it in edition.questions]
        matcher = matching.train_matcher(edition)
        peer = bm25s([it.title for it in edition.questions])
        texts = public.texts(stem, "test")

        def ours(text: str, matcher: matching.Matcher = matcher) -> str:
            options = matcher.match(text).options
            return options[0].case.question if options else ""

        def theirs(text: str, keys: list[str] = keys, peer: object = peer) -> str:
            found = peer(text) if callable(peer) else []
            return keys[found[0][0]] if found else ""

        _print(stem.name, texts, ours, theirs)


def _print(
    name: str,
    texts: Sequence[LabelledText],
    ours: Callable[[str], str],
    theirs: Callable[[str], str],
) -> None:
    plain, beside = (_right(it, texts, None) for it in (ours, theirs))
    sys.stdout.write(f"{name}, {len(texts)} texts{'ours':>16}  drop   bm25s  drop\n")
    sys.stdout.write(f"{'plain':26}{plain:8.1%}{beside:15.1%}\n")
    for kind, noise in KINDS.items():
        worn, worn_beside = (_right(it, texts, noise) for it in (ours, theirs))
        sys.stdout.write(
            f"{kind:26}{worn:8.1%}{100 * (plain - worn):6.1f}"
            f"{worn_beside:9.1%}{100 * (beside - worn_beside):6.1f}\n"
        )


def _right(
    ask: Callable[[str], str], texts: Sequence[LabelledText], noise: Noise | None
) -> float:
    chance = random.Random(SEED)  # noqa: S311 - no secret
    worn = (noise(it.text, chance) if noise else it.text for it in texts)
    right = (ask(text) in it.questions for text, it in zip(worn, texts, strict=True))
    return sum(right) / len(texts)


if __name__ == "__main__":
    main()
