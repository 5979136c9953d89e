"""What decided about a text, as a person reads it."""

from collections.abc import Iterator

from helpline.matching import Matcher
from helpline.matching.decision_names import PATHS, VIEWS
from helpline.matching.explanation import Near, Reason, explain


def lines(matcher: Matcher, text: str) -> Iterator[str]:
    """Say it: the path, the terms for the best, the runner-up, the nearest passages."""
    why = explain(matcher, text)
    yield f"依据：{PATHS[why.path]}；不归我们答复的可能性 {why.outside:.1%}"
    if why.best:
        against = f"（与次选 {why.runner_up} 相比）" if why.runner_up else ""
        yield f"使它像 {why.best} 的字词{against}："
        yield from (_reason(it, why.runner_up) for it in why.reasons)
    if why.nearest:
        yield "最接近的已知说法："
        yield from map(_near, why.nearest)


def _reason(reason: Reason, runner_up: str) -> str:
    view, said = VIEWS[reason.term[0]], reason.term[1:]
    other = f"，对 {runner_up} {reason.runner_up:+.3f}" if runner_up else ""
    return f"  {view}“{said}” {reason.best:+.3f}{other}"


def _near(near: Near) -> str:
    return f"  {near.question or '范围外'} {near.score:.2f} {near.text}"
