"""Validation of what staff write: cleaned, checked field by field, and its revision."""

from collections.abc import Iterator
from dataclasses import fields, replace

from faq_store.content.versions import digest_of
from faq_store.editing import prompts
from faq_store.editing.prompts import BadPromptError
from faq_store.errors import BadContentError
from helpline.faq import Question, Section, Situation
from helpline.text import drop_illegal, is_blank
from helpline.wording import Prompts

LONGEST_TITLE = 200
LONGEST_TEXT = 3000
"""Characters: about forty segments, far more than anybody reads on a telephone."""

MOST_SITUATIONS = 20
_MAY_BE_EMPTY = frozenset({"hotline_dialled"})
_NAMES = frozenset(it.name for it in fields(Prompts))

FieldProblem = tuple[str, str]


def revision_of(thing: Question | Section | str) -> str:
    """Give the revision of a question, a section (its title) or a prompt: what it says.

    Two that say the same are one revision, whoever wrote them, in whichever draft.
    """
    return digest_of(thing.title if isinstance(thing, Section) else thing)


def clean_question(content: Question) -> Question:
    """Clean a question; raise `BadContentError` naming every field that will not do."""
    situations = tuple(
        Situation(
            situation.key,
            _clean_text(situation.condition),
            _clean_text(situation.suggestion),
        )
        for situation in content.situations
    )
    cleaned = replace(
        content,
        title=_clean_line(content.title),
        answer=_clean_text(content.answer),
        situations=situations,
    )
    _insist_on_none(_invalid_fields(cleaned))
    return cleaned


def clean_title(text: str) -> str:
    """Clean the title of a section or of the FAQ; raise `BadContentError`."""
    cleaned = _clean_line(text)
    _insist_on_none(_check_text("title", "标题", cleaned, LONGEST_TITLE))
    return cleaned


def clean_prompt(name: str, text: str) -> str:
    """Clean a prompt; raise `BadContentError`, also if there is none of that name."""
    if name not in _NAMES:
        raise BadContentError((("text", "没有这条提示语。"),))
    try:
        cleaned = _clean_line(prompts.validate_prompt(name, text))
    except BadPromptError as error:
        raise BadContentError((("text", str(error)),)) from error
    if cleaned or name not in _MAY_BE_EMPTY:
        _insist_on_none(_check_text("text", "提示语", cleaned, LONGEST_TITLE))
    return cleaned


def _invalid_fields(content: Question) -> Iterator[FieldProblem]:
    yield from _check_text("title", "标题", content.title, LONGEST_TITLE)
    if content.situations and is_blank(content.answer):
        yield "answer", "请写上情形之前的一句话，如“请排查以下情况：”。"
    else:
        yield from _check_text("answer", "答复", content.answer, LONGEST_TEXT)
    if len(content.situations) > MOST_SITUATIONS:
        yield "situations", f"一个问题最多{MOST_SITUATIONS}种情形。"
    if content.contacts and content.situations:
        yield "situations", "联系方式不分情形。"
    for at, situation in enumerate(content.situations):
        yield from _check_text(
            f"condition-{at}", "情形", situation.condition, LONGEST_TEXT
        )
        yield from _check_text(
            f"suggestion-{at}", "建议", situation.suggestion, LONGEST_TEXT
        )
    yield from _duplicate_conditions(content)


def _duplicate_conditions(content: Question) -> Iterator[FieldProblem]:
    seen = set[int]()
    for at, situation in enumerate(content.situations):
        if situation.key and situation.key in seen:
            yield f"condition-{at}", "同一种情形写了两次。"
        seen.add(situation.key)


def _check_text(
    field: str, name: str, text: str, longest: int
) -> Iterator[FieldProblem]:
    if is_blank(text):
        yield field, f"请写上{name}。"
    elif len(text) > longest:
        yield field, f"{name}最多{longest}个字，现在有{len(text)}个。"


def _insist_on_none(faults: Iterator[FieldProblem]) -> None:
    if found := tuple(faults):
        raise BadContentError(found)


def _clean_line(text: str) -> str:
    return " ".join(drop_illegal(text).split())


def _clean_text(text: str) -> str:
    """Keep the lines that say something; the FAQ knows no empty ones."""
    lines = (it.strip() for it in drop_illegal(text).splitlines())
    return "\n".join(it for it in lines if it)
