"""How much a store of the bench holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows of each kind; without `questions` the FAQ is the seed.

    `largest` is how many of the notices came in the newest batch, `waiting` how many
    of the inquiries nobody has settled, `edited` the questions the draft has changed.
    """

    questions: int
    phrasings: int
    edited: int
    senders: int
    turns: int
    calls: int
    notices: int
    largest: int
    inquiries: int
    waiting: int
    audit: int
    suppressions: int


FULL = Sizes(
    questions=10_000,
    phrasings=100_000,
    edited=300,
    senders=50_000,
    turns=1_000_000,
    calls=200_000,
    notices=1_000_000,
    largest=100_000,
    inquiries=20_000,
    waiting=3_000,
    audit=100_000,
    suppressions=5_000,
)

QUICK = Sizes(
    questions=1_000,
    phrasings=10_000,
    edited=300,
    senders=5_000,
    turns=50_000,
    calls=10_000,
    notices=50_000,
    largest=5_000,
    inquiries=5_000,
    waiting=1_000,
    audit=10_000,
    suppressions=500,
)

FEW = Sizes(
    questions=0,
    phrasings=0,
    edited=1,
    senders=1,
    turns=1,
    calls=1,
    notices=2,
    largest=1,
    inquiries=2,
    waiting=1,
    audit=1,
    suppressions=1,
)
"""The store that is called empty: the seed, and one of each thing, to be asked for."""
