"""All pages of the console as one blueprint."""

from flask import Blueprint, Flask
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect

from console import (
    announcing,
    answering,
    auditing,
    calls,
    conversations,
    home,
    inquiries,
    login,
    navigation,
    own,
    people,
    refusals,
    settling,
    telling,
)
from console.bench import pages as bench_pages
from console.dashboard import pages as dashboard_pages
from console.door import Door
from console.entrance import Entrance, able, with_headers
from console.faq import pages as faq_pages
from console.mounting import PREFIX, Mount
from console.notices import pages as notice_pages
from console.review import pages as review_pages
from faq_store.inquiries.groups import Gatherer


def install(app: Flask, door: Door) -> None:
    """Mount the console, and what its pages are made with."""
    _configure(app, door)
    csrf = CSRFProtect(app)
    Bootstrap5(app)
    app.register_blueprint(_pages(door, csrf))
    app.wsgi_app = Mount(app.wsgi_app, door.base_url)  # type: ignore[method-assign]


def _configure(app: Flask, door: Door) -> None:
    secure = door.base_url.startswith("https:")
    app.config.update(
        BOOTSTRAP_SERVE_LOCAL=True,
        # With this name a browser takes it from nobody but this very host.
        SESSION_COOKIE_NAME="__Host-helpline" if secure else "helpline",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_CHECK_DEFAULT=False,  # the provider and the API have no sessions
        WTF_I18N_ENABLED=False,  # wtforms' own Chinese, not another extension's
        WTF_CSRF_TIME_LIMIT=None,  # as long as the login
        WTF_CSRF_SSL_STRICT=False,  # behind a proxy our own name is not known
    )


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
    telling.install(pages)
    refusals.install(pages)
    login.install(pages, door)
    own.install(pages, door)
    people.install(pages, door)
    auditing.install(pages, door)
    dashboard_pages.install(pages, door)
    announcing.install(pages, door)
    notice_pages.install(pages, door)
    conversations.install(pages, door)
    calls.install(pages, door)
    gatherer = Gatherer()  # one for both: gathering takes its time
    inquiries.install(pages, door, gatherer)
    settling.install(pages, door, gatherer)
    answering.install(pages, door)
    bench_pages.install(pages, door)
    faq_pages.install(pages, door)
    review_pages.install(pages, door)
    home.install(pages, door)

    return pages
