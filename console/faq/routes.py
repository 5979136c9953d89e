"""The routes of all pages on which the FAQ is edited."""

from functools import partial

from flask import Blueprint

from console.context import Door, remembered
from console.faq import (
    document_upload,
    export,
    new_question,
    phrasings,
    prompts,
    question_page,
    reorder,
    retire,
    sections,
    tree,
)
from console.faq.lint_remarks import Remarks


def install(pages: Blueprint, door: Door) -> None:
    """Add them."""
    looked_at = remembered(door, partial(Remarks, door))
    tree.install(pages, door)
    sections.install(pages, door)
    reorder.install(pages, door)
    new_question.install(pages, door, looked_at)
    question_page.install(pages, door, looked_at)
    retire.install(pages, door)
    phrasings.install(pages, door, looked_at)
    prompts.install(pages, door)
    document_upload.install(pages, door)
    export.install(pages, door)
