"""Flash messages that several pages about notices share."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from notices.errors import NoticesError


def missing_page(sentence: str) -> ResponseReturnValue:
    """Say that something is not there."""
    return render_template("console/error_page.html", reason=sentence), 404


def flash_result(*, done: bool, yes: str, no: str) -> None:
    """Say on the next page whether something was done."""
    flash(yes if done else no, "success" if done else "warning")


def flash_error(error: NoticesError) -> None:
    """Say on the next page why something was not done."""
    flash(str(error), "danger")
