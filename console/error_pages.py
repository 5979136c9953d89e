"""Error pages of the console (HTTP errors, CSRF, conflicts, the store gone): one sentence each."""

import logging

from flask import Blueprint, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from staff.accounts import BadLinkError
from staff.errors import StaffError

_log = logging.getLogger(__name__)

_SENTENCES = {
    400: "请求的格式不对。",
    403: "您的角色不能做这件事。",
    404: "没有这一页，或它的内容已经删除。",
    405: "这个地址不能这样打开。",
    413: "提交的内容太大。",
    500: "系统出了问题，请稍后再试。",
}

ErrorPage = tuple[str, int]


def install(pages: Blueprint) -> None:
    """Answer on these pages with pages, not with the JSON of the other doors."""
    pages.register_error_handler(CSRFError, _csrf_error_page)
    pages.register_error_handler(BadLinkError, _bad_link_page)
    pages.register_error_handler(StaffError, _staff_error_page)
    pages.register_error_handler(SQLAlchemyError, _store_error_page)
    for status in _SENTENCES:
        pages.register_error_handler(status, _http_error_page)


def _http_error_page(error: HTTPException) -> ErrorPage:
    status = error.code or 500
    return _page(_SENTENCES[status]), status


def _csrf_error_page(_: CSRFError) -> ErrorPage:
    return _page("页面放得太久了，或不是从控制台打开的。请返回，刷新后再试。"), 400


def _bad_link_page(error: BadLinkError) -> ErrorPage:
    return _page(str(error)), 410


def _staff_error_page(error: StaffError) -> ErrorPage:
    return _page(str(error)), 409


def _store_error_page(error: SQLAlchemyError) -> ErrorPage:
    _log.warning("the console has no store: %s", type(error).__name__)
    return _page("数据库暂时连不上，什么都没有改。请稍后再试。"), 503


def _page(reason: str) -> str:
    return render_template("console/error_page.html", reason=reason)
