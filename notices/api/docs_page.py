"""The pages about the API, for everybody: its OpenAPI document, and the same to read."""

import json
from functools import cache

from flask import Blueprint, Response, render_template
from spectree import SpecTree

from notices.api import descriptions, errors, shown
from notices.api.context import Door
from notices.api.openapi import Json, document

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def blueprint(door: Door, spec: SpecTree) -> Blueprint:
    """Serve the document and the page; `spec` knows the routes they are about."""
    pages = Blueprint(
        "docs",
        __name__,
        static_folder="static",
        static_url_path="/api/docs/static",
        template_folder="templates",
    )

    @cache
    def written() -> Json:
        return document(spec, door.root)

    @pages.get("/api/openapi.json")
    def openapi() -> Response:
        body = json.dumps(written(), ensure_ascii=False, indent=1)
        return Response(body, mimetype="application/json")

    @pages.get("/api/docs")
    def page() -> str:
        return render_template(
            "notices_api/docs.html",
            root=door.root,
            info=written()["info"],
            operations=shown.operations(written()),
            tables=shown.tables(written()),
            statuses=descriptions.STATUSES,
            kinds=errors.KINDS,
            rate=f"{door.requests_per_second:g}",
        )

    @pages.after_request
    def protect(answer: Response) -> Response:
        answer.headers.update(_HEADERS)
        return answer

    return pages
