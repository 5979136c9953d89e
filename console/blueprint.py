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
from console.auth import ConsoleAuth, has_right
from console.context import ConsoleContext, per_context
from console.dashboard import routes as dashboard_pages
from console.display import template_filters
from console.faq import routes as faq_pages
from console.inquiries import answer_by_sms, resolve
from console.inquiries import list as inquiries_list
from console.notices import routes as notice_pages
from console.path_prefix import PREFIX, PathPrefixMiddleware
from console.playground import routes as bench_pages
from console.review import routes as review_pages
from console.security import add_security_headers, configure_cookies
from faq_store.inquiries.groups import InquiryGroupCache


def install(app: Flask, context: ConsoleContext) -> None:
    """Mount the console, and what its pages are made with."""
    configure_cookies(app, secure=context.base_url.startswith("https:"))
    csrf = CSRFProtect(app)
    Bootstrap5(app)
    app.register_blueprint(_make_blueprint(context, csrf))
    app.wsgi_app = PathPrefixMiddleware(app.wsgi_app, context.base_url)  # type: ignore[method-assign]


def _make_blueprint(context: ConsoleContext, csrf: CSRFProtect) -> Blueprint:
    pages = Blueprint(
        "console",
        __name__,
        url_prefix=PREFIX,
        static_folder="static",
        static_url_path="/static",
        template_folder="templates",
    )
    pages.before_request(ConsoleAuth(context, csrf).authorize_request)
    pages.after_request(add_security_headers)
    pages.context_processor(lambda: {"able": has_right, "menus": navigation.nav_menus})
    template_filters.install(pages)
    error_pages.install(pages)
    login.install(pages, context)
    my_account.install(pages, context)
    staff.install(pages, context)
    audit_log.install(pages, context)
    dashboard_pages.install(pages, context)
    announcements.install(pages, context)
    notice_pages.install(pages, context)
    conversations.install(pages, context)
    calls.install(pages, context)
    group_cache = per_context(
        context, InquiryGroupCache
    )  # one for both: gathering takes its time
    inquiries_list.install(pages, context, group_cache)
    resolve.install(pages, context, group_cache)
    answer_by_sms.install(pages, context)
    bench_pages.install(pages, context)
    faq_pages.install(pages, context)
    review_pages.install(pages, context)
    home.install(pages, context)

    return pages
