"""Authentication of the API: API key, its scopes, then the rate limit."""

import logging

from flask import Request, Response, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import MethodNotAllowed

from notices import api_keys
from notices.api import errors
from notices.api.context import Door
from notices.api.errors import ProblemError
from notices.api_keys import ApiKey, Scope
from storage.errors import StorageError
from storage.session import reading, writing

_SCOPES = {"GET": Scope.READ, "HEAD": Scope.READ, "POST": Scope.WRITE}
_log = logging.getLogger(__name__)


class Entrance:
    """Stands before every route below `prefix`, whether there is such a route or not."""

    def __init__(self, door: Door, prefix: str) -> None:
        self._door = door
        self._prefix = prefix

    def let_in(self) -> None:
        """Find out who asks, and remember it; raise `ProblemError` to keep them out."""
        key = self._who()
        scope = _SCOPES[request.method]
        if scope not in key.scopes:
            raise ProblemError(errors.FORBIDDEN, f"这个密钥没有 {scope} 权限。")
        self._count(key)
        g.api_key = key

    def turn_away(self) -> Response | None:
        """Answer for what is nowhere, but to nobody who has no key."""
        lost = request.routing_exception
        path = request.path + "/"
        if lost is None or not path.startswith(self._prefix + "/"):
            return None
        try:
            self._count(self._who())
            return errors.answer(_about(lost), self._door.root)
        except ProblemError as problem:
            return errors.answer(problem, self._door.root)
        except (SQLAlchemyError, StorageError):
            return errors.store_gone(self._door.root)

    def _who(self) -> ApiKey:
        presented = _presented(request)
        now = self._door.clock()
        with reading(self._door.engine) as session:
            key = api_keys.find(session, presented)
        if key is None:
            raise _unauthorized("接口密钥不对，或已停用。")
        if not key.noted(now):
            self._note(key)
        return key

    def _note(self, key: ApiKey) -> None:
        try:
            with writing(self._door.engine) as session:
                api_keys.used(session, key, self._door.clock())
        except SQLAlchemyError:
            _log.warning("the use of API key %s was not written down", key.name)

    def _count(self, key: ApiKey) -> None:
        wait = self._door.rates.wait(key.id, self._door.clock())
        if wait:
            raise errors.too_many(wait)


def caller() -> ApiKey:
    """Name who was let in."""
    found: ApiKey = g.api_key
    return found


def _presented(asked: Request) -> str:
    said = asked.authorization
    if said is None or said.type != "bearer" or not said.token:
        raise _unauthorized("请在 Authorization 请求头里写 Bearer 和接口密钥。")
    return said.token


def _unauthorized(detail: str) -> ProblemError:
    return ProblemError(
        errors.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"}
    )


def _about(lost: Exception) -> ProblemError:
    match lost:
        case MethodNotAllowed():
            allowed = ", ".join(sorted(lost.valid_methods or ()))
            return ProblemError(
                errors.WRONG_METHOD,
                f"这个地址只接受 {allowed}。",
                headers={"Allow": allowed},
            )
        case _:
            return ProblemError(errors.NOT_FOUND, "没有这个地址。")
