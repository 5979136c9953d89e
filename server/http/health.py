"""Health checks: liveness (/healthz) and readiness (/readyz)."""

import logging
from collections.abc import Callable

from flask import Blueprint, Response, jsonify
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from faq_store.content.edition_cache import EditionCache
from faq_store.errors import NoSuchEditionError
from server import migrate
from server.errors import NotReadyError
from storage.engine import sqlite_file
from storage.errors import StorageError

_log = logging.getLogger(__name__)

DATABASE_DOWN = "数据库连接不上，请检查 DATABASE_URL 和数据库服务。"
MIGRATIONS_PENDING = "数据库结构不是本版本所需的，请先运行 helpline migrate。"
NO_EDITION = "还没有发布过任何版本，请先运行 helpline publish。"


def readiness_fault(engine: Engine, shelf: EditionCache) -> str:
    """Say in one sentence what keeps us from answering; "" when nothing does.

    The provider is never asked: its trouble is not cured by restarting us.
    """
    file = sqlite_file(engine.url)
    if file is not None and not file.exists():  # open connections would not notice
        return MIGRATIONS_PENDING
    try:
        if migrate.pending_revisions(engine):
            return MIGRATIONS_PENDING
        shelf.refresh()
    except NotReadyError as error:
        return str(error)
    except NoSuchEditionError:
        return NO_EDITION
    except (SQLAlchemyError, StorageError) as error:
        _log.warning("not ready: %s", type(error).__name__)
        return DATABASE_DOWN
    return ""


def blueprint(check: Callable[[], str]) -> Blueprint:
    """Serve `/healthz`, always 200, and `/readyz`, 503 with what `check` says."""
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @routes.get("/readyz")
    def readyz() -> tuple[Response, int]:
        trouble = check()
        if trouble:
            return jsonify(status="unready", reason=trouble), 503
        return jsonify(status="ok"), 200

    return routes
