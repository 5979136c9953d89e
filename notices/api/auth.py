"""Authentication of the API: API key, its scopes, then the rate limit."""

import logging

from flask import Request, Response, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import MethodNotAllowed

from notices import api_keys
from notices.api import errors
from notices.api.context import ApiContext
from notices.api.errors import ProblemError
from notices.api_keys import ApiKey, Scope
from storage.errors import StorageError
from storage.session import reading, writing

_SCOPES = {"GET": Scope.READ, "HEAD": Scope.READ, "POST": Scope.WRITE}
_log = logging.getLogger(__name__)


class ApiAuth:
    """Stands before every route below `prefix`, whether there is such a route or not."""

    def __init__(self, context: ApiContext, prefix: str) -> None:
        self._context = context
        self._prefix = prefix

    def authorize_request(self) -> None:
        """Find out who asks, and remember it; raise `ProblemError` to keep them out."""
        key = self._authenticate()
        scope = _SCOPES[request.method]
        if scope not in key.scopes:
            raise ProblemError(errors.FORBIDDEN, f"这个密钥没有 {scope} 权限。")
        self._limit_rate(key)
        g.api_key = key

    def answer_unrouted(self) -> Response | None:
        """Answer for what is nowhere, but to nobody who has no key."""
        lost = request.routing_exception
        path = request.path + "/"
        if lost is None or not path.startswith(self._prefix + "/"):
            return None
        try:
            self._limit_rate(self._authenticate())
            return errors.problem_response(_routing_problem(lost), self._context.root)
        except ProblemError as problem:
            return errors.problem_response(problem, self._context.root)
        except (SQLAlchemyError, StorageError):
            return errors.store_error_response(self._context.root)

    def _authenticate(self) -> ApiKey:
        presented = _bearer_token(request)
        now = self._context.clock()
        with reading(self._context.engine) as session:
            key = api_keys.find_api_key(session, presented)
        if key is None:
            raise _unauthorized_problem("接口密钥不对，或已停用。")
        if not key.is_use_recorded(now):
            self._record_use(key)
        return key

    def _record_use(self, key: ApiKey) -> None:
        try:
            with writing(self._context.engine) as session:
                api_keys.record_use(session, key, self._context.clock())
        except SQLAlchemyError:
            _log.warning("the use of API key %s was not written down", key.name)

    def _limit_rate(self, key: ApiKey) -> None:
        wait = self._context.rates.count_request(key.id, self._context.clock())
        if wait:
            raise errors.rate_limit_problem(wait)


def current_api_key() -> ApiKey:
    """Name who was let in."""
    found: ApiKey = g.api_key
    return found


def _bearer_token(asked: Request) -> str:
    said = asked.authorization
    if said is None or said.type != "bearer" or not said.token:
        raise _unauthorized_problem("请在 Authorization 请求头里写 Bearer 和接口密钥。")
    return said.token


def _unauthorized_problem(detail: str) -> ProblemError:
    return ProblemError(
        errors.UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"}
    )


def _routing_problem(lost: Exception) -> ProblemError:
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
