"""A text that asks two things at once: each of its clauses is asked by itself as well."""

import re
from collections.abc import Sequence

from helpline.matching.decision import MOST_OPTIONS, Certain, Decision, Option

_MARKS = re.compile(
    r"[。！？!?；;\n]+|[，,、]?(?:还有就是|还有|另外|顺便问一下|顺便问|顺便|再问一下|再就是|以及)[，,：:]?"
)
_SHORTEST = 4
_MOST = 4
_BORNE_OUT = 0.002
"""The probability that the whole text must give each of the two."""


def split_clauses(text: str) -> tuple[str, ...]:
    """Cut a text where another question may begin; nothing if there is but one clause."""
    parts = [it.strip() for it in _MARKS.split(text)]
    clauses = tuple(it for it in parts if len(it) >= _SHORTEST)
    return clauses if 1 < len(clauses) <= _MOST else ()


def combine_decisions(whole: Decision, parts: Sequence[Decision]) -> Decision:
    """Answer both questions if two clauses are certain, each of another question.

    The whole must bear them out: backstory can look like a question of its own.
    """
    sure = dict[str, Option]()
    for part in parts:
        if isinstance(part, Certain):
            sure.setdefault(part.options[0].case.question, part.options[0])
    borne_out = {it.case.question for it in whole.options if it.score >= _BORNE_OUT}
    if len(sure) != 2 or not borne_out >= sure.keys():  # noqa: PLR2004 - both of them
        return whole
    asked = sorted(sure.values(), key=lambda it: -it.score)
    others = (
        Option(option.case, min(option.score, asked[-1].score))
        for option in whole.options
        if option.case.question not in sure
    )
    return Certain((*asked, *others)[:MOST_OPTIONS], both=True)
