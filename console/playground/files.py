"""The playground for files: an evaluation of labelled texts, with its mistakes."""

from dataclasses import dataclass
from itertools import islice

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from console.playground import edition_choice
from console.playground.edition_choice import Bench, Subject
from console.playground.texts import title
from faq_store import evaluation_files
from faq_store.evaluation_files import BadTextsError
from helpline.faq import Case, Edition
from helpline.matching import evaluation
from helpline.matching.decision_names import DECISIONS
from helpline.matching.evaluation import Labelled, Verdict
from helpline.matching.metrics import Figures, figures

MOST_TEXTS = 3_000
"""Texts of a file: they are judged while whoever sent it waits."""

MOST_MISTAKES = 300


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a file; `learnt` counts the texts that are phrasings already.

    `stated` counts those of ours that state a situation.
    """

    figures: Figures
    mistakes: tuple[Verdict, ...]
    learnt: int
    stated: int


def install(pages: Blueprint, bench: Bench) -> None:
    """Add the page where a file is judged."""

    @pages.route("/bench/file", methods=["GET", "POST"])
    def bench_file() -> ResponseReturnValue:
        subject = bench.subject()
        if request.method == "GET":
            return _page(subject)
        try:
            texts = _texts()
        except BadTextsError as error:
            return _page(subject, trouble=f"{error}。"), 400
        return _page(subject, _measured(subject, texts))


def _texts() -> tuple[Labelled, ...]:
    file = request.files.get("file")
    if not file or not file.filename:
        raise BadTextsError("请先选一个文件")
    texts = tuple(islice(evaluation_files.given(file.stream), MOST_TEXTS + 1))
    if not texts:
        raise BadTextsError("文件里一条也没有")
    if len(texts) > MOST_TEXTS:
        raise BadTextsError(f"一次最多{MOST_TEXTS}条，请分成几个文件")
    return texts


def _measured(subject: Subject, texts: tuple[Labelled, ...]) -> Measured:
    verdicts = evaluation.judge(subject.matcher, texts)
    phrasings = {it.text for it in subject.edition.phrasings}
    return Measured(
        figures(verdicts),
        tuple(it for it in verdicts if it.mistaken),
        sum(it.text in phrasings for it in texts),
        sum(it.in_scope and it.situation is not None for it in texts),
    )


def _page(subject: Subject, measured: Measured | None = None, trouble: str = "") -> str:
    return render_template(
        "console/playground/files.html",
        **edition_choice.words(subject),
        measured=measured,
        trouble=trouble,
        decisions=DECISIONS,
        most=MOST_TEXTS,
        most_mistakes=MOST_MISTAKES,
        title=lambda key: _named(subject.edition, key),
    )


def _named(edition: Edition, key: str) -> str:
    return f"{key} {title(edition, Case(key))}".strip()
