"""The routes of all pages about notices, and what their templates are rendered with."""

from functools import partial

from flask import Blueprint, render_template
from werkzeug.exceptions import RequestEntityTooLarge

from console.context import ConsoleContext
from console.notices import (
    batches,
    delivery_state,
    detail,
    labels,
    reasons,
    send,
    suppressions,
    templates,
    upload,
)
from console.notices import list as notices_list
from helpline.masking import mask


def install(pages: Blueprint, context: ConsoleContext) -> None:
    """Add them, and what their templates are made with."""
    pages.app_template_filter("mask")(mask)
    pages.app_template_filter("masked")(labels.mask_number)
    shown = {
        "notice_words": labels,
        "explain_code": partial(labels.explain_code, context.explain),
    }
    pages.context_processor(lambda: shown)
    pages.register_error_handler(RequestEntityTooLarge, _too_large)
    modules = (
        *(delivery_state, notices_list, send, upload, batches),
        *(suppressions, templates, reasons, detail),
    )
    for module in modules:
        module.install(pages, context)


def _too_large(_: RequestEntityTooLarge) -> tuple[str, int]:
    reason = "这个文件或表单太大了。一个文件最多32兆，请分成几个文件。"
    return render_template("console/error_page.html", reason=reason), 413
