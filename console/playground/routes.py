"""The pages of the test bench."""

from flask import Blueprint

from console.context import Door
from console.playground import calls, files, texts
from console.playground.edition_choice import Bench


def install(pages: Blueprint, door: Door) -> None:
    """Add them."""
    bench = Bench(door)
    texts.install(pages, door, bench)
    calls.install(pages, door, bench)
    files.install(pages, bench)
