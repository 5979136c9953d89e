"""Every page of the console that is asked for by GET, filled in with what is there.

Whoever adds a page whose address names a thing adds a line to `THINGS`; without it
nobody can walk the console, and the tests that do fail. `WAYS` are the other ways to
ask a page: searched, filtered, from the middle of a list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask import Flask
from sqlalchemy import Engine, Select, func, literal, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from console.permissions import PAGES
from faq_store.review_tables import DocumentRow
from faq_store.tables import (
    DRAFT,
    EditionRow,
    InquiryRow,
    QuestionRow,
    SectionRow,
)
from ivr.tables import CallRow
from notices.reference_tables import ReasonRow, SuppressionEventRow
from notices.status import Status
from notices.tables import BatchRow, NoticeRow
from reporting.tables import CountedDayRow
from sms.tables import TurnRow
from staff.tables import AuditRow
from storage.session import reading

Wanted: TypeAlias = Select[*tuple[Any, ...]]
"""Its columns are named as the parameters of an address; each row fills it in once."""

_NEWEST_BATCH = select(BatchRow.id.label("id")).order_by(BatchRow.id.desc())
_WAITING = (
    select(InquiryRow.id.label("inquiry"))
    .where(InquiryRow.settled_at.is_(None))
    .order_by(InquiryRow.id.desc())
)

_STANDING = (
    select(EditionRow.id)
    .order_by((EditionRow.number == DRAFT).desc(), EditionRow.number.desc())
    .limit(1)
    .scalar_subquery()
)
"""What staff edit: the draft, else the latest edition."""

_QUESTION = (
    select(QuestionRow.key.label("key"))
    .where(QuestionRow.edition_id == _STANDING)
    .order_by(QuestionRow.key)
)
_EDITION = (
    select(EditionRow.number.label("number"))
    .where(EditionRow.number > DRAFT)
    .order_by(EditionRow.number.desc())
)
_SECTION = (
    select(SectionRow.key.label("section"))
    .where(SectionRow.edition_id == _STANDING)
    .order_by(SectionRow.position)
)

THINGS: Mapping[str, Wanted] = {
    "console.static": select(literal("console.css").label("filename")),
    "console.dashboard_file": select(literal("texts").label("table")),
    "console.join": select(literal("x" * 32).label("token")),
    "console.notice": select(NoticeRow.id.label("id")).order_by(NoticeRow.id.desc()),
    "console.batch": _NEWEST_BATCH,
    "console.batch_progress": _NEWEST_BATCH,
    "console.suppression": select(SuppressionEventRow.id.label("change")).order_by(
        SuppressionEventRow.id.desc()
    ),
    "console.conversation": select(TurnRow.message_sid.label("sid")).order_by(
        TurnRow.at.desc()
    ),
    "console.call": select(CallRow.call_sid.label("sid")).order_by(
        CallRow.started_at.desc()
    ),
    "console.inquiry": _WAITING,
    "console.answer_inquiry": _WAITING,
    "console.question": _QUESTION,
    "console.phrasings": _QUESTION,
    "console.retiring": _QUESTION,
    "console.section": _SECTION,
    "console.edition": _EDITION,
    "console.rolling_back": select(EditionRow.number.label("number"))
    .where(EditionRow.number > DRAFT)
    .order_by(EditionRow.number),
    "console.edition_changes": select(
        literal(1).label("old"), EditionRow.number.label("new")
    )
    .where(EditionRow.number > 1)
    .order_by(EditionRow.number.desc()),
    "console.document": select(DocumentRow.id.label("document")).order_by(
        DocumentRow.id.desc()
    ),
    "console.export_faq": select(
        literal("draft").label("edition"), literal("txt").label("form")
    ),
    "console.prompt": select(literal("greeting").label("name")),
}
"""What fills in the addresses that name a thing, by endpoint; the newest first."""

_DAYS = {"since": "2026-01-01", "until": "2026-12-31"}
_COUNTED = select(
    func.min(CountedDayRow.day).label("from"), func.max(CountedDayRow.day).label("to")
)

WAYS: Mapping[str, tuple[Wanted | Mapping[str, str], ...]] = {
    "console.dashboard": (_COUNTED,),
    "console.dashboard_file": (
        _COUNTED.add_columns(literal("questions").label("table")),
    ),
    "console.audit": (
        {"words": "照片"},
        {"words": "没有人写过这几个字"},
        {"who": "editor"},
        {"who": "nobody", "words": "1"},
        {"action": "add-phrasing"},
        {"action": "withdraw"},
        _DAYS,
        select(AuditRow.who, AuditRow.id.label("before")).order_by(AuditRow.id),
    ),
    "console.notices": (
        *({"status": it.value} for it in Status),
        {"status": "undecided"},
        {"event": "通知"},
        {"event": "退件", "status": "failed"},
        {"application": "HN2026-nowhere"},
        select(NoticeRow.application).order_by(NoticeRow.id.desc()),
        select(NoticeRow.batch_id.label("batch"))
        .where(NoticeRow.batch_id.is_not(None))
        .order_by(NoticeRow.id.desc()),
        select(NoticeRow.id.label("before")).order_by(NoticeRow.id),
    ),
    "console.template": ({"name": "退件"},),
    "console.reasons_": (select(ReasonRow.code).order_by(ReasonRow.code),),
    "console.conversations": (
        *({"decision": it} for it in ("certain", "unsure", "nothing")),
        _DAYS,
        {"decision": "nothing", "until": "2026-06-30"},
        select(TurnRow.message_sid.label("of")).order_by(TurnRow.at.desc()),
        select(
            TurnRow.message_sid.label("of"), literal("nothing").label("decision")
        ).order_by(TurnRow.at.desc()),
    ),
    "console.calls": (
        *({"ended": it} for it in ("completed", "ongoing", "failed", "lost")),
        _DAYS,
        select(CallRow.call_sid.label("of")).order_by(CallRow.started_at.desc()),
    ),
    "console.faq": (
        {"q": "照片"},
        {"q": "没有人写过这几个字"},
        select(SectionRow.key.label("section")).order_by(SectionRow.key.desc()),
    ),
    "console.inquiries": (
        {"order": "most"},
        {"show": "settled"},
        {"show": "new"},
        {"undo": "1"},
    ),
}
"""How else pages are asked, by endpoint."""


@dataclass(frozen=True, slots=True)
class Address:
    """A page's endpoint, and one address of it that something answers."""

    endpoint: str
    path: str


