"""The result of a regression run (rehearsal): JSON lines, the totals, then the changed answers.

A page of answers is read without reading the others.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from helpline.matching import Certain, Decision, DecisionKind, Nothing
from helpline.matching.comparison import DecisionChange, Effect

MOST_KEPT = 10_000
"""Changed answers that are kept, the worse first; how many there are is told of all."""


@dataclass(frozen=True, slots=True)
class AnswerSummary:
    """What an applicant gets: the kind of answer, and the cases in it."""

    kind: DecisionKind
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A text that is answered otherwise; `meant` are the questions it is about."""

    text: str
    meant: tuple[str, ...]
    before: AnswerSummary
    after: AnswerSummary
    effect: str


@dataclass(frozen=True, slots=True)
class RegressionResult:
    """What a rehearsal found: how many answers change, and some of them.

    `kept` is how many there are to be read.
    """

    worse: int
    better: int
    other: int
    kept: int
    answers: tuple[ChangedAnswer, ...]

    @property
    def many(self) -> int:
        """How many answers change."""
        return self.worse + self.better + self.other


def format_result(changes: Sequence[DecisionChange], data: bytes) -> str:
    """Write what was found, and the digest of the matcher's bytes."""
    effects = [it.effect for it in changes]
    kept = sorted(changes, key=lambda it: it.effect.value)[:MOST_KEPT]
    facts = {
        "digest": sha256(data).hexdigest(),
        **{it.name.lower(): effects.count(it) for it in Effect},
    }
    lines = (facts, *map(_change_values, kept))
    return "\n".join(json.dumps(it, ensure_ascii=False) for it in lines)


def parse_result(text: str, start: int, most: int) -> RegressionResult:
    """Read the facts, and so many answers from one on."""
    facts, *lines = text.split("\n")
    found = json.loads(facts)
    answers = tuple(_parse_answer(it) for it in lines[start : start + most])
    worse, better, other = (found[it.name.lower()] for it in Effect)
    return RegressionResult(worse, better, other, len(lines), answers)


def parse_digest(text: str) -> str:
    """Read the digest of the matcher's bytes."""
    facts, _, _ = text.partition("\n")
    return str(json.loads(facts)["digest"])


def _change_values(change: DecisionChange) -> tuple[object, ...]:
    told = change.labelled
    before, after = _answer_values(change.before), _answer_values(change.after)
    return told.text, told.questions, before, after, change.effect.name.lower()


def _parse_answer(line: str) -> ChangedAnswer:
    text, meant, before, after, effect = json.loads(line)
    was, now = (
        AnswerSummary(DecisionKind(kind), tuple(cases))
        for kind, cases in (before, after)
    )
    return ChangedAnswer(text, tuple(meant), was, now, effect)


def _answer_values(decision: Decision) -> tuple[DecisionKind, tuple[str, ...]]:
    options = () if isinstance(decision, Nothing) else decision.options
    if isinstance(decision, Certain):
        options = options[: 2 if decision.both else 1]
    return decision.kind, tuple(str(it.case) for it in options)
