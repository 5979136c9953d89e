"""Carrying messages to applicants: taking or refusing them, and sending receipts."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Protocol
from urllib.parse import urldefrag

from simulator import receipts
from simulator.errors import UndeliverableError
from simulator.message_store import MessageStore
from simulator.messages import Draft, Message, MessageStatus, sender_key
from simulator.optouts import OptOuts
from simulator.provider import OUR_NUMBER, Provider
from simulator.receipts import DeliveryStep, ReceiptMode
from simulator.refusals import TOO_MANY, Refusal, find_refusal
from simulator.signed_post import FormFields, Hop
from simulator.traffic_log import TrafficLog


class Scheduler(Protocol):
    """The way in which time is let pass."""

    @property
    def full(self) -> bool:
        """Whether no more should be asked for now."""

    def after(self, delay: timedelta, work: Callable[[], None]) -> None:
        """Do this so much later."""


class Carrier:
    """The company's side of sending; `way` is how receipts come from now on."""

    def __init__(self, provider: Provider, waiting: Scheduler) -> None:
        self.way = ReceiptMode.NORMAL
        self.outbox = MessageStore()
        self.opt_outs = OptOuts()
        self.wiretap = TrafficLog()
        self.clock = provider.clock
        self._provider = provider
        self._waiting = waiting

    def take(self, draft: Draft) -> Message | Refusal:
        """Take a message, and see to what becomes of it; or refuse it."""
        refused = find_refusal(draft, stopped=draft.to in self.opt_outs)
        if refused is not None:
            return refused
        if self._waiting.full:
            return TOO_MANY
        message = self._accept(draft)
        self.outbox.put(message)
        for act in receipts.plan_delivery(
            self.way, by_service=message.status == "accepted"
        ):
            work = partial(self._perform, message.sid, act)
            if act.after:
                self._waiting.after(act.after, work)
            else:
                work()
        return message

    def _accept(self, draft: Draft) -> Message:
        now = self.clock()
        return Message(
            sid="SM" + self._provider.ids(),
            to=sender_key(draft.to),
            sender=draft.sender,
            service=draft.service,
            body=draft.body,
            callback=draft.callback,
            created=now,
            updated=now,
            status="queued" if draft.sender else "accepted",
        )

    def _perform(self, sid: str, act: DeliveryStep) -> None:
        if act.moves:
            message = self.outbox.move(sid, act.status, OUR_NUMBER, self.clock())
        else:
            message = self.outbox.find(sid)
        if message is not None and message.callback and act.tells:
            hop = self._send_receipt(message, act.status)
            self.wiretap.record(message.to, hop)

    def _send_receipt(self, message: Message, status: MessageStatus) -> Hop:
        form: FormFields = receipts.receipt_form(message, status)
        line = self._provider.line
        # What follows a # is for the company (connection overrides), and not sent.
        address = urldefrag(message.callback).url
        try:
            return line.post(line.resolve(address, line.public_url), form)
        except UndeliverableError as fault:
            return Hop(address, "", form, fault=fault)
