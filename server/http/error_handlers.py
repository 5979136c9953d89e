"""Error handlers and response headers of every answer."""

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException, default_exceptions

SENTENCES = {
    400: "请求的格式不对。",
    403: "请求被拒绝。",
    404: "没有这个地址。",
    405: "这个地址不接受这种请求方法。",
    413: "请求的内容太大。",
    415: "不支持这种内容类型。",
    500: "系统出了问题，请稍后再试。",
    503: "系统暂时不能回答，请稍后再试。",
}


def install(app: Flask) -> None:
    """Give this app's answers our headers, and its errors our words."""
    app.register_error_handler(HTTPException, _error_response)
    # By number as well: a door's own last resort would otherwise come first.
    for status in default_exceptions:
        app.register_error_handler(status, _error_response)
    app.after_request(_add_headers)


def _error_response(error: HTTPException) -> Response:
    status = error.code or 500
    answer = jsonify(error=SENTENCES.get(status, SENTENCES[400]))
    answer.status_code = status
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _add_headers(answer: Response) -> Response:
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "no-referrer")
    return answer
