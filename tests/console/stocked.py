"""A store with one of everything that the console shows; whoever can write, wrote `words`.

Rows are written as they are, past every check: what must hold of a page must hold of
whatever its rows say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from faq_store.content import drafts, edition_rows
from faq_store.inquiries.resolve import ResolutionKind
from faq_store.publishing.review import ReviewOutcome
from faq_store.review_tables import DocumentRow, EditRow, ReviewRow
from faq_store.tables import (
    AnnouncementRow,
    EditionRow,
    InquiryRow,
    MatcherRow,
    PhrasingRow,
    PromptRow,
    QuestionRow,
    SectionRow,
    SituationRow,
)
from helpline.conversation.turn import InquiryReason
from ivr.tables import CallRow, CallStepRow
from notices.reference_tables import (
    ReasonRow,
    SuppressionEventRow,
    SuppressionRow,
    TemplateRow,
)
from notices.status import Status
from notices.tables import (
    AlertRow,
    BatchRow,
    NoticeEventRow,
    NoticeRow,
    ReceiptRow,
)
from sms.tables import ConversationRow, TurnRow
from staff.tables import AuditRow, StaffRow
from storage.base import Base
from storage.session import writing

NUMBER = "+8613800138000"
REASONS = tuple(InquiryReason)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_SHORT = 32
"""What PostgreSQL keeps of the shortest of these fields."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What is written, and around when."""

    words: str
    now: datetime

    @property
    def short(self) -> str:
        return self.words[:_SHORT]


def stock(store: Engine, words: str, now: datetime, *, rewritten: bool = False) -> None:
    """Put everything into a store that has a published FAQ, and begin a draft.

    The FAQ stays what it is unless it is `rewritten` to say the words everywhere.
    """
    given = Stock(words, now)
    with writing(store) as session:
        _publish_again(session, now)
        if rewritten:
            _rewrite_faq(session, given)
        draft = drafts.open_draft(session, now)
        for several in (
            _texts(given),
            _calls(given),
            _inquiries(given),
            _notices(given),
            _registers(given),
            _staff(given),
            _drafted(given, draft.id, draft.revision),
        ):
            for row in several:
                session.add(row)
                session.flush()


def _publish_again(session: Session, now: datetime) -> None:
    """Make one more edition, of the same content and with the same matcher."""
    first = session.scalars(select(EditionRow)).one()
    more = EditionRow(
        number=2, title=first.title, based_on=1, drafted_at=now, published_at=now
    )
    session.add(more)
    session.flush()
    edition_rows.copy_rows(session, first.id, more.id)
    known = session.scalars(select(MatcherRow)).one()
    session.add(MatcherRow(edition_id=more.id, data=known.data, digest=known.digest))


def _rewrite_faq(session: Session, given: Stock) -> None:
    """Let the FAQ say it everywhere, and the draft something more."""
    sides: dict[type[Base], tuple[str, ...]] = {
        EditionRow: ("title", "note", "published_by"),
        SectionRow: ("title",),
        QuestionRow: ("title", "answer"),
        SituationRow: ("condition", "suggestion"),
    }
    for model, columns in sides.items():
        values: dict[str, Any] = dict.fromkeys(columns, given.words)
        session.execute(update(model).values(values))
    for row in session.scalars(select(PhrasingRow)):
        row.text = f"{given.words}{row.position}"
    for edition in session.scalars(select(EditionRow.id)).all():
        greeting = f"您好，{given.words}。"
        session.merge(PromptRow(edition_id=edition, name="greeting", text=greeting))
    session.flush()


def _drafted(given: Stock, edition: int, revision: int) -> Iterator[Base]:
    """Add a question to the draft; tell who edited it, and what else belongs to it."""
    by = given.short
    yield QuestionRow(
        edition_id=edition,
        key="1.99",
        section="1",
        position=9_999_999,
        title=given.words,
        answer=given.words,
        contacts=False,
    )
    for subject in ("question:1.1", "section:1", "prompt:greeting"):
        yield EditRow(edition_id=edition, subject=subject, by=by, at=given.now)
    for seen, outcome in ((0, ReviewOutcome.RETURNED.value), (revision, "")):
        yield ReviewRow(
            edition_id=edition,
            revision=seen,
            submitted_by=by,
            submitted_at=given.now,
            note=given.words,
            outcome=outcome,
            decided_by=by if outcome else "",
            decided_at=given.now if outcome else None,
            reason=given.words,
        )
    text = f"{given.words}\n\n一、{given.words}\n1.{given.words}\n答：{given.words}\n"
    yield DocumentRow(name=given.words, text=text, by=by, at=given.now)


