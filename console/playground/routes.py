"""The routes of the playground."""

from functools import partial

from flask import Blueprint

from console.context import Door, remembered
from console.playground import calls, files, texts
from console.playground.edition_choice import Bench


def install(pages: Blueprint, door: Door) -> None:
    """Add them."""
    bench = remembered(door, partial(Bench, door))
    texts.install(pages, door, bench)
    calls.install(pages, door, bench)
    files.install(pages, bench)
