"""The routes of the playground."""

from functools import partial

from flask import Blueprint

from console.context import ConsoleContext, per_context
from console.playground import calls, files, texts
from console.playground.edition_choice import EditionChooser


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add them."""
    editions = per_context(context, partial(EditionChooser, context))
    texts.install(pages, context, editions)
    calls.install(pages, context, editions)
    files.install(pages, editions)
