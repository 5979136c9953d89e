"""Prompts and the title of all are edited as questions are: only as they were seen."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.editing import edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import BadContentError, StaleEditError
from helpline.wording import Prompts
from tests.faq_store import edited, examples
from tests.faq_store.edited import ONE
from tests.faq_store.examples import SMALL


@pytest.fixture
def canteen(engine: Engine, now: datetime) -> Engine:
    examples.publish(engine, SMALL, now)
    return engine


@pytest.mark.parametrize(
    ("name", "text"),
    [("greeting", "欢迎光临。"), ("sorry", "抱歉。"), ("hotline_dialled", "")],
)
def test_a_prompt_is_saved_as_it_was_seen(
    canteen: Engine, now: datetime, name: str, text: str
) -> None:
    seen = revision_of(getattr(SMALL.prompts, name))
    author = Author(ONE, now)

    edited.done(
        canteen, lambda it: edit.save_prompt(it, name, f" {text}\n", seen, author)
    )

    assert getattr(edited.draft(canteen).prompts, name) == text
    with pytest.raises(StaleEditError):
        edited.done(canteen, lambda it: edit.save_prompt(it, name, text, seen, author))


def test_a_prompt_that_is_the_default_again_is_not_kept(
    canteen: Engine, now: datetime
) -> None:
    seen = revision_of(SMALL.prompts.greeting)
    default = Prompts().greeting

    edited.done(
        canteen,
        lambda it: edit.save_prompt(it, "greeting", default, seen, Author(ONE, now)),
    )

    assert edited.draft(canteen).prompts.greeting == default


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("greeting", " "),
        ("none", "x"),
        ("sorry", "长" * 201),
        ("sorry", "请拨{phone}。"),
        ("hotline_dialled", "96500"),
    ],
)
def test_a_prompt_that_will_not_do_is_refused(
    canteen: Engine, now: datetime, name: str, text: str
) -> None:
    with pytest.raises(BadContentError):
        edited.done(
            canteen,
            lambda it: edit.save_prompt(it, name, text, "", Author(ONE, now)),
        )


def test_the_title_of_all_is_changed_as_it_was_seen(
    canteen: Engine, now: datetime
) -> None:
    author, seen = Author(ONE, now), revision_of(SMALL.title)

    edited.done(canteen, lambda it: edit.rename_faq(it, "饭堂问答", seen, author))

    assert edited.draft(canteen).title == "饭堂问答"
    with pytest.raises(StaleEditError, match=ONE):
        edited.done(canteen, lambda it: edit.rename_faq(it, "别的", seen, author))
