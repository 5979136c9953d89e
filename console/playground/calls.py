"""The playground for calls: keys are pressed, and what would be heard is read."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from console.context import ConsoleContext
from console.playground import call_player, edition_choice
from console.playground.edition_choice import EditionChooser
from helpline.voice import path_labels

MOST_ACTIONS = 60
ROWS = ("123", "456", "789", "*0#")


def install(
    pages: Blueprint, context: ConsoleContext, editions: EditionChooser
) -> None:
    """Add the page where a call is played."""

    @pages.route("/bench/call", methods=["GET", "POST"])
    def bench_call() -> ResponseReturnValue:
        subject = editions.choose()
        acts = _parse_actions()
        played = tuple(
            call_player.play_call(subject.edition, acts, context.announcement())
        )
        here = played[-1].position
        return render_template(
            "console/playground/calls.html",
            **edition_choice.edition_labels(subject),
            acts="".join(it.act for it in played),
            played=played,
            here=here,
            place=path_labels.describe_path(subject.edition, here.path) if here else (),
            full=len(acts) >= MOST_ACTIONS,
            rows=ROWS,
            playing=call_player,
        )


def _parse_actions() -> str:
    """Read what was pressed before and now; a call begun afresh forgets it."""
    if "afresh" in request.form:
        return ""
    before, now = request.form.get("acts", ""), request.form.get("act", "")
    pressed = before[:MOST_ACTIONS] + now[:1]
    return "".join(it for it in pressed if it in call_player.ACTIONS)[:MOST_ACTIONS]
