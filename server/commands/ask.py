"""The command that asks the matcher: ask."""

import json
import re
import sys
from collections.abc import Iterator

import click

from helpline.faq import Edition
from helpline.matching import Certain, Decision, Matcher
from helpline.matching.decision_names import (
    DECISION_LABELS,
    FEATURE_LABELS,
    PATH_LABELS,
)
from helpline.matching.explanation import NearPassage, TermContribution, explain
from server.commands import database

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


@click.command(help="问一句，看系统认为是哪个问题。")
@click.argument("text", required=False)
@click.option("--jsonl", is_flag=True, help="从标准输入逐行读问题，逐行输出 JSON。")
@click.option("--why", is_flag=True, help="说明是哪些字词决定的，以及次选是什么。")
@click.option("--draft", is_flag=True, help="问草稿，而不是已发布的版本。")
def ask(text: str | None, *, jsonl: bool, why: bool, draft: bool) -> None:
    """Match one text for a person, or lines of texts for a program."""
    if jsonl == (text is not None):
        raise click.UsageError("请给出一句话，或用 --jsonl 从标准输入读。")
    if jsonl and why:
        raise click.UsageError("--why 只能用于一句话。")
    edition = database.load_draft() if draft else database.load_edition()
    find = database.adapt_matcher if draft else database.load_matcher
    matcher = find(edition)
    if text is not None:
        for line in format_decision(edition, matcher.match(text)):
            click.echo(line)
        for line in format_explanation(matcher, text) if why else ():
            click.echo(line)
        return
    for asked in _read_lines():
        click.echo(_decision_json(asked, matcher.match(asked)))


def _read_lines() -> Iterator[str]:
    """Read standard input as bytes: only a line feed ends a line of ours."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")


def _decision_json(text: str, decision: Decision) -> str:
    options = [
        {
            "question": option.case.question,
            "situation": option.case.situation,
            "score": round(option.score, 4),
        }
        for option in decision.options
    ]
    plain = {"text": text, "decision": decision.kind, "options": options}
    # Legal within JSON, but many programs take them for the end of a line.
    return _LINE_ENDS.sub(_escape_line_end, json.dumps(plain, ensure_ascii=False))


def _escape_line_end(end: re.Match[str]) -> str:
    return f"\\u{ord(end[0]):04x}"


def format_decision(edition: Edition, decision: Decision) -> Iterator[str]:
    """Say the decision, then its options with their probabilities."""
    both = "，问了两件事" if isinstance(decision, Certain) and decision.both else ""
    yield f"{DECISION_LABELS[decision.kind]}{both}"
    for option in decision.options:
        question = edition.question(option.case.question)
        title = question.title if question else ""
        yield f"  {option.case}  {option.score:.1%}  {title}"


COMMANDS = {"ask": ask}


def format_explanation(matcher: Matcher, text: str) -> Iterator[str]:
    """Say it: the path, the terms for the best, the runner-up, the nearest passages."""
    why = explain(matcher, text)
    yield f"依据：{PATH_LABELS[why.path]}；不归我们答复的可能性 {why.outside:.1%}"
    if why.best:
        against = f"（与次选 {why.runner_up} 相比）" if why.runner_up else ""
        yield f"使它像 {why.best} 的字词{against}："
        yield from (_format_reason(it, why.runner_up) for it in why.reasons)
    if why.nearest:
        yield "最接近的已知说法："
        yield from map(_format_passage, why.nearest)


def _format_reason(reason: TermContribution, runner_up: str) -> str:
    view, said = FEATURE_LABELS[reason.term[0]], reason.term[1:]
    other = f"，对 {runner_up} {reason.runner_up:+.3f}" if runner_up else ""
    return f"  {view}“{said}” {reason.best:+.3f}{other}"


def _format_passage(near: NearPassage) -> str:
    return f"  {near.question or '范围外'} {near.score:.2f} {near.text}"
