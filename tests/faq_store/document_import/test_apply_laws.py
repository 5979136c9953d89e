"""A document accepted whole: the draft then says what the document says."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine

from faq_store.file_formats.text_format import FaqDocument
from helpline.faq import Edition, Section
from tests import stores
from tests.faq_store import examples
from tests.faq_store.document_import.test_apply import accept, drafted, left
from tests.faq_store.file_formats.test_text_format import sections


def bare(found: tuple[Section, ...]) -> list[object]:
    """Leave out the keys, which a document has not."""
    return [
        (
            section.title,
            [
                (
                    question.title,
                    question.answer,
                    [(s.condition, s.suggestion) for s in question.situations],
                )
                for question in section.questions
            ],
        )
        for section in found
    ]


def tidy(found: tuple[Section, ...]) -> tuple[Section, ...]:
    """Write titles as the FAQ keeps them, and something before situations."""

    def line(text: str) -> str:
        return " ".join(text.split())

    return tuple(
        replace(
            section,
            title=line(section.title),
            questions=tuple(
                replace(
                    question,
                    title=line(question.title),
                    answer=question.answer or "如下：",
                )
                for question in section.questions
                if not question.contacts
            ),
        )
        for section in found
        if not any(it.contacts for it in section.questions)
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(was=sections().map(tidy), wanted=sections().map(tidy))
def test_when_everything_is_accepted_the_draft_says_what_the_document_says(
    sqlite: Engine,
    migrated_file: Path,
    was: tuple[Section, ...],
    wanted: tuple[Section, ...],
) -> None:
    now = datetime.fromisoformat("2026-03-02T01:30:00+00:00")
    document = FaqDocument("题", wanted)
    stores.fill(sqlite, migrated_file)
    examples.draft(sqlite, Edition(0, "题", was), now)
    while pieces := left(sqlite, document):
        outcome = accept(sqlite, document, now)
        assert outcome.refused == []
        assert outcome.accepted, pieces

    assert bare(drafted(sqlite).sections) == bare(wanted)
