"""What is counted of each day: figures without a name in them, and how they add up."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from helpline.matching import DecisionKind

MOST_KEYS = 200
"""Kinds of one figure that a day keeps, the largest; the others are counted as one."""

OTHER = "*"
"""The key of kinds that are not kept one by one."""


class FigureName(StrEnum):
    """What a figure counts; its key tells kinds apart."""

    TEXTS = "texts"
    """Incoming texts, by what became of them (`TextOutcome`)."""

    ANSWERED = "answered"
    """Answers given by text, by case."""

    REPLY_SEGMENTS = "reply-segments"
    """Segments that our replies were sent in."""

    CALLS = "calls"
    """Calls that began, by how they stand or ended."""

    CALL_SECONDS = "call-seconds"
    """Seconds that calls lasted, all together."""

    CALL_LENGTHS = "call-lengths"
    """Calls, by how long they lasted (intervals of `reporting.histogram`)."""

    HEARD = "heard"
    """Answers heard in calls, by case."""

    LEFT_AT = "left-at"
    """Calls that are over, by where they were then (`helpline.voice.path_labels`)."""

    NOTICES = "notices"
    """Notices made, by their status."""

    NOTICE_EVENTS = "notice-events"
    """Notices made, by their event."""

    NOTICE_SEGMENTS = "notice-segments"
    """Segments of the notices that have left us."""

    NOTICE_FAILURES = "notice-failures"
    """Notices that were refused, not delivered or given up, by the code that says why."""

    DELIVERIES = "deliveries"
    """Delivered notices, by the time that took (intervals of `reporting.histogram`)."""

    INQUIRIES = "inquiries"
    """Inquiries, by `InquiryFlow`."""


class TextOutcome(StrEnum):
    """What became of a text; matching's three decisions are among them."""

    CERTAIN = DecisionKind.CERTAIN.value
    UNSURE = DecisionKind.UNSURE.value
    NOTHING = DecisionKind.NOTHING.value
    CHOICE = "choice"  # a number or a word that we obey: matching was not asked
    SILENT = "silent"  # no reply: a robot, a flood, settled by the provider
    STRAY = "stray"  # to a number that is not ours


class InquiryFlow(StrEnum):
    """How inquiries moved in a day; `OPEN` is how many waited when it ended."""

    NEW = "new"
    SETTLED = "settled"
    OPEN = "open"


Figure = tuple[FigureName, str, int]
"""A name, the key that tells kinds apart ("" where there is one kind), how many."""

_CHANNELS = (
    (FigureName.TEXTS, FigureName.ANSWERED, FigureName.REPLY_SEGMENTS),
    (
        *(FigureName.CALLS, FigureName.CALL_SECONDS, FigureName.CALL_LENGTHS),
        *(FigureName.HEARD, FigureName.LEFT_AT),
    ),
    (
        *(FigureName.NOTICES, FigureName.NOTICE_EVENTS, FigureName.NOTICE_SEGMENTS),
        *(FigureName.NOTICE_FAILURES, FigureName.DELIVERIES),
    ),
    (FigureName.INQUIRIES,),
)
"""The figures of each door's rows.

Of a day that is past, only deleting makes the first of each fewer: an inquiry whose
settling is taken back is open instead.
"""


def sum_figures(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Add up what has the same name and key; nought is left out."""
    sums: dict[FigureName, Counter[str]] = {}
    for name, key, value in figures:
        sums.setdefault(name, Counter())[key] += value
    return tuple(it for name, kinds in sums.items() for it in _limit_keys(name, kinds))


def _limit_keys(name: FigureName, kinds: Counter[str]) -> Iterator[Figure]:
    rest = kinds.pop(OTHER, 0)
    # By key as well: what is kept must not depend on the order of counting.
    ordered = sorted(kinds.items(), key=lambda it: (-it[1], it[0]))
    for key, value in ordered[:MOST_KEYS]:
        if value:
            yield name, key, value
    rest += sum(value for _, value in ordered[MOST_KEYS:])
    if rest:
        yield name, OTHER, rest


def merge_recount(
    before: Collection[Figure], after: Collection[Figure]
) -> tuple[Figure, ...]:
    """Give the figures of a past day as counted again, door by door.

    Those of a door of which rows were deleted since are as they were before.
    """
    was, now = _totals(before), _totals(after)
    fewer = {name for name, new in was if now[name, new] < was[name, new]}
    kept = {it for door in _CHANNELS if door[0] in fewer for it in door}
    return (
        *(it for it in before if it[0] in kept),
        *(it for it in after if it[0] not in kept),
    )


def _totals(figures: Iterable[Figure]) -> Counter[tuple[FigureName, bool]]:
    """Add up by name; new inquiries apart from those that waited or were settled."""
    totals = Counter[tuple[FigureName, bool]]()
    for name, key, value in figures:
        totals[name, (name, key) == (FigureName.INQUIRIES, InquiryFlow.NEW)] += value
    return totals
