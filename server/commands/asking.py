"""Commands that try the matching: ask and evaluate."""

import gzip
import json
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import click

from helpline.cases import Edition
from helpline.errors import HelplineError
from helpline.matching import Certain, Decision, Nothing, Unsure, evaluation
from helpline.matching.evaluation import Figures, Labelled, Verdict
from server.commands import store

_WORDS = {Certain: "certain", Unsure: "unsure", Nothing: "nothing"}
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_SAID = {Certain: "确定", Unsure: "不确定", Nothing: "没有找到"}


class BadTextsError(HelplineError):
    """A line of the labelled texts cannot be read."""


@click.command(help="问一句，看系统认为是哪个问题。")
@click.argument("text", required=False)
@click.option("--jsonl", is_flag=True, help="从标准输入逐行读问题，逐行输出 JSON。")
def ask(text: str | None, *, jsonl: bool) -> None:
    """Match one text for a person, or lines of texts for a program."""
    if jsonl == (text is not None):
        raise click.UsageError("请给出一句话，或用 --jsonl 从标准输入读。")
    edition = store.edition_at_hand()
    matcher = store.matcher_for(edition)
    if text is not None:
        for line in _shown(edition, matcher.match(text)):
            click.echo(line)
        return
    for asked in _lines():
        click.echo(_json(asked, matcher.match(asked)))


@click.command(help="用已标注的问题（.jsonl，可压缩为 .gz）衡量匹配质量。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def evaluate(file: Path) -> None:
    """Print the figures, then every mistake."""
    texts = tuple(labelled(file))
    matcher = store.matcher_for(store.edition_at_hand())
    verdicts = evaluation.judge(matcher, texts)
    for line in _report(evaluation.figures(verdicts)):
        click.echo(line)
    for verdict in verdicts:
        if verdict.mistaken:
            click.echo(_mistake(verdict))


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
    plain = {"text": text, "decision": _WORDS[type(decision)], "options": options}
    # Legal within JSON, but many programs take them for the end of a line.
    return _LINE_ENDS.sub(_escaped, json.dumps(plain, ensure_ascii=False))


def _escaped(end: re.Match[str]) -> str:
    return f"\\u{ord(end[0]):04x}"


def _shown(edition: Edition, decision: Decision) -> Iterator[str]:
    yield _SAID[type(decision)]
    for option in decision.options:
        question = edition.question(option.case.question)
        title = question.title if question else ""
        yield f"  {option.case}  {option.score:.1%}  {title}"


def labelled(file: Path) -> Iterator[Labelled]:
    """Read labelled texts; raise `BadTextsError` naming the line that is none."""
    opened = gzip.open if file.suffix == ".gz" else Path.open
    try:
        with opened(file, "rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _one(number, line)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadTextsError("文件不是完整的 .gz 压缩文件") from error


def _one(number: int, line: bytes) -> Labelled:
    try:
        plain = json.loads(line)
        label, also = plain["label"], plain.get("also") or []
        return Labelled(
            text=str(plain["text"]),
            questions=tuple(map(str, [label, *also])) if label else (),
            situation=plain.get("situation"),
            kind=str(plain.get("kind", "")),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BadTextsError(f"第{number}行不是 {{text, label, …}}") from error


def _report(found: Figures) -> Iterator[str]:
    yield f"范围内 {found.in_scope} 条，范围外 {found.out_of_scope} 条"
    yield f"首选正确 {found.first:.1%}，前三含正确 {found.first_three:.1%}"
    yield f"直接答复 {found.certain:.1%}，其中答错（占范围内） {found.certain_wrong:.1%}"
    yield f"情形正确（标注了情形的） {found.situation:.1%}"
    yield f"范围外：误答 {found.off_certain:.1%}，答没有找到 {found.off_nothing:.1%}"


def _mistake(verdict: Verdict) -> str:
    options = verdict.decision.options
    best = f"{options[0].case} {options[0].score:.0%}" if options else "无"
    meant = "/".join(verdict.labelled.questions) or "范围外"
    said = _SAID[type(verdict.decision)]
    return f"  应为 {meant}，{said}，首选 {best}：{verdict.labelled.text}"


COMMANDS = {"ask": ask, "evaluate": evaluate}
