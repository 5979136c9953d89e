"""Gunicorn's events in our log; no access log, whose lines hold query strings."""

from gunicorn.config import Config
from gunicorn.glogging import Logger
from typing_extensions import override


class GunicornLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Hands every event on to the root logger instead of writing it itself."""

    @override
    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel("NOTSET")
