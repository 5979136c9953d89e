"""Chart.js, which draws charts, sent from the package that brings it: chartkick."""

from pathlib import Path

import chartkick
from flask import Blueprint, Response, send_file

_CHART_JS = Path(chartkick.__path__[0], "django/static/chartkick/Chart.bundle.js")
"""It stands alone: chartkick's own script and tags are not used, as those are inline."""


def install(pages: Blueprint) -> None:
    """Add its address."""

    @pages.get("/charts.js")
    def charts() -> Response:
        return send_file(_CHART_JS, mimetype="text/javascript")
