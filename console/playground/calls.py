"""The playground for calls: keys are pressed, and what would be heard is read."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from console.context import Door
from console.playground import call_player, edition_choice
from console.playground.edition_choice import Bench
from helpline.voice import key_meaning

MOST_ACTS = 60
ROWS = ("123", "456", "789", "*0#")


def install(pages: Blueprint, door: Door, bench: Bench) -> None:
    """Add the page where a call is played."""

    @pages.route("/bench/call", methods=["GET", "POST"])
    def bench_call() -> ResponseReturnValue:
        subject = bench.subject()
        acts = _acts()
        played = tuple(call_player.play(subject.edition, acts, door.announced()))
        here = played[-1].position
        return render_template(
            "console/playground/calls.html",
            **edition_choice.words(subject),
            acts="".join(it.act for it in played),
            played=played,
            here=here,
            place=key_meaning.place(subject.edition, here.path) if here else (),
            full=len(acts) >= MOST_ACTS,
            rows=ROWS,
            playing=call_player,
        )


def _acts() -> str:
    """Read what was pressed before and now; a call begun afresh forgets it."""
    if "afresh" in request.form:
        return ""
    before, now = request.form.get("acts", ""), request.form.get("act", "")
    pressed = before[:MOST_ACTS] + now[:1]
    return "".join(it for it in pressed if it in call_player.ACTS)[:MOST_ACTS]
