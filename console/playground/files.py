"""The playground for files: an evaluation of labelled texts, with its mistakes."""

from dataclasses import dataclass
from itertools import islice

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from console.playground import edition_choice
from console.playground.edition_choice import ChosenEdition, EditionChooser
from console.playground.texts import case_title
from faq_store import evaluation_files
from faq_store.evaluation_files import BadTextsError
from helpline.faq import Case, Edition
from helpline.matching import evaluation
from helpline.matching.decision_names import DECISION_LABELS
from helpline.matching.evaluation import LabelledText, Verdict
from helpline.matching.metrics import MatcherMetrics, compute_metrics

MOST_TEXTS = 3_000
"""Texts of a file: they are judged while whoever sent it waits."""

MOST_MISTAKES = 300


@dataclass(frozen=True, slots=True)
class FileEvaluation:
    """What came of a file; `learnt` counts the texts that are phrasings already.

    `stated` counts those of ours that state a situation.
    """

    figures: MatcherMetrics
    mistakes: tuple[Verdict, ...]
    learnt: int
    stated: int


def install(pages: Blueprint, editions: EditionChooser) -> None:
    """Add the page where a file is judged."""

    @pages.route("/bench/file", methods=["GET", "POST"])
    def bench_file() -> ResponseReturnValue:
        subject = editions.choose()
        if request.method == "GET":
            return _page(subject)
        try:
            texts = _read_texts()
        except BadTextsError as error:
            return _page(subject, trouble=f"{error}。"), 400
        return _page(subject, _evaluate_file(subject, texts))


def _read_texts() -> tuple[LabelledText, ...]:
    file = request.files.get("file")
    if not file or not file.filename:
        raise BadTextsError("请先选一个文件")
    texts = tuple(
        islice(evaluation_files.parse_labelled_texts(file.stream), MOST_TEXTS + 1)
    )
    if not texts:
        raise BadTextsError("文件里一条也没有")
    if len(texts) > MOST_TEXTS:
        raise BadTextsError(f"一次最多{MOST_TEXTS}条，请分成几个文件")
    return texts


def _evaluate_file(
    subject: ChosenEdition, texts: tuple[LabelledText, ...]
) -> FileEvaluation:
    verdicts = evaluation.judge_texts(subject.matcher, texts)
    phrasings = {it.text for it in subject.edition.phrasings}
    return FileEvaluation(
        compute_metrics(verdicts),
        tuple(it for it in verdicts if it.mistaken),
        sum(it.text in phrasings for it in texts),
        sum(it.in_scope and it.situation is not None for it in texts),
    )


def _page(
    subject: ChosenEdition, measured: FileEvaluation | None = None, trouble: str = ""
) -> str:
    return render_template(
        "console/playground/files.html",
        **edition_choice.edition_labels(subject),
        measured=measured,
        trouble=trouble,
        decisions=DECISION_LABELS,
        most=MOST_TEXTS,
        most_mistakes=MOST_MISTAKES,
        title=lambda key: _case_name(subject.edition, key),
    )


def _case_name(edition: Edition, key: str) -> str:
    return f"{key} {case_title(edition, Case(key))}".strip()
