"""Validation of requests by spectree and pydantic, and the source of the OpenAPI document."""

from functools import cache
from typing import Any, Protocol, cast

from flask import Request, Response, g, make_response
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, TypeAdapter, ValidationError
from spectree import SecurityScheme, SpecTree
from spectree.model_adapter.protocol import ModelAdapter, SchemaMode
from spectree.model_adapter.pydantic_adapter import PydanticModelAdapter
from spectree.models import SecureType, SecuritySchemeData
from spectree.plugins.base import Context
from spectree.plugins.flask_plugin import FlaskPlugin
from typing_extensions import override
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from notices.api import error_messages, errors
from notices.api.context import VERSION
from notices.api.errors import MALFORMED, TOO_LARGE, WRONG_TYPE, Problem, ProblemError

BEARER = "apiKey"
"""What the document calls the way to show a key."""


class _Sized(Protocol):
    MOST_BYTES: int


class _Checks(FlaskPlugin):
    """What spectree does in Flask, with refusals of ours.

    Its own takes a body that cannot be read for an empty one, and answers with
    pydantic's words and what was sent.
    """

    @override
    def request_validation(
        self,
        request: Request,
        query: type[BaseModel] | None,
        json: type[BaseModel] | None,
        form: object,
        headers: type[BaseModel] | None,
        cookies: object,
    ) -> None:
        context = Context(
            json=_validate_body(request, json) if json else None,
            headers=_validate_headers(request, headers) if headers else None,
            query=_validate_query(request, query) if query else None,
            form=None,
            cookies=None,
        )
        if json:  # the last thing looked at, and after the headers
            context = context._replace(
                json=_validate_model(json, context.json, error_messages.BODY)
            )
        request.context = context  # type: ignore[attr-defined]  # where spectree looks

    @override
    def validate_response(
        self,
        resp: ResponseReturnValue,
        resp_model: object,
        skip_validation: bool,
        force_resp_serialize: bool,
    ) -> tuple[Response, None]:
        # It was made by the models. What was kept a week ago may be of older ones.
        return make_response(resp), None


class _Once(PydanticModelAdapter):
    """Describes each model once: spectree asks for every route, and changes only copies."""

    def __init__(self) -> None:
        super().__init__()
        self._described: dict[tuple[object, ...], dict[str, Any]] = {}

    @override
    def json_schema(
        self, model: type[Any], *, ref_template: str, mode: SchemaMode = "validation"
    ) -> dict[str, Any]:
        key = model, ref_template, mode
        if key not in self._described:
            self._described[key] = super().json_schema(
                model, ref_template=ref_template, mode=mode
            )
        return self._described[key]


@cache  # one for a process, as spectree's own
def _adapter() -> ModelAdapter[Any, Exception, Any]:
    return cast("ModelAdapter[Any, Exception, Any]", _Once())


def make_spectree() -> SpecTree:
    """Make what routes are checked with; it mounts nothing."""
    return SpecTree(
        backend=_Checks,
        model_adapter=_adapter(),
        mode="strict",
        title="安管人员业务问答热线：通知接口",
        version=VERSION,
        openapi_version="3.1.0",
        page_templates={},
        naming_strategy=lambda model: model.__name__,
        nested_naming_strategy=lambda _parent, child: child,
        validation_error_model=Problem,
        security={BEARER: []},
        security_schemes=[
            SecurityScheme(
                name=BEARER,
                data=SecuritySchemeData(
                    type=SecureType.HTTP,
                    scheme="bearer",
                    description="接口密钥，由管理员用 helpline apikey add 生成。",
                ),
            )
        ],
    )


def _validate_body(request: Request, model: type[BaseModel]) -> object:
    g.body = read_json(request, cast("_Sized", model).MOST_BYTES)
    return g.body


def request_body() -> object:
    """Give the body of this request, as it was read."""
    found: object = g.body
    return found


def _validate_headers(request: Request, model: type[BaseModel]) -> BaseModel:
    try:
        return model.model_validate(dict(request.headers))
    except ValidationError as error:
        detail = "缺少 Idempotency-Key 请求头，或不是 1 到 255 个可见的 ASCII 字符。"
        raise ProblemError(
            errors.NO_KEY, detail, error_messages.translate_validation_error(error)
        ) from error


def _validate_query(request: Request, model: type[BaseModel]) -> BaseModel:
    given = {
        name: values[0] if len(values) == 1 else values
        for name, values in request.args.lists()
    }
    return _validate_model(model, given, "application")


def _validate_model(model: type[BaseModel], value: object, root: str) -> BaseModel:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise errors.invalid_problem(
            error_messages.translate_validation_error(error, root)
        ) from error


def read_json(request: Request, most: int) -> object:
    """Read JSON of at most so many bytes; raise `ProblemError`.

    Not by `Request.get_json`: Python's own reader takes half characters, and dies
    of brackets within brackets.
    """
    if request.mimetype != "application/json":
        raise ProblemError(WRONG_TYPE, "请求体的类型应为 application/json。")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ProblemError(WRONG_TYPE, "请求体不能压缩。")
    try:
        return TypeAdapter(object).validate_json(_read_body(request, most))
    except RequestEntityTooLarge as error:
        raise ProblemError(TOO_LARGE, f"请求体最多{most // 1024}KB。") from error
    except (ClientDisconnected, ValidationError) as error:
        raise ProblemError(MALFORMED, "请求体不是完整的 JSON。") from error


def _read_body(request: Request, most: int) -> bytes:
    # One more than allowed: of a body whose length is not told, werkzeug silently
    # leaves out what is beyond the limit.
    request.max_content_length = most + 1
    raw = request.get_data()
    if len(raw) > most:
        raise RequestEntityTooLarge
    return raw
