"""The command that measures the matcher: evaluate."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

import click

from faq_store import evaluation_files
from helpline import matching
from helpline.faq import Edition
from helpline.matching import evaluation
from helpline.matching.comparison import compare_matchers
from helpline.matching.decision_names import DECISION_LABELS
from helpline.matching.evaluation import LabelledText, Verdict
from helpline.matching.metrics import MatcherMetrics, compute_metrics
from server.commands import database, diff_text

_CROSS_VALIDATED = 0.5
"""The share of texts that are phrasings from which on they were learnt from."""


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """Verdicts, and whether each text was left out of what its matcher learnt."""

    verdicts: tuple[Verdict, ...]
    crossed: bool


@click.command(help="用已标注的问题衡量匹配质量；不给文件则用本版问法交叉验证。")
@click.argument(
    "file",
    required=False,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option(
    "--cases",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="用这个文件里的问题（.jsonl）临时组成一版，而不用已发布的版本。",
)
@click.option("--split", default="", help="只用这些 split 的问题，逗号分隔。")
@click.option("--learn", default="", help="把这些 split 的问题先作为问法学会。")
@click.option("--draft", is_flag=True, help="衡量草稿，并列出与已发布版本答得不同的。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def evaluate(  # noqa: PLR0913 - a command has its options
    file: Path | None,
    cases: Path | None,
    *,
    split: str,
    learn: str,
    draft: bool,
    as_json: bool,
) -> None:
    """Print the figures, then every mistake."""
    if draft and (cases or learn):
        raise click.UsageError("--draft 不能与 --cases 或 --learn 同时用。")
    texts = tuple(evaluation_files.read_labelled_texts(file)) if file else ()
    edition = _load_evaluated(cases, draft=draft)
    taught = [
        text.phrasing
        for text in texts
        if text.split and text.split in _parse_splits(learn)
    ]
    edition = replace(edition, phrasings=(*edition.phrasings, *taught))
    judged = (
        _select_texts(texts, _parse_splits(split), _parse_splits(learn))
        if file
        else evaluation.list_labelled(edition)
    )
    measured = _evaluate_texts(edition, judged, anew=bool(cases or taught))
    if as_json:
        click.echo(_result_json(measured))
        return
    for line in _format_report(measured):
        click.echo(line)
    if draft:
        for line in _format_draft_changes(edition, judged):
            click.echo(line)


def _load_evaluated(cases: Path | None, *, draft: bool) -> Edition:
    if cases:
        return evaluation_files.read_cases(cases)
    return database.load_draft() if draft else database.load_edition()


def _parse_splits(splits: str) -> frozenset[str]:
    return frozenset(it.strip() for it in splits.split(",") if it.strip())


def _select_texts(
    texts: Sequence[LabelledText], split: frozenset[str], learn: frozenset[str]
) -> tuple[LabelledText, ...]:
    if split:
        return tuple(it for it in texts if it.split in split)
    return tuple(it for it in texts if not it.split or it.split not in learn)


def _evaluate_texts(
    edition: Edition, texts: Sequence[LabelledText], *, anew: bool
) -> EvaluationResult:
    build = partial(
        matching.train_matcher, encoder=database.load_matcher_files().encoder
    )
    learnt = {it.text for it in edition.phrasings}
    known = sum(it.text in learnt for it in texts)
    if known and known >= _CROSS_VALIDATED * len(texts):
        verdicts = evaluation.cross_validate(edition, texts, build)
        return EvaluationResult(verdicts, crossed=True)
    matcher = build(edition) if anew else database.load_matcher(edition)
    return EvaluationResult(evaluation.judge_texts(matcher, texts), crossed=False)


def _format_draft_changes(
    draft: Edition, texts: Sequence[LabelledText]
) -> Iterator[str]:
    """List what the draft answers otherwise than what is published."""
    before = database.load_matcher(database.load_edition())
    found = compare_matchers(before, database.load_matcher(draft), texts)
    yield from diff_text.format_changes(found, "这些问题中")
    if not found:
        yield "草稿与已发布版本的答复都相同。"


def _result_json(measured: EvaluationResult) -> str:
    found = asdict(compute_metrics(measured.verdicts))
    found["kinds"] = [
        {"kind": kind, "texts": count, "well": share}
        for kind, count, share in found["kinds"]
    ]
    found["confusions"] = [
        {"meant": meant, "taken": taken, "times": times}
        for meant, taken, times in found["confusions"]
    ]
    found["cross_validated"] = measured.crossed
    found["mistakes"] = [_verdict_json(it) for it in measured.verdicts if it.mistaken]
    return json.dumps(found, ensure_ascii=False, indent=1)


def _verdict_json(verdict: Verdict) -> dict[str, object]:
    return {
        "text": verdict.labelled.text,
        "label": list(verdict.labelled.questions),
        "decision": verdict.decision.kind,
        "best": str(verdict.best or ""),
        "score": round(verdict.score, 4),
    }


def _format_report(measured: EvaluationResult) -> Iterator[str]:
    found = compute_metrics(measured.verdicts)
    if measured.crossed:
        yield f"这些问题本来就是问法：分{evaluation.FOLDS}份轮流不学、只考，交叉验证。"
    yield from _format_shares(found)
    for item in found.covered:
        yield (
            f"只答最有把握的{item.coverage:.0%}：答错 {item.wrong:.1%}，"
            f"误答范围外的近题 {item.off_near:.1%}、远题 {item.off_far:.1%}"
        )
    for kind, count, share in found.kinds:
        yield f"  {kind}：{count} 条，处理得当 {share:.1%}"
    for meant, taken, times in found.confusions:
        yield f"  {meant} 被当成 {taken or '无'}：{times} 次"
    for verdict in measured.verdicts:
        if verdict.mistaken:
            yield _format_mistake(verdict)


def _format_shares(found: MatcherMetrics) -> Iterator[str]:
    yield f"范围内 {found.in_scope} 条，范围外 {found.out_of_scope} 条"
    yield f"首选正确 {found.first:.1%}，前三含正确 {found.first_three:.1%}"
    yield (
        f"直接答复 {found.certain:.1%}，其中答错（占范围内） {found.certain_wrong:.1%}，"
        f"误答没有找到 {found.nothing:.1%}"
    )
    yield f"情形正确（标注了情形的） {found.situation:.1%}"
    near, far = found.off_certain_near, found.off_certain_far
    apart = f"（近题 {near:.1%}，远题 {far:.1%}）" if found.near else ""
    yield (
        f"范围外：误答 {found.off_certain:.1%}{apart}，"
        f"答没有找到 {found.off_nothing:.1%}"
    )
    yield (
        f"区分内外 AUROC {found.auroc:.3f}，把握与实际相差 {found.calibration:.1%}，"
        f"答对率95%时可答 {found.coverage_at_precision:.1%}"
    )


def _format_mistake(verdict: Verdict) -> str:
    best = f"{verdict.best} {verdict.score:.0%}" if verdict.best else "无"
    meant = "/".join(verdict.labelled.questions) or "范围外"
    said = DECISION_LABELS[verdict.decision.kind]
    return f"  应为 {meant}，{said}，首选 {best}：{verdict.labelled.text}"


COMMANDS = {"evaluate": evaluate}
