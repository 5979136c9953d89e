"""Whatever happens in whatever order, nothing is sent twice, lost, or forgotten."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine
from typing_extensions import override

from notices.compose.notice_request import Priority
from notices.delivery import outbox, suppressions
from notices.delivery.outbox import Claim
from notices.delivery.outcomes import SendResult
from notices.delivery.settings import DeliveryLimits
from notices.faults import Fault
from notices.gateways.base import SendRefused
from notices.gateways.memory import LostMessage, ScriptedOutcome
from notices.status import Status
from notices.tables import NoticeRow
from tests import stores
from tests.conftest import NOW
from tests.notices.fakes import APPLICANT, OTHER, Post

pytestmark = pytest.mark.both_stores

REFUSALS = tuple(SendRefused(it, f"{it}") for it in Fault if it is not Fault.SENDER)
ANSWERS: tuple[ScriptedOutcome | None, ...] = (
    None,
    None,
    None,
    *LostMessage,
    *LostMessage,
    *REFUSALS,
)
LADDER = (Status.SENT, Status.UNDELIVERED, Status.FAILED, Status.DELIVERED)
PAUSES = (1, 5, 20, 60, 190, 3600)

_T = TypeVar("_T")

picks = st.integers(0, 10**6)
numbers = st.sampled_from([APPLICANT, OTHER])


class Office(RuleBasedStateMachine):
    """Workers, a provider, applicants and staff, each in its own time.

    A claim is handed over within its lease; who comes too late does not come at all.
    """

    def __init__(self, engine: Engine, *, resend: bool) -> None:
        super().__init__()
        stores.clear(engine)
        self.post = Post(
            engine, NOW, DeliveryLimits(rate=1000.0, resend_unknown=resend)
        )
        self.claims: list[Claim] = []
        self.results: list[SendResult] = []
        self.tries: dict[str, list[SendResult]] = {}
        self.owners: dict[str, str] = {}
        self.words: dict[str, list[str]] = {}
        self.heard = self.queued = 0
        self.seen: dict[str, Status] = {}
        self.queue(APPLICANT, Priority.NORMAL, 90, 2)
        self.queue(OTHER, Priority.NORMAL, 90, 2)

    # --- Staff and applicants --------------------------------------------------

    @rule(
        to=numbers,
        priority=st.sampled_from(Priority),
        hours=st.sampled_from([1, 90]),
        many=st.integers(1, 3),
    )
    def queue(self, to: str, priority: Priority, hours: int, many: int) -> None:
        valid = timedelta(hours=hours)
        for _ in range(many):
            self.queued += 1
            reason = f"第{self.queued}条"  # no two texts are equal
            self.post.order(to=to, priority=priority, reason=reason, valid_for=valid)

    @precondition(lambda self: self.seen)
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        with self.post.writing() as session:
            outbox.cancel_notice(
                session, self.pick(sorted(self.seen), pick), self.post.now
            )

    @rule(number=numbers, stops=st.sampled_from([False, False, False, True]))
    def text(self, number: str, *, stops: bool) -> None:
        change = suppressions.suppress_number if stops else suppressions.resume_number
        with self.post.writing() as session:
            change(session, number, "text:SM1", self.post.now)

    # --- Workers ---------------------------------------------------------------

    @rule(answers=st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=4))
    def work(self, answers: list[ScriptedOutcome | None]) -> None:
        for claim, answer in zip(self.post.claim(len(answers)), answers, strict=False):
            self.hand(claim, answer)

    @rule(most=st.integers(1, 4))
    def claim(self, most: int) -> None:
        self.claims.extend(self.post.claim(most))

    @precondition(lambda self: self.claims)
    @rule(pick=picks, answer=st.sampled_from(ANSWERS))
    def hand_over(self, pick: int, answer: ScriptedOutcome | None) -> None:
        claim = self.pick(self.claims, pick)
        self.claims.remove(claim)
        self.hand(claim, answer)

    @precondition(lambda self: self.results)
    @rule(chance=st.randoms(use_true_random=False), many=st.integers(1, 9))
    def record(self, chance: Random, many: int) -> None:
        chance.shuffle(self.results)
        self.post.record(*self.results[:many])
        del self.results[:many]

    @rule()
    def crash(self) -> None:
        self.claims.clear()
        self.results.clear()

    @rule(away=st.sampled_from([False, False, True]), wait=st.sampled_from(PAUSES))
    def wait(self, wait: int, *, away: bool) -> None:
        self.post.later(wait)
        if timedelta(seconds=wait) >= self.post.limits.lease:
            self.claims.clear()
        self.post.tidy()
        self.post.gateway.away = away
        self.post.reconcile()
        self.post.gateway.away = False

    # --- The provider ----------------------------------------------------------

    @precondition(lambda self: self.owners)
    @rule(pick=picks, status=st.sampled_from(LADDER))
    def progress(self, pick: int, status: Status) -> None:
        book = self.pick(self.post.gateway.records, pick)
        if status.rank > book.status.rank and not book.status.final:
            self.post.gateway.move(book.sid, status)
            self.words[book.sid].append(status.value)

    @precondition(lambda self: self.owners)
    @rule(pick=picks, which=picks, ours=st.booleans(), code=st.sampled_from(["", "1"]))
    def receipt(self, pick: int, which: int, code: str, *, ours: bool) -> None:
        sid = self.pick(sorted(self.owners), pick)
        word = self.pick([*self.words[sid], "never_heard_of"], which)
        self.post.hear(self.owners[sid] if ours else "", word, sid, code)
        self.heard += 1

    @rule(word=st.sampled_from(["sent", "failed", "new"]))
    def stray_receipt(self, word: str) -> None:
        self.post.hear("nobody", word, "SM" + "f" * 32)
        self.heard += 1

    # --- Laws ------------------------------------------------------------------

    @invariant()
    def a_status_falls_only_to_be_sent_again(self) -> None:
        for row in self.post.notices():
            before, after = self.seen.get(row.id, Status.QUEUED), Status(row.status)
            again = after is Status.QUEUED and before in {
                Status.SENDING,
                Status.UNKNOWN,
            }
            assert after.rank >= before.rank or again, (before, after)
            if before.final and after is not before:
                assert row.flagged
            self.seen[row.id] = after

    @invariant()
    def a_story_ends_where_its_notice_stands(self) -> None:
        for row in self.post.notices():
            told = self.post.story(row.id)
            assert told[-1] == f"{row.status}:{row.code}".rstrip(":"), told
            assert told[0] in {"queued", "suppressed"}
            assert told.count("sending") >= len(self.tries.get(row.id, ()))

    @invariant()
    def what_waits_can_go_and_what_is_in_doubt_is_asked_about(self) -> None:
        for row in self.post.notices():
            assert row.try_at is not None or row.status != Status.QUEUED
            assert (row.leased_until is not None) is (row.status == Status.SENDING)
            asked = row.status in {Status.UNKNOWN, Status.ACCEPTED, Status.SENT}
            assert asked or row.check_at is None
            settled = row.code == "no-trace"
            assert not asked or settled or row.check_at is not None

    @invariant()
    def every_receipt_is_kept(self) -> None:
        assert len(self.post.receipts()) == self.heard

    @override
    def teardown(self) -> None:
        """Let the gateway work and time pass; then nothing is left open."""
        self.post.record(*self.results)
        for _ in self.hours(6):
            for claim in self.post.claim():
                self.hand(claim, None)
            self.post.record(*self.results)
            self.results.clear()
        self.a_status_falls_only_to_be_sent_again()
        self.a_story_ends_where_its_notice_stands()
        for row in self.post.notices():
            self.is_settled(row)

    # --- Means -----------------------------------------------------------------

    def hours(self, many: int) -> Iterator[int]:
        """Pass hours, a little at a time at first, with the books kept."""
        for step in range(12 + many):
            self.post.later(40 if step < 12 else 4000)
            self.post.tidy()
            while self.post.reconcile():
                pass
            yield step

    def is_settled(self, row: NoticeRow) -> None:
        """Check what a notice has come to against the gateway's own books."""
        status = Status(row.status)
        books = {it.sid: it for it in self.post.gateway.records}
        mine = [books[sid] for sid, owner in self.owners.items() if owner == row.id]
        assert len(mine) <= 1
        if status is Status.UNKNOWN:
            assert row.code == "no-trace"
            assert mine == []
        elif mine:
            assert status.rank == mine[0].status.rank
            assert row.sid == mine[0].sid
        else:
            assert status.final

    def hand(self, claim: Claim, answer: ScriptedOutcome | None) -> SendResult:
        """Hand a notice over, if that is lawful, and keep what the gateway said."""
        earlier = self.tries.setdefault(claim.id, [])
        assert claim.id not in self.owners.values(), "the gateway has it already"
        if not self.post.limits.resend_unknown:
            assert all(isinstance(it.outcome, SendRefused) for it in earlier)
        self.post.answers.append(answer)
        taken = len(self.post.gateway.records)
        result = self.post.hand_over(claim)
        for book in self.post.gateway.records[taken:]:
            self.owners[book.sid], self.words[book.sid] = claim.id, ["queued"]
        earlier.append(result)
        self.results.append(result)
        return result

    def pick(self, several: Sequence[_T], pick: int) -> _T:
        return several[pick % len(several)]


@pytest.mark.parametrize("resend", [False, True], ids=["never-again", "resending"])
def test_whatever_happens_every_law_holds_and_everything_is_settled(
    engine: Engine, *, resend: bool
) -> None:
    run_state_machine_as_test(
        lambda: Office(engine, resend=resend),  # type: ignore[arg-type] # as its documentation does
        settings=settings(
            max_examples=14 if engine.dialect.name == "sqlite" else 5,
            stateful_step_count=30,
            phases=[Phase.explicit, Phase.generate],  # shrinking takes an hour
            suppress_health_check=list(HealthCheck),
        ),
    )
