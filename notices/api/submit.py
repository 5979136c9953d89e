"""Submit notices: validated, then queued in the outbox once (idempotency key), in one transaction."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, assert_never, cast

from pydantic import ValidationError
from sqlalchemy.orm import Session

from notices import idempotency
from notices.api import error_messages
from notices.api import errors as api_errors
from notices.api.context import Door
from notices.api.errors import FieldError, ProblemError
from notices.api.requests import BatchOrder, NoticeOrder
from notices.api.responses import Accepted, Batch, Notice, Refused
from notices.api_keys import ApiKey
from notices.compose import enqueue
from notices.compose.enqueue import Origin, Queued
from notices.compose.notice_request import Forms, Prepared, prepare
from notices.idempotency import Asked, Fresh, Repeated, Reused
from notices.tables import BatchRow, NoticeRow
from storage.session import reading, writing

_Checked = TypeVar("_Checked")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered; `id` is that of a notice just made, "" for none."""

    body: str
    fresh: bool
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The entries of a batch, each with its place in it."""

    good: tuple[tuple[int, Prepared], ...]
    bad: tuple[Refused, ...]


def one(door: Door, key: ApiKey, asked: Asked, order: NoticeOrder) -> Answer:
    """Take one notice; raise `ProblemError` if it cannot be sent."""

    def check(forms: Forms, now: datetime) -> Prepared:
        match prepare(order.order(), forms, now):
            case Prepared() as made:
                return made
            case defects:
                raise api_errors.invalid(error_messages.of_defects(defects))

    def write(session: Session, made: Prepared, request: str, now: datetime) -> Answer:
        origin = Origin(key.source)
        (new,) = enqueue.enqueue(
            session, [(request, made)], origin, door.office.ids, now
        )
        row = session.get_one(NoticeRow, new.id)
        _log.info("notice %s asked for by API key %s", new.id, key.name)
        return Answer(Notice.of(row).model_dump_json(), fresh=True, id=new.id)

    return _once(door, asked, check, write)


def many(door: Door, key: ApiKey, asked: Asked, order: BatchOrder) -> Answer:
    """Take a batch; raise `ProblemError` if nothing of it can be sent."""
    entries = cast("list[object]", order.notices)

    def check(forms: Forms, now: datetime) -> _Sorted:
        found = _sorted(entries, forms, now)
        if not found.good:
            raise api_errors.invalid(tuple(_named(found.bad)))
        return found

    def write(session: Session, found: _Sorted, request: str, now: datetime) -> Answer:
        batch = BatchRow(
            id=request,
            source=key.source,
            created_at=now,
            complete_at=now,
            confirmed_at=now,
        )
        session.add(batch)
        session.flush()
        queued = enqueue.enqueue(
            session,
            ((f"{request}:{index}", made) for index, made in found.good),
            Origin(key.source, batch=request),
            door.office.ids,
            now,
        )
        _log.info("batch %s asked for by API key %s", request, key.name)
        return Answer(_told(request, found, queued), fresh=True)

    return _once(door, asked, check, write)


def _once(
    door: Door,
    asked: Asked,
    check: Callable[[Forms, datetime], _Checked],
    write: Callable[[Session, _Checked, str, datetime], Answer],
) -> Answer:
    """Check and write what was asked, unless it was answered already.

    What cannot be written never keeps other writers waiting, nor takes a key.
    """
    now = door.clock()
    with reading(door.engine) as session:
        if known := idempotency.known(session, asked, now):
            return _again(known)
        checked = check(door.office.forms(session), now)
    with writing(door.engine) as session:
        match idempotency.claim(session, asked, door.office.ids(), now):
            case Fresh(request):
                made = write(session, checked, request, now)
                idempotency.settle(session, asked, made.body)
                return made
            case known:
                return _again(known)


def _again(known: Repeated | Reused) -> Answer:
    match known:
        case Repeated(body):
            return Answer(body, fresh=False)
        case Reused():
            detail = "这个 Idempotency-Key 已经用于另一个请求，请换一个。"
            raise ProblemError(api_errors.REUSED_KEY, detail)
        case _:
            assert_never(known)


def _sorted(entries: list[object], forms: Forms, now: datetime) -> _Sorted:
    good, bad = [], []
    for index, entry in enumerate(entries):
        match _checked(entry, forms, now):
            case Prepared() as made:
                good.append((index, made))
            case errors:
                bad.append(Refused(index=index, errors=list(errors)))
    return _Sorted(tuple(good), tuple(bad))


def _checked(
    entry: object, forms: Forms, now: datetime
) -> Prepared | tuple[FieldError, ...]:
    try:
        order = NoticeOrder.model_validate(entry)
    except ValidationError as error:
        return error_messages.of(error, "entry")
    match prepare(order.order(one_of_many=True), forms, now):
        case Prepared() as made:
            return made
        case defects:
            return error_messages.of_defects(defects)


def _named(bad: tuple[Refused, ...]) -> list[FieldError]:
    return [
        FieldError(field=f"notices.{it.index}.{error.field}", message=error.message)
        for it in bad
        for error in it.errors
    ]


def _told(request: str, found: _Sorted, queued: tuple[Queued, ...]) -> str:
    notices = [
        Accepted(
            index=index, id=new.id, status=new.status, segments=new.prepared.segments
        )
        for (index, _), new in zip(found.good, queued, strict=True)
    ]
    told = Batch(
        batch=request, accepted=len(notices), refused=list(found.bad), notices=notices
    )
    return told.model_dump_json()
