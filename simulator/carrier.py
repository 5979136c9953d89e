"""Carrying messages to applicants: taking or refusing them, and sending receipts."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Protocol
from urllib.parse import urldefrag

from simulator import receipts
from simulator.errors import UndeliverableError
from simulator.message_store import Outbox
from simulator.messages import Draft, Message, Status, key
from simulator.optouts import OptOuts
from simulator.provider import OUR_NUMBER, Provider
from simulator.receipts import Act, Way
from simulator.refusals import TOO_MANY, Refusal, refusal
from simulator.signed_post import Form, Hop
from simulator.traffic_log import Wiretap


class Waiting(Protocol):
    """The way in which time is let pass."""

    @property
    def full(self) -> bool:
        """Whether no more should be asked for now."""

    def after(self, delay: timedelta, work: Callable[[], None]) -> None:
        """Do this so much later."""


class Carrier:
    """The company's side of sending; `way` is how receipts come from now on."""

    def __init__(self, provider: Provider, waiting: Waiting) -> None:
        self.way = Way.NORMAL
        self.outbox = Outbox()
        self.opt_outs = OptOuts()
        self.wiretap = Wiretap()
        self.clock = provider.clock
        self._provider = provider
        self._waiting = waiting

    def take(self, draft: Draft) -> Message | Refusal:
        """Take a message, and see to what becomes of it; or refuse it."""
        refused = refusal(draft, stopped=draft.to in self.opt_outs)
        if refused is not None:
            return refused
        if self._waiting.full:
            return TOO_MANY
        message = self._taken(draft)
        self.outbox.put(message)
        for act in receipts.acts(self.way, by_service=message.status == "accepted"):
            work = partial(self._perform, message.sid, act)
            if act.after:
                self._waiting.after(act.after, work)
            else:
                work()
        return message

    def _taken(self, draft: Draft) -> Message:
        now = self.clock()
        return Message(
            sid="SM" + self._provider.ids(),
            to=key(draft.to),
            sender=draft.sender,
            service=draft.service,
            body=draft.body,
            callback=draft.callback,
            created=now,
            updated=now,
            status="queued" if draft.sender else "accepted",
        )

    def _perform(self, sid: str, act: Act) -> None:
        if act.moves:
            message = self.outbox.move(sid, act.status, OUR_NUMBER, self.clock())
        else:
            message = self.outbox.find(sid)
        if message is not None and message.callback and act.tells:
            hop = self._tell(message, act.status)
            self.wiretap.record(message.to, hop)

    def _tell(self, message: Message, status: Status) -> Hop:
        form: Form = receipts.form(message, status)
        line = self._provider.line
        # What follows a # is for the company (connection overrides), and not sent.
        address = urldefrag(message.callback).url
        try:
            return line.post(line.resolve(address, line.public_url), form)
        except UndeliverableError as fault:
            return Hop(address, "", form, fault=fault)
