"""The preview of a question: its texts with their segments, and the call as it is spoken."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from faq_store.editing import preview as editing_preview
from faq_store.editing.preview import Reply
from faq_store.editing.question_context import Place
from helpline.faq import Edition, Question
from helpline.text import is_blank
from helpline.voice.menu import MOST_ON_A_PAGE, PAGED, Offer, Path, at
from ivr import script

LETTERS_A_SECOND = 4.5
"""About how fast a voice speaks Chinese: a rough figure, a mark counted as a letter."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard after some keys; `keys` are all of them from the call's beginning."""

    keys: str
    sentences: tuple[str, ...]

    @property
    def seconds(self) -> int:
        """Estimate how long it takes to say."""
        letters = sum(len("".join(it.split())) for it in self.sentences)
        return math.ceil(letters / LETTERS_A_SECOND)


@dataclass(frozen=True, slots=True)
class Preview:
    """The texts of the question and of each situation, and the call in the same order.

    `blank` is set while there is nothing to preview.
    """

    blank: bool
    replies: tuple[Reply, ...]
    call: tuple[Heard, ...]


def preview(
    question: Question, section: str, most_segments: int, place: Place | None
) -> Preview:
    """Preview a question in its section; without a place no keys lead to it."""
    edition = editing_preview.around(question, section)
    replies = editing_preview.replies(question, most_segments)
    call = tuple(_call(edition, _keys(place) if place else ""))
    blank = is_blank(question.title + question.answer) and not question.situations
    return Preview(blank, replies, call)


def _call(edition: Edition, keys: str) -> Iterator[Heard]:
    here = Path((1,))
    step = at(edition, here)
    yield Heard(keys, script.heard(step))
    if not isinstance(step, Offer):
        return
    many = len(next(edition.questions).situations)
    pages = -(-many // PAGED) if step.more else 1
    for page in range(1, pages):
        paged = at(edition, Path(here.at, page))
        yield Heard(keys + "9" * page, script.heard(paged))
    for number in range(1, many + 1):
        told = at(edition, here.into(number))
        yield Heard(keys + _chosen(number, many), script.heard(told))


def _keys(place: Place) -> str:
    """Say which keys lead to a place; a section's only question needs none."""
    section = _chosen(place.section, place.sections)
    if place.questions == 1:
        return section
    return section + _chosen(place.question, place.questions)


def _chosen(number: int, many: int) -> str:
    """Say which keys choose one of so many: 9 turns the page of a long list."""
    if many <= MOST_ON_A_PAGE:
        return str(number)
    page, key = divmod(number - 1, PAGED)
    return "9" * page + str(key + 1)
