"""What is held in memory of a document is never taken for another's."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, update

from console.faq.document_cache import DocumentCache, DocumentComparison
from faq_store.document_import import uploads
from faq_store.document_import.changes import name
from faq_store.review_tables import DocumentRow
from faq_store.tables import EditionRow
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.examples import PAPER, SMALL


def bring(engine: Engine, text: str, at: datetime) -> None:
    with writing(engine) as session:
        session.execute(delete(DocumentRow))
        session.add(DocumentRow(id=1, name="新.txt", text=text, by="张三", at=at))


def offered(engine: Engine, offers: DocumentCache) -> DocumentComparison:
    with reading(engine) as session:
        return offers.compare(session, uploads.find_upload(session, 1))


def test_a_document_that_has_another_s_id_is_read_anew(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)
    offers = DocumentCache()
    bring(engine, PAPER.replace("十二点。", "一点。"), now)
    offered(engine, offers)

    bring(engine, PAPER.replace("答：可以。", "答：不行。"), now + timedelta(seconds=1))

    (piece,) = offered(engine, offers).pieces
    assert name(piece) == "question:2.1"


def test_a_draft_that_has_another_s_id_and_revision_is_compared_anew(
    engine: Engine, now: datetime
) -> None:
    examples.draft(engine, SMALL, now)
    offers = DocumentCache()
    bring(engine, PAPER, now)
    before = offered(engine, offers)

    with writing(engine) as session:
        later = now + timedelta(seconds=1)
        session.execute(update(EditionRow).values(title="新食堂", drafted_at=later))

    after = offered(engine, offers)
    assert before.pieces == ()
    assert [name(it) for it in after.pieces] == ["title"]
    assert after.seen != before.seen


def test_what_has_been_compared_is_not_compared_again(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)
    offers = DocumentCache()
    bring(engine, PAPER, now)

    assert offered(engine, offers) is offered(engine, offers)
