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
from notices.api.context import ApiContext
from notices.api.errors import FieldError, ProblemError
from notices.api.requests import BatchOrder, NoticeOrder
from notices.api.responses import Accepted, Batch, Notice, Refused
from notices.api_keys import ApiKey
from notices.compose import enqueue
from notices.compose.enqueue import NoticeSource, QueuedNotice
from notices.compose.notice_request import ComposeInputs, RenderedNotice, render_notice
from notices.idempotency import (
    IdempotentRequest,
    NewRequest,
    RepeatedRequest,
    ReusedKey,
)
from notices.tables import BatchRow, NoticeRow
from storage.session import reading, writing

_Checked = TypeVar("_Checked")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SubmitResult:
    """What is answered; `id` is that of a notice just made, "" for none."""

    body: str
    fresh: bool
    id: str = ""


@dataclass(frozen=True, slots=True)
class _SortedEntries:
    """The entries of a batch, each with its place in it."""

    good: tuple[tuple[int, RenderedNotice], ...]
    bad: tuple[Refused, ...]


def submit_notice(
    context: ApiContext, key: ApiKey, asked: IdempotentRequest, order: NoticeOrder
) -> SubmitResult:
    """Take one notice; raise `ProblemError` if it cannot be sent."""

    def check(forms: ComposeInputs, now: datetime) -> RenderedNotice:
        match render_notice(order.to_request(), forms, now):
            case RenderedNotice() as made:
                return made
            case defects:
                raise api_errors.invalid_problem(
                    error_messages.translate_invalid_fields(defects)
                )

    def write(
        session: Session, made: RenderedNotice, request: str, now: datetime
    ) -> SubmitResult:
        origin = NoticeSource(key.source)
        (new,) = enqueue.enqueue(
            session, [(request, made)], origin, context.compose.ids, now
        )
        row = session.get_one(NoticeRow, new.id)
        _log.info("notice %s asked for by API key %s", new.id, key.name)
        return SubmitResult(
            Notice.from_row(row).model_dump_json(), fresh=True, id=new.id
        )

    return _submit_once(context, asked, check, write)


def submit_batch(
    context: ApiContext, key: ApiKey, asked: IdempotentRequest, order: BatchOrder
) -> SubmitResult:
    """Take a batch; raise `ProblemError` if nothing of it can be sent."""
    entries = cast("list[object]", order.notices)

    def check(forms: ComposeInputs, now: datetime) -> _SortedEntries:
        found = _sort_entries(entries, forms, now)
        if not found.good:
            raise api_errors.invalid_problem(tuple(_prefix_errors(found.bad)))
        return found

    def write(
        session: Session, found: _SortedEntries, request: str, now: datetime
    ) -> SubmitResult:
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
            NoticeSource(key.source, batch=request),
            context.compose.ids,
            now,
        )
        _log.info("batch %s asked for by API key %s", request, key.name)
        return SubmitResult(_batch_json(request, found, queued), fresh=True)

    return _submit_once(context, asked, check, write)


def _submit_once(
    context: ApiContext,
    asked: IdempotentRequest,
    check: Callable[[ComposeInputs, datetime], _Checked],
    write: Callable[[Session, _Checked, str, datetime], SubmitResult],
) -> SubmitResult:
    """Check and write what was asked, unless it was answered already.

    What cannot be written never keeps other writers waiting, nor takes a key.
    """
    now = context.clock()
    with reading(context.engine) as session:
        if known := idempotency.find_response(session, asked, now):
            return _repeat_result(known)
        checked = check(context.compose.load_inputs(session), now)
    with writing(context.engine) as session:
        match idempotency.claim_request(session, asked, context.compose.ids(), now):
            case NewRequest(request):
                made = write(session, checked, request, now)
                idempotency.store_response(session, asked, made.body)
                return made
            case known:
                return _repeat_result(known)


def _repeat_result(known: RepeatedRequest | ReusedKey) -> SubmitResult:
    match known:
        case RepeatedRequest(body):
            return SubmitResult(body, fresh=False)
        case ReusedKey():
            detail = "这个 Idempotency-Key 已经用于另一个请求，请换一个。"
            raise ProblemError(api_errors.REUSED_KEY, detail)
        case _:
            assert_never(known)


def _sort_entries(
    entries: list[object], forms: ComposeInputs, now: datetime
) -> _SortedEntries:
    good, bad = [], []
    for index, entry in enumerate(entries):
        match _check_entry(entry, forms, now):
            case RenderedNotice() as made:
                good.append((index, made))
            case errors:
                bad.append(Refused(index=index, errors=list(errors)))
    return _SortedEntries(tuple(good), tuple(bad))


def _check_entry(
    entry: object, forms: ComposeInputs, now: datetime
) -> RenderedNotice | tuple[FieldError, ...]:
    try:
        order = NoticeOrder.model_validate(entry)
    except ValidationError as error:
        return error_messages.translate_validation_error(error, "entry")
    match render_notice(order.to_request(one_of_many=True), forms, now):
        case RenderedNotice() as made:
            return made
        case defects:
            return error_messages.translate_invalid_fields(defects)


def _prefix_errors(bad: tuple[Refused, ...]) -> list[FieldError]:
    return [
        FieldError(field=f"notices.{item.index}.{error.field}", message=error.message)
        for item in bad
        for error in item.errors
    ]


def _batch_json(
    request: str, found: _SortedEntries, queued: tuple[QueuedNotice, ...]
) -> str:
    notices = [
        Accepted(
            index=index, id=new.id, status=new.status, segments=new.rendered.segments
        )
        for (index, _), new in zip(found.good, queued, strict=True)
    ]
    told = Batch(
        batch=request, accepted=len(notices), refused=list(found.bad), notices=notices
    )
    return told.model_dump_json()
