"""Export (download) of the FAQ: an edition or the draft, as .txt, .docx or .json."""

import re
from datetime import datetime
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from console.context import ConsoleContext
from faq_store.content import editions, queries
from faq_store.errors import NoSuchEditionError
from faq_store.file_formats import write
from faq_store.file_formats import write as forms
from faq_store.file_formats.write import MEDIA_TYPES, FileFormat
from faq_store.tables import DRAFT
from helpline.faq import Edition
from helpline.text import parse_count
from storage.session import reading

SHOWN = 20
"""Editions that are listed; any other has its address, and its link in the history."""

DRAFT_NAME = "draft"
_DIGITS = 9
_LONGEST_NAME = 60


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add the page that lists them, and the files."""

    @pages.get("/faq/export")
    def exports() -> ResponseReturnValue:
        with reading(context.engine) as store:
            row = queries.working_edition_row(store)
            return render_template(
                "console/faq/export.html",
                draft=row is not None and row.number == DRAFT,
                editions=editions.newest_editions(store, None, SHOWN),
                forms=tuple(FileFormat),
            )

    @pages.get("/faq/export/<edition>/<form>")
    def export_faq(edition: str, form: str) -> ResponseReturnValue:
        number = DRAFT if edition == DRAFT_NAME else parse_count(edition, _DIGITS)
        if (not number and edition != DRAFT_NAME) or form not in set(FileFormat):
            abort(404)
        try:
            with reading(context.engine) as store:
                found = write.read_for_export(store, number or DRAFT, FileFormat(form))
        except NoSuchEditionError:
            abort(404)
        return _export_file(found, FileFormat(form), context.clock())


def _export_file(edition: Edition, form: FileFormat, now: datetime) -> Response:
    which = f"第{edition.number}版" if edition.number else "草稿"
    title = re.sub(r"[^\w ()（）-]", "", edition.title)[:_LONGEST_NAME].strip()
    plain = f"faq-{edition.number or DRAFT_NAME}.{form}"
    name = quote(f"{title or '问题释疑'} {which}.{form}")
    answer = Response(
        forms.write_edition_file(edition, form, now), content_type=MEDIA_TYPES[form]
    )
    answer.headers["Content-Disposition"] = (
        f"attachment; filename={plain}; filename*=UTF-8''{name}"
    )
    return answer
