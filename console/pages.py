"""All pages of the console as one blueprint."""

from flask import Blueprint, Flask, render_template
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFError, CSRFProtect

from console import auditing, login, people
from console.door import Door
from console.entrance import Entrance, able, with_headers
from helpline.pacing import CHINA

PREFIX = "/console"


def install(app: Flask, door: Door) -> None:
    """Mount the console, and what its pages are made with."""
    _configure(app, door)
    csrf = CSRFProtect(app)
    Bootstrap5(app)
    app.register_blueprint(_pages(door, csrf))


def _configure(app: Flask, door: Door) -> None:
    secure = door.base_url.startswith("https:")
    app.config.update(
        BOOTSTRAP_SERVE_LOCAL=True,
        SESSION_COOKIE_NAME="helpline",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_CHECK_DEFAULT=False,  # the provider and the API have no sessions
        WTF_CSRF_TIME_LIMIT=None,  # as long as the login
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
    pages.app_template_filter("when")(
        lambda moment: f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    )
    pages.context_processor(lambda: {"able": able})
    pages.register_error_handler(CSRFError, _forged)
    pages.register_error_handler(403, _refused)
    login.install(pages, door)
    people.install(pages, door)
    auditing.install(pages, door)

    @pages.get("/", strict_slashes=False)
    def home() -> str:
        return render_template("console/home.html")

    return pages


def _forged(_: CSRFError) -> tuple[str, int]:
    reason = "页面放得太久了，或不是从控制台打开的。请返回，刷新后再试。"
    return render_template("console/refused.html", reason=reason), 400


def _refused(_: Exception) -> tuple[str, int]:
    reason = "您的角色不能做这件事。"
    return render_template("console/refused.html", reason=reason), 403
