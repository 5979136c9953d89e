"""The preview of a question: its texts with their segments, and the call as it is spoken."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from faq_store.editing import preview as editing_preview
from faq_store.editing.preview import PreviewReply
from faq_store.editing.question_context import QuestionPosition
from helpline.faq import Edition, Question
from helpline.text import is_blank
from helpline.voice.menu import MOST_ON_A_PAGE, PAGE_SIZE, MenuList, MenuPath, menu_at
from ivr import script

LETTERS_A_SECOND = 4.5
"""About how fast a voice speaks Chinese: a rough figure, a mark counted as a letter."""


@dataclass(frozen=True, slots=True)
class SpokenStep:
    """What is heard after some keys; `keys` are all of them from the call's beginning."""

    keys: str
    sentences: tuple[str, ...]

    @property
    def seconds(self) -> int:
        """Estimate how long it takes to say."""
        letters = sum(len("".join(it.split())) for it in self.sentences)
        return math.ceil(letters / LETTERS_A_SECOND)


@dataclass(frozen=True, slots=True)
class QuestionPreview:
    """The texts of the question and of each situation, and the call in the same order.

    `blank` is set while there is nothing to preview.
    """

    blank: bool
    replies: tuple[PreviewReply, ...]
    call: tuple[SpokenStep, ...]


def preview_question(
    question: Question, section: str, most_segments: int, place: QuestionPosition | None
) -> QuestionPreview:
    """Preview a question in its section; without a place no keys lead to it."""
    edition = editing_preview.single_question_edition(question, section)
    replies = editing_preview.preview_replies(question, most_segments)
    call = tuple(_preview_call(edition, _key_path(place) if place else ""))
    blank = is_blank(question.title + question.answer) and not question.situations
    return QuestionPreview(blank, replies, call)


def _preview_call(edition: Edition, keys: str) -> Iterator[SpokenStep]:
    here = MenuPath((1,))
    step = menu_at(edition, here)
    yield SpokenStep(keys, script.menu_sentences(step))
    if not isinstance(step, MenuList):
        return
    many = len(next(edition.questions).situations)
    pages = -(-many // PAGE_SIZE) if step.more else 1
    for page in range(1, pages):
        paged = menu_at(edition, MenuPath(here.at, page))
        yield SpokenStep(keys + "9" * page, script.menu_sentences(paged))
    for number in range(1, many + 1):
        told = menu_at(edition, here.into(number))
        yield SpokenStep(keys + _key_presses(number, many), script.menu_sentences(told))


def _key_path(place: QuestionPosition) -> str:
    """Say which keys lead to a place; a section's only question needs none."""
    section = _key_presses(place.section, place.sections)
    if place.questions == 1:
        return section
    return section + _key_presses(place.question, place.questions)


def _key_presses(number: int, many: int) -> str:
    """Say which keys choose one of so many: 9 turns the page of a long list."""
    if many <= MOST_ON_A_PAGE:
        return str(number)
    page, key = divmod(number - 1, PAGE_SIZE)
    return "9" * page + str(key + 1)
