"""Errors of the API: problem details (RFC 9457), and the one place that makes them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import InternalServerError

from notices.errors import NoticesError
from storage.errors import StorageError

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 100
"""Fields named in one problem: the first ones, where more are wrong."""


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem: its name for programs, and what to do about it."""

    slug: str
    status: int
    title: str
    advice: str

    @property
    def address(self) -> str:
        """Where it is explained, from where the API begins."""
        return f"/api/docs#{self.slug}"


MALFORMED = ProblemType(
    "malformed", 400, "请求读不懂", "请求体要是 UTF-8 的 JSON。改正后再发。"
)
NO_KEY = ProblemType(
    "idempotency-key",
    400,
    "缺少幂等键",
    "加上 Idempotency-Key 请求头：1 到 255 个可见的 ASCII 字符，每个新请求换一个。",
)
UNAUTHORIZED = ProblemType(
    "unauthorized",
    401,
    "接口密钥无效",
    "检查 Authorization: Bearer 后面的密钥；密钥可能已停用。不要重试。",
)
FORBIDDEN = ProblemType(
    "forbidden", 403, "没有权限", "请管理员发一个带所需权限的密钥。"
)
NOT_FOUND = ProblemType(
    "not-found", 404, "没有找到", "检查地址和编号；一个密钥只能看到自己提交的通知。"
)
WRONG_METHOD = ProblemType(
    "method-not-allowed", 405, "请求方法不对", "看 Allow 响应头里可用的方法。"
)
TOO_LARGE = ProblemType("too-large", 413, "请求太大", "分成几个小一些的请求。")
WRONG_TYPE = ProblemType(
    "media-type",
    415,
    "内容类型不对",
    "用 Content-Type: application/json，不要压缩。",
)
INVALID = ProblemType(
    "invalid", 422, "内容有误", "按 errors 逐项改正，再用同一个幂等键发送。"
)
REUSED_KEY = ProblemType(
    "idempotency-key-reused",
    422,
    "幂等键已用于别的请求",
    "7 天内同一个幂等键只能用于同一个请求；新的请求请换一个。",
)
TOO_MANY = ProblemType(
    "too-many-requests",
    429,
    "请求太频繁",
    "等 Retry-After 所说的秒数，再用同一个幂等键重发。",
)
BROKEN = ProblemType(
    "internal", 500, "系统出了问题", "稍后用同一个幂等键重发；仍不成功请联系管理员。"
)
UNAVAILABLE = ProblemType(
    "unavailable",
    503,
    "暂时不能处理",
    "等 Retry-After 所说的秒数，再用同一个幂等键重发，不会重复发送。",
)
PROBLEM_TYPES = (
    *(MALFORMED, NO_KEY, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, WRONG_METHOD, TOO_LARGE),
    *(WRONG_TYPE, INVALID, REUSED_KEY, TOO_MANY, BROKEN, UNAVAILABLE),
)

_log = logging.getLogger(__name__)


class FieldError(BaseModel):
    """What is wrong with one field."""

    model_config = ConfigDict(json_schema_extra={"description": "一个字段的错误。"})

    field: str = Field(
        description="字段名；嵌套的用点连接，如 variables.单位、notices.3.to。"
    )
    message: str = Field(description="错在哪里。")


class Problem(BaseModel):
    """How a refusal is written."""

    model_config = ConfigDict(
        json_schema_extra={"description": "请求被拒绝的原因（RFC 9457）。"}
    )

    type: str = Field(
        description="错误种类的标识，也是其说明的地址；程序按它区分错误。",
        json_schema_extra={"format": "uri-reference"},
    )
    title: str = Field(description="错误种类的名称。")
    status: int = Field(description="HTTP 状态码。")
    detail: str = Field(description="这一次错在哪里，一句话。")
    errors: list[FieldError] = Field(description="逐个字段的错误；与字段无关时为空。")


@dataclass(eq=False)
class ProblemError(NoticesError):
    """The request is refused."""

    kind: ProblemType
    detail: str
    errors: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.detail)


def invalid_problem(errors: tuple[FieldError, ...]) -> ProblemError:
    """Make the problem of a request whose fields are wrong."""
    names = "、".join(dict.fromkeys(it.field for it in errors[:3]))
    more = "等" if len(errors) > 3 else ""  # noqa: PLR2004  as many as were named
    return ProblemError(
        INVALID, f"有字段需要改正：{names}{more}。", errors[:MOST_ERRORS]
    )


def rate_limit_problem(wait: timedelta) -> ProblemError:
    """Make the problem of a key that asks too often."""
    seconds = max(1, ceil(wait.total_seconds()))
    return ProblemError(
        TOO_MANY,
        f"这个密钥的请求太频繁，请{seconds}秒后再试。",
        headers={"Retry-After": str(seconds)},
    )


def problem_document(problem: ProblemError, root: str = "") -> Problem:
    """Write a problem down; `root` is the door's."""
    kind = problem.kind
    return Problem(
        type=root + kind.address,
        title=kind.title,
        status=kind.status,
        detail=problem.detail,
        errors=list(problem.errors),
    )


def problem_response(problem: ProblemError, root: str) -> Response:
    """Answer with a problem; `root` is the door's."""
    body = problem_document(problem, root).model_dump_json()
    made = Response(body, problem.kind.status, mimetype=MEDIA_TYPE)
    made.headers.update(problem.headers)
    made.headers["Cache-Control"] = "no-store"
    return made


def store_error_response(root: str) -> Response:
    """Answer while the store fails, and log how it does; nothing was written then."""
    _log.exception("an API request was not answered")
    problem = ProblemError(
        UNAVAILABLE,
        "数据库暂时不可用，请稍后再试。",
        headers={"Retry-After": "5"},
    )
    return problem_response(problem, root)


def install(routes: Blueprint, root: str) -> None:
    """Let whatever goes wrong in these routes be answered with a problem."""

    @routes.errorhandler(ProblemError)
    def refuse(problem: ProblemError) -> Response:
        return problem_response(problem, root)

    @routes.errorhandler(SQLAlchemyError)
    @routes.errorhandler(StorageError)
    def answer_store_error(_: Exception) -> Response:
        return store_error_response(root)

    # Flask itself has logged what happened.
    @routes.errorhandler(InternalServerError)
    def answer_internal_error(_: InternalServerError) -> Response:
        return problem_response(
            ProblemError(BROKEN, "系统出了问题，请稍后再试。"), root
        )
