"""Applications that tests borrow: routes are mounted once for the same settings.

What is lent has nothing in memory; what a test has changed is not lent again.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from server.app import app_state, attach_store, create_app
from server.app_state import Clock
from server.config.settings import Settings
from storage.engine import connect

_Shape = tuple[object, ...]

_IDLE = defaultdict[Settings, list[tuple[Flask, _Shape]]](list)


@contextmanager
def borrowed(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """Give an application as `create_app` would."""
    if settings.simulator:  # it holds calls, beside its parts
        app = create_app(settings, clock=clock)
        yield app
        app_state(app).engine.dispose()
        return
    idle = _IDLE[replace(settings, database_url="")]
    app, shape = idle.pop() if idle else _new(settings)
    _renew(app, settings, clock)
    try:
        yield app
    finally:
        app_state(app).engine.dispose()
        if _shape(app) == shape:
            idle.append((app, shape))


def _new(settings: Settings) -> tuple[Flask, _Shape]:
    app = create_app(settings)
    return app, _shape(app)


def _renew(app: Flask, settings: Settings, clock: Clock) -> None:
    """Let it begin anew, with the same engine where it stays with its store.

    An engine has compiled its statements: half of the time that they take.
    """
    was = app_state(app)
    was.engine.dispose()  # somebody may have asked for a page when it was given back
    same = was.settings.database_url == settings.database_url
    engine = was.engine if same else connect(settings.database_url)
    attach_store(app, settings, engine, clock)


def _shape(app: Flask) -> _Shape:
    """Tell whether somebody has changed an application."""
    return (
        sum(1 for _ in app.url_map.iter_rules()),
        dict(app.view_functions),
        dict(app.config),
        app.secret_key,
        *(
            {name: tuple(it) for name, it in hooks.items() if it}
            for hooks in (app.before_request_funcs, app.after_request_funcs)
        ),
        {
            (name, code, kind): handler  # Flask leaves empty places where it looked
            for name, spec in app.error_handler_spec.items()
            for code, handlers in spec.items()
            for kind, handler in handlers.items()
        },
    )
