"""What a few more phrasings of a case are worth: the same texts, before and after.

    .venv/bin/python -m bench.phrasings STEM [STEM …]

STEM: see bench/public.py. Of the cases with several `train` texts, all but the last
text are learnt, and the last is asked of an edition without them and of one with them.
"""

import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from bench import public
from helpline import matching
from helpline.matching import evaluation
from helpline.matching.evaluation import LabelledText
from helpline.matching.metrics import compute_metrics


def main() -> None:
    """Print both for each FAQ."""
    for stem in map(Path, sys.argv[1:]):
        several = defaultdict[str, list[LabelledText]](list)
        for text in public.texts(stem, "train"):
            several[text.questions[0]].append(text)
        asked = [it[-1] for it in several.values() if len(it) > 1]
        learnt = [one for it in several.values() for one in it[:-1] if len(it) > 1]
        edition = public.edition(stem)
        more = replace(edition, phrasings=tuple(it.phrasing for it in learnt))
        sys.stdout.write(f"{stem.name}: {len(asked)} texts, {len(learnt)} phrasings\n")
        for name, one in (("before", edition), ("after", more)):
            found = compute_metrics(
                evaluation.judge_texts(matching.train_matcher(one), asked)
            )
            sys.stdout.write(
                f"  {name:8}first {found.first:.1%}  three {found.first_three:.1%}  "
                f"certain {found.certain:.1%}, wrongly {found.certain_wrong:.1%}\n"
            )


if __name__ == "__main__":
    main()
