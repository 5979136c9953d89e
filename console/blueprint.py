"""The console's Flask blueprint: all its pages, with CSRF protection and Bootstrap."""

from flask import Blueprint, Flask
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect

from console import (
    announcements,
    audit_log,
    calls,
    conversations,
    error_pages,
    home,
    navigation,
)
from console.account import login, my_account, staff
from console.auth import Entrance, able
from console.context import Door, remembered
from console.dashboard import routes as dashboard_pages
from console.display import template_filters
from console.faq import routes as faq_pages
from console.inquiries import answer_by_sms, resolve
from console.inquiries import list as inquiries_list
from console.notices import routes as notice_pages
from console.path_prefix import PREFIX, Mount
from console.playground import routes as bench_pages
from console.review import routes as review_pages
from console.security import configure_cookies, with_headers
from faq_store.inquiries.groups import Gatherer


def install(app: Flask, door: Door) -> None:
    """Mount the console, and what its pages are made with."""
    configure_cookies(app, secure=door.base_url.startswith("https:"))
    csrf = CSRFProtect(app)
    Bootstrap5(app)
    app.register_blueprint(_pages(door, csrf))
    app.wsgi_app = Mount(app.wsgi_app, door.base_url)  # type: ignore[method-assign]


def _pages(door: Door, csrf: CSRFProtect) -> Blueprint:
    pages = Blueprint(
        "console",
        __name__,
        url_prefix=PREFIX,
        static_folder="static",
        static_url_path="/static",
        template_folder="templates",
    )
    pages.before_request(Entrance(door, csrf).let_in)
    pages.after_request(with_headers)
    pages.context_processor(lambda: {"able": able, "menus": navigation.menus})
    template_filters.install(pages)
    error_pages.install(pages)
    login.install(pages, door)
    my_account.install(pages, door)
    staff.install(pages, door)
    audit_log.install(pages, door)
    dashboard_pages.install(pages, door)
    announcements.install(pages, door)
    notice_pages.install(pages, door)
    conversations.install(pages, door)
    calls.install(pages, door)
    gatherer = remembered(door, Gatherer)  # one for both: gathering takes its time
    inquiries_list.install(pages, door, gatherer)
    resolve.install(pages, door, gatherer)
    answer_by_sms.install(pages, door)
    bench_pages.install(pages, door)
    faq_pages.install(pages, door)
    review_pages.install(pages, door)
    home.install(pages, door)

    return pages
