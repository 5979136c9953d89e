"""All pages on which the FAQ is edited."""

from flask import Blueprint

from console.door import Door
from console.faq import (
    adding,
    documents,
    exporting,
    leaving,
    ordering,
    phrasings,
    prompts,
    questions,
    sections,
    tree,
)
from console.faq.remarks import Remarks


def install(pages: Blueprint, door: Door) -> None:
    """Add them."""
    looked_at = Remarks(door)
    tree.install(pages, door)
    sections.install(pages, door)
    ordering.install(pages, door)
    adding.install(pages, door, looked_at)
    questions.install(pages, door, looked_at)
    leaving.install(pages, door)
    phrasings.install(pages, door, looked_at)
    prompts.install(pages, door)
    documents.install(pages, door)
    exporting.install(pages, door)
