"""Documents are kept as their text, listed, and done with."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.document_import import uploads
from faq_store.errors import NoSuchDocumentError, UnreadableDocumentError
from faq_store.file_formats import text_format
from storage.session import reading, writing
from tests.faq_store.examples import PAPER

pytestmark = pytest.mark.both_stores


def test_documents_are_kept_and_listed_the_newest_first(
    engine: Engine, now: datetime
) -> None:
    with writing(engine) as session:
        made = [
            uploads.store_upload(session, name, PAPER, "张三", now)
            for name in ("甲.txt", "乙.docx", "丙.txt")
        ]

    with reading(engine) as session:
        assert uploads.find_upload(session, made[0].id).text == PAPER
    with reading(engine) as session:
        first = uploads.newest_uploads(session, None, 2)
        rest = uploads.newest_uploads(session, first[-1].id, 2)
        assert [it.name for it in first] == ["丙.txt", "乙.docx"]
        assert [it.name for it in rest] == ["甲.txt"]


def test_a_document_is_done_with_once(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        row = uploads.store_upload(session, "甲.txt", PAPER, "张三", now)

        assert uploads.close_upload(session, row.id, now)
        assert not uploads.close_upload(session, row.id, now)


@pytest.mark.parametrize("number", [9, 2**40])
def test_a_document_that_is_not_there(engine: Engine, number: int) -> None:
    with reading(engine) as session, pytest.raises(NoSuchDocumentError):
        uploads.find_upload(session, number)


def test_only_what_can_be_read_is_kept() -> None:
    assert uploads.read_upload(PAPER.encode("gb18030")) == PAPER
    with pytest.raises(UnreadableDocumentError):
        uploads.read_upload(b"%PDF-1.7")
    with pytest.raises(text_format.FaqTextError):
        uploads.read_upload("食堂".encode())
