"""The routes of all pages on which the FAQ is edited."""

from functools import partial

from flask import Blueprint

from console.context import ConsoleContext, per_context
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
from console.faq.lint_remarks import LintRemarks


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add them."""
    remarks = per_context(context, partial(LintRemarks, context))
    tree.install(pages, context)
    sections.install(pages, context)
    reorder.install(pages, context)
    new_question.install(pages, context, remarks)
    question_page.install(pages, context, remarks)
    retire.install(pages, context)
    phrasings.install(pages, context, remarks)
    prompts.install(pages, context)
    document_upload.install(pages, context)
    export.install(pages, context)
