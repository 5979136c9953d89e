"""All pages about what is about to be published, and what was."""

from flask import Blueprint

from console.door import Door
from console.review import deciding, history, page
from console.review.differing import Differ


def install(pages: Blueprint, door: Door) -> None:
    """Add them."""
    differ = Differ()
    for it in (page, deciding, history):
        it.install(pages, door, differ)
