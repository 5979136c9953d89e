"""The body of a request, read as JSON or refused."""

from flask import Request
from pydantic import TypeAdapter, ValidationError
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from notices.api.errors import MALFORMED, TOO_LARGE, WRONG_TYPE, ProblemError


def read(request: Request, most: int) -> object:
    """Read JSON of at most so many bytes; raise `ProblemError`.

    Not by `Request.get_json`: Python's own reader takes half characters, and dies
    of brackets within brackets.
    """
    if request.mimetype != "application/json":
        raise ProblemError(WRONG_TYPE, "请求体的类型应为 application/json。")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ProblemError(WRONG_TYPE, "请求体不能压缩。")
    try:
        return TypeAdapter(object).validate_json(_raw(request, most))
    except RequestEntityTooLarge as error:
        raise ProblemError(TOO_LARGE, f"请求体最多{most // 1024}KB。") from error
    except (ClientDisconnected, ValidationError) as error:
        raise ProblemError(MALFORMED, "请求体不是完整的 JSON。") from error


def _raw(request: Request, most: int) -> bytes:
    # One more than allowed: of a body whose length is not told, werkzeug silently
    # leaves out what is beyond the limit.
    request.max_content_length = most + 1
    raw = request.get_data()
    if len(raw) > most:
        raise RequestEntityTooLarge
    return raw
