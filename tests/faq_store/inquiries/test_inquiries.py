from datetime import datetime

from sqlalchemy import Engine, select

from faq_store.inquiries import inquiries
from faq_store.tables import InquiryRow
from helpline.conversation.turn import InquiryReason
from helpline.faq import Case
from storage.session import reading, writing


def record(engine: Engine, source: str, at: datetime, asked: str = "？") -> None:
    with writing(engine) as session:
        inquiries.record_inquiry(
            session,
            asked=asked,
            reason=InquiryReason.UNSURE,
            options=[Case("1.6", 2), Case("1.3")],
            sender="+8613800000000",
            at=at,
            source=source,
        )


def test_an_inquiry_keeps_what_was_asked_and_offered(
    engine: Engine, now: datetime
) -> None:
    record(engine, "SM1", now, "卡坏了")

    with reading(engine) as session:
        kept = session.scalars(select(InquiryRow)).one()
        assert (kept.asked, kept.reason, kept.at) == ("卡坏了", "unsure", now)
        cases = [Case.parse(it) for it in kept.options.split()]
        assert cases == [Case("1.6", 2), Case("1.3")]


def test_one_message_makes_one_inquiry(engine: Engine, now: datetime) -> None:
    record(engine, "SM1", now, "先")
    record(engine, "SM1", now, "后")

    with reading(engine) as session:
        assert session.scalars(select(InquiryRow.asked)).all() == ["先"]