def _texts(given: Stock) -> Iterator[Base]:
    for at, sender in enumerate((NUMBER, f"alphanumeric:{given.short}")):
        yield ConversationRow(sender=sender, state="{}", updated_at=given.now)
        for step, decision in enumerate(("certain", "unsure", "nothing", None)):
            yield TurnRow(
                message_sid=f"SM{at}{step:031x}",
                sender=sender,
                to="+8637112345678",
                body=given.words,
                reply=f"建议：{given.words}",
                decision=decision,
                case="1.2#1" if decision == "certain" else None,
                at=given.now - HOUR * (at + step),
            )


def _calls(given: Stock) -> Iterator[Base]:
    senders = NUMBER, f"client:{given.short}"
    for at, status in enumerate(("completed", "ongoing", "no-answer", "lost")):
        sid = f"CA{at:032x}"
        yield CallRow(
            call_sid=sid,
            sender=senders[at % 2],
            edition=1,
            status=status,
            started_at=given.now - HOUR * at,
            ended_at=None,
            duration=at or None,
        )
        for step, (path, key) in enumerate((("", "1"), ("1", "2"), ("1-2", "9"))):
            yield CallStepRow(
                call_sid=sid, step=step, path=path, key=key, at=given.now - HOUR * at
            )


def _inquiries(given: Stock) -> Iterator[Base]:
    outcomes = (
        "",
        "",
        "",
        "1.1",
        ResolutionKind.NEW.value,
        ResolutionKind.IGNORED.value,
    )
    for at, outcome in enumerate(outcomes):
        yield InquiryRow(
            asked=f"{given.words}{'怎么办' * at}",
            reason=REASONS[at % 3],
            options="1.2 1.1",
            sender=NUMBER,
            at=given.now - DAY * at,
            source=f"SM0{at:031x}",
            settled_at=given.now - HOUR * at if outcome else None,
            settled_by=given.short if outcome else "",
            outcome=outcome,
            taught=given.words if outcome == "1.1" else "",
        )


def _notices(given: Stock) -> Iterator[Base]:
    batch, words = "b" * 32, given.words
    times = {"created_at": given.now, "complete_at": given.now}
    yield BatchRow(id=batch, source=f"staff:{given.short}", name=words, **times)
    yield BatchRow(id="a" * 32, source="csv", name=words, **times)
    for at, status in enumerate(Status):
        notice = f"{at:032x}"
        yield NoticeRow(
            id=notice,
            source=f"staff:{given.short}",
            idempotency_key=f"{at}",
            batch_id=batch if at % 2 else None,
            to=NUMBER,
            event="退件",
            application=words,
            reason=words,
            reason_code=given.short,
            question="1.1",
            template=given.short,
            template_version=0,
            text=f"【签名】{words}",
            segments=1,
            priority=1,
            status=status.value,
            code=given.short,
            flagged=at == 1,
            send_at=given.now,
            expires_at=given.now + DAY,
            sent_at=given.now,
            created_at=given.now,
            updated_at=given.now,
        )
        yield NoticeEventRow(
            notice_id=notice, at=given.now, status=status.value, code=given.short
        )
        yield _receipt(given, notice, stray=at == 0)


def _receipt(given: Stock, notice: str, *, stray: bool) -> ReceiptRow:
    return ReceiptRow(
        notice_id=None if stray else notice,
        asked_id=notice,
        sid=f"SM{notice}",
        word=given.short,
        status=None,
        code=given.short,
        raw=given.words,
        at=given.now - 2 * HOUR,
    )


def _registers(given: Stock) -> Iterator[Base]:
    by, now, words = given.short, given.now, given.words
    for version in (1, 2):
        yield TemplateRow(name=by, version=version, body=words, by=by, at=now)
    yield TemplateRow(name="退件", version=1, body=words, by=by, at=now)
    yield ReasonRow(code=by, text=words, question="1.1", by=by, at=now)
    yield SuppressionRow(number="+8613900139000", active=True, at=now)
    yield SuppressionEventRow(
        number="+8613900139000", active=True, cause=f"staff:{by}", at=now
    )
    yield AnnouncementRow(text=words, begins_at=now - HOUR, ends_at=now + DAY, by=by)
    yield AlertRow(kind="unknown-pile", text=words, at=now)
    yield AlertRow(kind=f"batch-stopped:{'b' * 32}", text=words, at=now)


def _staff(given: Stock) -> Iterator[Base]:
    yield StaffRow(name=given.short, role="编辑", created_at=given.now)
    for subject in ("question:1.1", f"template:{given.short}", given.words):
        yield AuditRow(
            at=given.now,
            who=given.short,
            action="set-template",
            subject=subject,
            before=given.words,
            after=f'{{"text": "{given.words}", "{given.short}": 1}}',
            reason=given.words,
        )
