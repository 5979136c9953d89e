"""The command that asks the matcher: ask."""

import json
import re
import sys
from collections.abc import Iterator

import click

from helpline.faq import Edition
from helpline.matching import Certain, Decision, Matcher
from helpline.matching.decision_names import DECISIONS, PATHS, VIEWS
from helpline.matching.explanation import Near, Reason, explain
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
    edition = database.draft() if draft else database.edition_at_hand()
    find = database.matcher_for_draft if draft else database.matcher_for
    matcher = find(edition)
    if text is not None:
        for line in shown(edition, matcher.match(text)):
            click.echo(line)
        for line in lines(matcher, text) if why else ():
            click.echo(line)
        return
    for asked in _lines():
        click.echo(_json(asked, matcher.match(asked)))


def _lines() -> Iterator[str]:
    """Read standard input as bytes: only a line feed ends a line of ours."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")


def _json(text: str, decision: Decision) -> str:
    options = [
        {
            "question": it.case.question,
            "situation": it.case.situation,
            "score": round(it.score, 4),
        }
        for it in decision.options
    ]
    plain = {"text": text, "decision": decision.kind, "options": options}
    # Legal within JSON, but many programs take them for the end of a line.
    return _LINE_ENDS.sub(_escaped, json.dumps(plain, ensure_ascii=False))


def _escaped(end: re.Match[str]) -> str:
    return f"\\u{ord(end[0]):04x}"


def shown(edition: Edition, decision: Decision) -> Iterator[str]:
    """Say the decision, then its options with their probabilities."""
    both = "，问了两件事" if isinstance(decision, Certain) and decision.both else ""
    yield f"{DECISIONS[decision.kind]}{both}"
    for option in decision.options:
        question = edition.question(option.case.question)
        title = question.title if question else ""
        yield f"  {option.case}  {option.score:.1%}  {title}"


COMMANDS = {"ask": ask}


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
