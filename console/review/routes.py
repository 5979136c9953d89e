"""The routes of the pages about review and publishing."""

from flask import Blueprint

from console.context import Door, remembered
from console.review import actions, draft_page, history
from console.review.diff_cache import Differ


def install(pages: Blueprint, door: Door) -> None:
    """Add them."""
    differ = remembered(door, Differ)
    for it in (draft_page, actions, history):
        it.install(pages, door, differ)
