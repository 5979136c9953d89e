"""Security headers (CSP among them), cookie flags and CSRF settings of the console."""

from flask import Flask, Response

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def configure_cookies(app: Flask, *, secure: bool) -> None:
    """Set the flags of the session cookie, and when a CSRF token is asked for."""
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


def add_security_headers(response: Response) -> Response:
    """Add what every page of the console is sent with."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
