"""The form of a question, parsed; its buttons that add, move and remove situations."""

from collections.abc import Callable
from dataclasses import replace

from flask import request

from helpline.faq import Question, Situation
from helpline.text import parse_count

_DIGITS = 9
_Situations = tuple[Situation, ...]


def parse_question(key: str, *, contacts: bool = False) -> Question:
    """Read the form as the question of this key."""
    asked = request.form
    rows = zip(
        asked.getlist("situation"),
        asked.getlist("condition"),
        asked.getlist("suggestion"),
        strict=False,
    )
    situations = tuple(
        Situation(
            parse_count(number, _DIGITS) or 0,
            _normalize_newlines(condition),
            _normalize_newlines(suggestion),
        )
        for number, condition, suggestion in rows
    )
    title, answer = asked.get("title", ""), asked.get("answer", "")
    return Question(
        key, title.strip(), _normalize_newlines(answer), situations, contacts
    )


def rearrange_situations(typed: Question, pressed: str) -> tuple[Question, str] | None:
    """Do what a button says to the situations; None if it says something else.

    Returns the question and the field to go on in.
    """
    act, _, number = pressed.partition("-")
    at, situations = parse_count(number, _DIGITS) or 0, typed.situations
    if pressed == "add":
        blank = Situation(0, "", "")
        grown = replace(typed, situations=(*situations, blank))
        return grown, f"condition-{len(situations)}"
    if act not in _ACTIONS or at >= len(situations):
        return None
    left, field = _ACTIONS[act](situations, at)
    return replace(typed, situations=left), field


def audit_fields(question: Question | None) -> dict[str, str] | None:
    """Write a question for the audit."""
    if question is None:
        return None
    said = {"标题": question.title, "答复": question.answer}
    for number, situation in enumerate(question.situations, 1):
        said |= {
            f"情形{number}": situation.condition,
            f"情形{number}的建议": situation.suggestion,
        }
    return said


def _remove_situation(situations: _Situations, at: int) -> tuple[_Situations, str]:
    left = (*situations[:at], *situations[at + 1 :])
    return left, f"remove-{min(at, len(left) - 1)}" if left else "add"


def _move_up(situations: _Situations, at: int) -> tuple[_Situations, str]:
    if at == 0:
        return situations, "down-0"
    swapped = (situations[at], situations[at - 1])
    field = f"up-{at - 1}" if at > 1 else "down-0"
    return (*situations[: at - 1], *swapped, *situations[at + 1 :]), field


def _move_down(situations: _Situations, at: int) -> tuple[_Situations, str]:
    last = len(situations) - 1
    if at == last:
        return situations, f"up-{at}"
    swapped = (situations[at + 1], situations[at])
    field = f"down-{at + 1}" if at + 1 < last else f"up-{at + 1}"
    return (*situations[:at], *swapped, *situations[at + 2 :]), field


_ACTIONS: dict[str, Callable[[_Situations, int], tuple[_Situations, str]]] = {
    "remove": _remove_situation,
    "up": _move_up,
    "down": _move_down,
}


def _normalize_newlines(text: str) -> str:
    """Keep a text as browsers send it, but for their line ends."""
    return text.replace("\r\n", "\n")
