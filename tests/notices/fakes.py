"""A post office of its own: a store, a gateway that does as it is told, a clock."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session
from typing_extensions import override

from helpline import wording
from notices.compose import enqueue, notice_request
from notices.compose.enqueue import NoticeSource
from notices.compose.notice_request import ComposeInputs, NoticeRequest, RenderedNotice
from notices.compose.templates import Template
from notices.delivery import (
    circuit_breaker,
    history,
    maintenance,
    outbox,
    outcomes,
    receipts,
)
from notices.delivery.outbox import Claim
from notices.delivery.outcomes import SendResult
from notices.delivery.sender import DeliveryContext, NoticeSender
from notices.delivery.settings import DeliveryLimits
from notices.faults import Fault
from notices.gateways.base import (
    CodeExplanation,
    GatewayError,
    OutgoingMessage,
    ProviderRecord,
)
from notices.gateways.memory import RecordingGateway, ScriptedOutcome
from notices.status import Status
from notices.tables import AlertRow, BatchRow, GatewayRow, NoticeRow, ReceiptRow
from storage.session import reading, writing

APPLICANT, OTHER = "+8613800138000", "+8613900139000"
OURS = "+8613700137000"
SIGNATURE = "【测试】"
OPT_OUT = "opt-out"
"""The code of the gateway for a number that said stop."""

QUICK = DeliveryLimits(rate=1000.0, width=4)
RETURNED = NoticeRequest(
    to=APPLICANT, event="退件", application="HN1", reason="照片不清楚"
)

TEST = NoticeSource("test")

_Row = TypeVar("_Row")


def forms(**changed: Any) -> ComposeInputs:  # noqa: ANN401 - fields of several types
    """Give what orders are checked against: the packaged templates, no reasons."""
    packaged = {it: Template(it, 0, body) for it, body in wording.NOTICES.items()}
    plain = ComposeInputs(packaged, {}, lambda _: False, SIGNATURE, OURS)
    return replace(plain, **changed)


class Moody(RecordingGateway):
    """A recording gateway whose books cannot be asked while it is `away`."""

    away = False

    @override
    def look_up(self, sid: str) -> ProviderRecord | None:
        self._answer_or_not()
        return super().look_up(sid)

    @override
    def list_sent_to(self, number: str, since: datetime) -> tuple[ProviderRecord, ...]:
        self._answer_or_not()
        return super().list_sent_to(number, since)

    def _answer_or_not(self) -> None:
        if self.away:
            raise GatewayError


@dataclass
class Post:
    """Queues, sends and hears; `now` is moved by hand, ids and keys are counted.

    `answers` are the gateway's next ones, then it answers with `always`.
    """

    engine: Engine
    now: datetime
    limits: DeliveryLimits = QUICK
    jitter: float = 0.5
    answers: deque[ScriptedOutcome | None] = field(default_factory=deque)
    always: ScriptedOutcome | None = None
    gateway: Moody = field(init=False)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        """Open the gateway, with its bucket filling up since a minute ago."""
        codes = {OPT_OUT: CodeExplanation(Fault.OPTED_OUT)}
        self.gateway = Moody(lambda: self.now, self._answer, codes=codes)
        with self.writing() as session:
            circuit_breaker.lock_gateway(session, self.now - timedelta(minutes=1))

    # --- Queueing ------------------------------------------------------------

    def render(self, order: NoticeRequest = RETURNED, **changed: Any) -> RenderedNotice:  # noqa: ANN401
        made = notice_request.render_notice(
            replace(order, **changed), forms(), self.now
        )
        assert isinstance(made, RenderedNotice), made
        return made

    def order(self, *, origin: NoticeSource = TEST, **changed: Any) -> str:  # noqa: ANN401
        (notice,) = self.order_many([changed], origin=origin)
        return notice

    def order_many(
        self,
        changes: Sequence[dict[str, Any]],
        *,
        origin: NoticeSource = TEST,
    ) -> list[str]:
        """Queue notices, each with a key of its own."""
        wanted = [(f"key-{next(self.numbers)}", self.render(**it)) for it in changes]
        with self.writing() as session:
            queued = enqueue.enqueue(session, wanted, origin, self.next_id, self.now)
        return [it.id for it in queued]

    def batch(self, changes: Sequence[dict[str, Any]], name: str = "七月") -> str:
        """Queue a batch that waits to be confirmed."""
        batch = self.next_id()
        with self.writing() as session:
            row = BatchRow(id=batch, source="test", name=name, created_at=self.now)
            row.complete_at = self.now
            session.add(row)
        bulk = [{"priority": notice_request.Priority.BULK, **it} for it in changes]
        self.order_many(bulk, origin=NoticeSource("test", batch, held=True))
        return batch

    def next_id(self) -> str:
        return f"{next(self.numbers):032x}"

    # --- Working -------------------------------------------------------------

    @property
    def delivery_context(self) -> DeliveryContext:
        return DeliveryContext(
            self.engine,
            self.gateway,
            self.limits,
            lambda: self.now,
            lambda: self.jitter,
            lambda it: f"https://x/notices/receipts?k={it}",
        )

    def round(self) -> None:
        """Let a courier send what is due and may go now, and wait for its outcomes."""
        courier = NoticeSender(self.delivery_context)
        courier.start()
        while courier.send_due():
            pass
        courier.stop(timedelta(seconds=5))

    def send_all(self) -> None:
        """Let couriers work until nothing more is handed over."""
        before = -1
        while before != len(self.gateway.sent):
            before = len(self.gateway.sent)
            self.round()

    def claim(self, most: int = 8) -> tuple[Claim, ...]:
        with self.writing() as session:
            return outbox.claim_due(session, self.limits, self.now, most)

    def record(self, *results: SendResult) -> None:
        with self.writing() as session:
            outcomes.record_results(session, results, self.now, self.jitter)

    def hand_over(self, claim: Claim) -> SendResult:
        """Give a claimed notice to the gateway; nobody has recorded yet what it said."""
        message = OutgoingMessage(
            claim.id, claim.to, claim.text, "", claim.expires_at - self.now
        )
        return SendResult(claim, self.gateway.send(message))

    def tidy(self) -> None:
        maintenance.tidy_outbox(self.delivery_context)

    def reconcile(self) -> int:
        return maintenance.reconcile_unconfirmed(self.delivery_context)

    def next_check(self) -> datetime | None:
        """Tell when the gateway is asked about something next."""
        return min((it.check_at for it in self.notices() if it.check_at), default=None)

    def reconcile_for(self, while_: timedelta) -> list[float]:
        """Let time pass, and tell after which seconds the gateway was asked."""
        begun, asked = self.now, list[float]()
        while (moment := self.next_check()) and moment <= begun + while_:
            self.now = moment
            self.reconcile()
            asked.append((moment - begun).total_seconds())
        self.now = begun + while_
        return asked

    def hear(self, notice: str, word: str, sid: str = "", code: str = "") -> bool:
        """Bring a receipt; False if it fits no notice yet."""
        form = {"status": word, "sid": sid, "code": code}
        receipt = self.gateway.parse_receipt(notice, form)
        with self.writing() as session:
            return receipts.store_receipt(session, receipt, self.now)

    def later(self, wait: timedelta | float) -> None:
        """Move the clock on, by seconds where it is a number."""
        by = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
        self.now += by

    # --- Looking -------------------------------------------------------------

    def writing(self) -> AbstractContextManager[Session]:
        return writing(self.engine)

    def notice(self, id: str) -> NoticeRow:  # noqa: A002
        (found,) = self._all(select(NoticeRow).where(NoticeRow.id == id))
        return found

    def notices(self) -> list[NoticeRow]:
        return self._all(select(NoticeRow).order_by(NoticeRow.id))

    def status(self, notice: str) -> Status:
        return Status(self.notice(notice).status)

    def story(self, notice: str) -> list[str]:
        """Tell a notice's history, each step as `status` or `status:code`."""
        with reading(self.engine) as session:
            steps = history.read_steps(session, notice)
            return [f"{it.status}:{it.code}".rstrip(":") for it in steps]

    def receipts(self) -> list[ReceiptRow]:
        return self._all(select(ReceiptRow).order_by(ReceiptRow.id))

    def alerts(self) -> list[str]:
        """Name the kinds of the alerts that stand."""
        standing = select(AlertRow).where(AlertRow.cleared_at.is_(None))
        return [it.kind for it in self._all(standing.order_by(AlertRow.id))]

    def gateway_row(self) -> GatewayRow:
        (found,) = self._all(select(GatewayRow))
        return found

    def read(self, ask: Callable[[Session], _Row]) -> _Row:
        with reading(self.engine) as session:
            found = ask(session)
            session.expunge_all()
            return found

    def _all(self, statement: Select[_Row]) -> list[_Row]:
        return self.read(lambda session: list(session.scalars(statement)))

    def _answer(self, _: OutgoingMessage) -> ScriptedOutcome | None:
        return self.answers.popleft() if self.answers else self.always
