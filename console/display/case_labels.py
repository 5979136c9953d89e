"""How cases and decisions of matching read in the console."""

from collections.abc import Iterator
from dataclasses import dataclass

from helpline.faq import Case, Edition, Question
from helpline.matching import Certain, Decision, Nothing
from helpline.matching.decision_names import DECISION_LABELS

_SHOWN = 46


@dataclass(frozen=True, slots=True)
class SectionCases:
    """The cases of one section to choose from: each as it is kept, and its name."""

    title: str
    cases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionLabel:
    """A decision as an applicant meets it: its name, its word, and what is named."""

    name: str
    word: str
    cases: tuple[str, ...]


def case_label(edition: Edition, case: Case) -> str:
    """Name a case in an edition; by its number alone where it is gone."""
    question = edition.question(case.question)
    if question is None:
        return f"{case}（已不在）"
    if case.situation is None:
        return f"{question.key} {question.title}"
    situation = question.situation(case.situation)
    condition = situation.condition if situation else "（已不在）"
    return f"{case} {question.title} 情形{case.situation}：{condition}"


def cases_by_section(edition: Edition) -> tuple[SectionCases, ...]:
    """List all that a phrasing can mean, by section."""
    return tuple(
        SectionCases(
            section.title,
            tuple(
                case
                for question in section.questions
                for case in question_cases(question)
            ),
        )
        for section in edition.sections
    )


def decision_label(edition: Edition, decision: Decision) -> DecisionLabel:
    """Tell what an applicant is answered, or offered."""
    options = () if isinstance(decision, Nothing) else decision.options
    if isinstance(decision, Certain):
        options = options[: 2 if decision.both else 1]
    names = tuple(case_label(edition, it.case) for it in options)
    return DecisionLabel(decision.kind, DECISION_LABELS[decision.kind], names)


def question_cases(question: Question) -> Iterator[tuple[str, str]]:
    """List a question and its situations: each as it is kept, and its name."""
    yield question.key, _shorten(f"{question.key} {question.title}")
    for situation in question.situations:
        name = (
            f"{question.key}#{situation.key} 情形{situation.key}：{situation.condition}"
        )
        yield str(Case(question.key, situation.key)), "　" + _shorten(name)


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