class NothingThereError(Exception):
    """A page cannot be asked: `THINGS` says not, or the store has not, what it shows."""


def walk(
    app: Flask, store: Engine, most: int = 1, *, ways: bool = True
) -> Iterator[Address]:
    """List every page, each at most so many times with what differs, and its `WAYS`.

    Raises `NothingThereError`.
    """
    with reading(store) as session:
        for rule in rules(app):
            others = _ways(session, rule, most) if ways else ()
            for values in (*_filled(session, rule, most), *others):
                with app.test_request_context():
                    path = app.url_for(rule.endpoint, **values)
                yield Address(rule.endpoint, path.removeprefix("http://localhost"))


def rules(app: Flask) -> list[Rule]:
    """List the console's rules that are asked by GET."""
    found = (it for it in app.url_map.iter_rules() if it.endpoint in PAGES)
    return sorted(
        (it for it in found if "GET" in (it.methods or ())), key=lambda it: it.rule
    )


def _filled(session: Session, rule: Rule, most: int) -> list[dict[str, Any]]:
    if not rule.arguments:
        return [{}]
    wanted = THINGS.get(rule.endpoint)
    if wanted is None:
        raise NothingThereError(f"THINGS has no line for {rule.endpoint}")
    found = _rows(session, wanted, most)
    if not found:
        raise NothingThereError(f"the store has nothing for {rule.endpoint}")
    return found


def _ways(session: Session, rule: Rule, most: int) -> Iterator[dict[str, Any]]:
    for way in WAYS.get(rule.endpoint, ()):
        if isinstance(way, Select):
            yield from _rows(session, way, most)
        else:
            yield dict(way)


def _rows(session: Session, wanted: Wanted, most: int) -> list[dict[str, Any]]:
    rows = session.execute(wanted.limit(most)).mappings()
    return [dict(it) for it in rows]
