"""Which answers change when one matcher takes the place of another."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from helpline.matching.decision import Certain, Decision, DecisionKind, Nothing, Unsure
from helpline.matching.evaluation import LabelledText, SupportsMatch, Verdict


class Effect(Enum):
    """What a change is for the applicant."""

    WORSE = auto()
    BETTER = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """A text that is answered otherwise than before."""

    labelled: LabelledText
    before: Decision
    after: Decision

    @property
    def effect(self) -> Effect:
        """Whether this is a change for the better."""
        was, now = (_cost(self.labelled, it) for it in (self.before, self.after))
        if was == now:
            return Effect.OTHER
        return Effect.WORSE if now > was else Effect.BETTER


def compare_matchers(
    before: SupportsMatch, after: SupportsMatch, texts: Iterable[LabelledText]
) -> tuple[DecisionChange, ...]:
    """Ask both every text; list what changed, the worse first."""
    asked = (
        DecisionChange(text, before.match(text.text), after.match(text.text))
        for text in texts
    )
    changed = [
        item
        for item in asked
        if _visible_answer(item.before) != _visible_answer(item.after)
    ]
    return tuple(sorted(changed, key=lambda it: it.effect.value))


def _visible_answer(decision: Decision) -> tuple[DecisionKind, tuple[object, ...]]:
    """Reduce a decision to what the applicant gets to read."""
    match decision:
        case Certain(options, both):
            return decision.kind, tuple(it.case for it in options[: 2 if both else 1])
        case Unsure(options):
            return decision.kind, tuple(sorted(map(str, (it.case for it in options))))
        case Nothing():
            return decision.kind, ()
    assert_never(decision)


def _cost(labelled: LabelledText, decision: Decision) -> int:
    """Rank what an applicant gets: the right thing, a choice, nothing, a wrong thing."""
    verdict = Verdict(labelled, decision)
    if not labelled.in_scope:
        return 3 if verdict.certain else 0 if verdict.nothing else 1
    if verdict.certain:
        return 0 if verdict.among(1) else 3
    return 2 if verdict.nothing or not verdict.among(3) else 1
