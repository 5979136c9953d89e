"""Delivery receipts (status callbacks): stored as they came, then applied to their notice."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from notices.delivery import history, status_update, suppressions
from notices.faults import Fault
from notices.gateways.base import Gateway, Receipt
from notices.status import Status
from notices.tables import LONGEST_CODE, NoticeRow, ReceiptRow

MATCH_PERIOD = timedelta(hours=1)
"""How long a receipt that fits no notice is matched again; then it is a stray."""

_BATCH = 200


def store_receipt(session: Session, receipt: Receipt, now: datetime) -> bool:
    """Keep a receipt and apply it; False if it fits no notice yet."""
    row = ReceiptRow(
        asked_id=receipt.id,
        sid=receipt.sid,
        word=receipt.word[:LONGEST_CODE],
        status=receipt.status and receipt.status.value,
        code=receipt.code[:LONGEST_CODE],
        raw=_raw_json(receipt.raw),
        at=now,
    )
    session.add(row)
    notice = _find_notice(session, receipt)
    if notice is not None:
        row.notice_id = notice.id
        _apply_receipt(session, notice, receipt, now)
    session.flush()
    return notice is not None


def rematch_parked(session: Session, gateway: Gateway, now: datetime) -> int:
    """Apply parked receipts whose notice has become known by its sid meanwhile."""
    parked = (
        select(ReceiptRow)
        .where(ReceiptRow.notice_id.is_(None), ReceiptRow.at > now - MATCH_PERIOD)
        .where(select(NoticeRow.id).where(NoticeRow.sid == ReceiptRow.sid).exists())
        .order_by(ReceiptRow.id)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    matched = 0
    for row in session.scalars(parked).all():
        status = Status(row.status) if row.status else None
        fault = gateway.explain(row.code).fault
        receipt = Receipt(row.asked_id, row.sid, status, row.word, row.code, fault)
        if notice := _find_notice(session, receipt):
            row.notice_id = notice.id
            _apply_receipt(session, notice, receipt, now)
            matched += 1
    return matched


def stray_receipts(session: Session, now: datetime) -> tuple[ReceiptRow, ...]:
    """List the receipts that fit no notice and are no longer matched, newest first."""
    wanted = select(ReceiptRow).where(
        ReceiptRow.notice_id.is_(None), ReceiptRow.at <= now - MATCH_PERIOD
    )
    return tuple(session.scalars(wanted.order_by(ReceiptRow.id.desc()).limit(_BATCH)))


def list_receipts(session: Session, notice: str) -> tuple[ReceiptRow, ...]:
    """List the receipts of a notice as they came, oldest first."""
    theirs = select(ReceiptRow).where(ReceiptRow.notice_id == notice)
    return tuple(
        session.scalars(theirs.order_by(ReceiptRow.at, ReceiptRow.id).limit(_BATCH))
    )


def _find_notice(session: Session, receipt: Receipt) -> NoticeRow | None:
    """Find the notice by our id, else by the gateway's; nobody else may change it now."""
    ways: list[ColumnElement[bool]] = []
    if receipt.id:
        ways.append(NoticeRow.id == receipt.id)
    if receipt.sid:
        ways.append(NoticeRow.sid == receipt.sid)
    if not ways:
        return None
    wanted = select(NoticeRow).where(or_(*ways)).with_for_update()
    found = session.scalars(wanted).all()
    by_our_id = sorted(found, key=lambda it: it.id != receipt.id)
    return next(iter(by_our_id), None)


def _apply_receipt(
    session: Session, row: NoticeRow, receipt: Receipt, now: datetime
) -> None:
    if receipt.fault is Fault.OPTED_OUT:
        suppressions.suppress_number(session, row.to, f"provider:{receipt.code}", now)
    if step := status_update.apply_status(
        row, receipt.status, receipt.sid, receipt.code, now
    ):
        history.write_steps(session, [step], now)


def _raw_json(raw: Mapping[str, str]) -> str:
    return json.dumps(dict(raw), ensure_ascii=False)
