"""Changed answers as an operator reads them."""

from collections.abc import Iterator, Sequence

from helpline.matching import Certain, Decision, Nothing
from helpline.matching.comparison import DecisionChange, Effect

_EFFECTS = {Effect.WORSE: "变差", Effect.BETTER: "变好", Effect.OTHER: "改变"}


def format_changes(
    changes: Sequence[DecisionChange], among: str = "已知问法中"
) -> Iterator[str]:
    """Say how many answers change, then each of them, the worse first."""
    if not changes:
        return
    worse = sum(it.effect is Effect.WORSE for it in changes)
    yield f"{among}有{len(changes)}条的答复与原来不同，其中变差{worse}条："
    for change in changes:
        meant = "/".join(change.labelled.questions) or "范围外"
        before, after = _format_decision(change.before), _format_decision(change.after)
        yield f"  [{_EFFECTS[change.effect]}] {change.labelled.text}（应为 {meant}）：{before} → {after}"


def _format_decision(decision: Decision) -> str:
    if isinstance(decision, Nothing):
        return "没有找到"
    several = decision.options
    if isinstance(decision, Certain):
        several = several[: 2 if decision.both else 1]
    said = "答" if isinstance(decision, Certain) else "请选"
    return f"{said} {'、'.join(str(it.case) for it in several)}"
