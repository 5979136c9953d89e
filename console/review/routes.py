"""The routes of the pages about review and publishing."""

from flask import Blueprint

from console.context import ConsoleContext, per_context
from console.review import actions, draft_page, history
from console.review.diff_cache import DiffCache


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add them."""
    diffs = per_context(context, DiffCache)
    for item in (draft_page, actions, history):
        item.install(pages, context, diffs)
