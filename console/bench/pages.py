"""The pages of the test bench."""

from flask import Blueprint

from console.bench import files, keypad, texts
from console.bench.subjects import Bench
from console.door import Door


def install(pages: Blueprint, door: Door) -> None:
    """Add them."""
    bench = Bench(door)
    texts.install(pages, door, bench)
    keypad.install(pages, door, bench)
    files.install(pages, bench)
