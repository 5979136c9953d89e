"""The pages about the API, for everybody: its OpenAPI document, and the same to read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, Response, render_template
from spectree import SpecTree

from notices.api import descriptions, errors, examples
from notices.api.context import ApiContext
from notices.api.openapi import JsonObject, openapi_document

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def blueprint(context: ApiContext, spec: SpecTree) -> Blueprint:
    """Serve the document and the page; `spec` knows the routes they are about."""
    pages = Blueprint(
        "docs",
        __name__,
        static_folder="static",
        static_url_path="/api/docs/static",
        template_folder="templates",
    )

    @cache
    def cached_document() -> JsonObject:
        return openapi_document(spec, context.root)

    @pages.get("/api/openapi.json")
    def openapi() -> Response:
        body = json.dumps(cached_document(), ensure_ascii=False, indent=1)
        return Response(body, mimetype="application/json")

    @pages.get("/api/docs")
    def page() -> str:
        return render_template(
            "notices_api/docs.html",
            root=context.root,
            info=cached_document()["info"],
            operations=operation_docs(cached_document()),
            tables=object_docs(cached_document()),
            statuses=descriptions.STATUSES,
            kinds=errors.PROBLEM_TYPES,
            rate=f"{context.rates.rate:g}",
        )

    @pages.after_request
    def protect(answer: Response) -> Response:
        answer.headers.update(_HEADERS)
        return answer

    return pages


_BOUNDS = {
    "minLength": "至少 {} 个字符",
    "maxLength": "最多 {} 个字符",
    "minimum": "不小于 {}",
    "maximum": "不大于 {}",
    "minItems": "至少 {} 个",
    "maxItems": "最多 {} 个",
    "maxProperties": "最多 {} 个",
    "pattern": "形式 {}",
}
_TYPES = {"string": "文字", "integer": "整数", "object": "对象", "array": "数组"}


@dataclass(frozen=True, slots=True)
class FieldDoc:
    """One field or parameter; `link` is the table that says what it is made of."""

    name: str
    kind: str
    bounds: tuple[str, ...]
    required: bool
    meaning: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class ObjectDoc:
    """The fields of one kind of object."""

    id: str
    title: str
    meaning: str
    rows: tuple[FieldDoc, ...]


@dataclass(frozen=True, slots=True)
class ResponseDoc:
    """What an operation answers with one status."""

    status: str
    meaning: str
    link: str


@dataclass(frozen=True, slots=True)
class OperationDoc:
    """One operation: how it is asked, and what it answers."""

    id: str
    method: str
    path: str
    summary: str
    meaning: str
    parameters: tuple[FieldDoc, ...]
    body: str
    curl: str
    example: str
    answers: tuple[ResponseDoc, ...]


def operation_docs(api: JsonObject) -> tuple[OperationDoc, ...]:
    """Show the operations, in the order of `words`."""
    found = {
        told["operationId"]: _operation_doc(path, method, told)
        for path, methods in api["paths"].items()
        for method, told in methods.items()
    }
    return tuple(found[it] for it in descriptions.OPERATIONS)


def object_docs(api: JsonObject) -> tuple[ObjectDoc, ...]:
    """Show the objects, in the order of `words`."""
    schemas = api["components"]["schemas"]
    return tuple(
        ObjectDoc(
            name, title, schemas[name]["description"], tuple(_field_docs(schemas[name]))
        )
        for name, title in descriptions.OBJECTS.items()
    )


def _operation_doc(path: str, method: str, told: JsonObject) -> OperationDoc:
    body = told.get("requestBody")
    answers = tuple(
        ResponseDoc(
            status,
            item["description"],
            _schema_link(next(iter(item["content"].values()))),
        )
        for status, item in sorted(told["responses"].items())
    )
    return OperationDoc(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        meaning=told["description"],
        parameters=tuple(
            _field_doc(
                each["name"],
                each["schema"],
                each["description"],
                required=each["required"],
            )
            for each in told["parameters"]
        ),
        body=_schema_link(body["content"]["application/json"]) if body else "",
        curl=examples.CURL[told["operationId"]],
        example=_response_example(answers),
        answers=answers,
    )


def _response_example(answers: tuple[ResponseDoc, ...]) -> str:
    """Show what the best answer looks like: that of 201 where there is one."""
    good = [it for it in answers if it.status.startswith("2")][-1]
    return json.dumps(examples.OBJECTS[good.link], ensure_ascii=False, indent=2)


def _schema_link(media: JsonObject) -> str:
    return _schema_name(media["schema"]["$ref"])


def _schema_name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _field_docs(schema: JsonObject) -> Iterator[FieldDoc]:
    required = schema.get("required", ())
    for name, item in schema["properties"].items():
        yield _field_doc(
            name, item, item.get("description", ""), required=name in required
        )


def _field_doc(
    name: str, schema: JsonObject, meaning: str, *, required: bool
) -> FieldDoc:
    bounds = [*_bounds(schema)]
    if schema.get("default") is not None:
        bounds.append(f"默认 {json.dumps(schema['default'], ensure_ascii=False)}")
    return FieldDoc(
        name, _type_label(schema), tuple(bounds), required, meaning, _link(schema)
    )


def _type_label(schema: JsonObject) -> str:
    if choices := schema.get("anyOf"):
        return " 或 ".join(_type_label(it) for it in choices)
    if reference := schema.get("$ref"):
        return descriptions.OBJECTS[_schema_name(reference)]
    if schema.get("format") == "date-time":
        return "时间"
    if schema["type"] == "array":
        return f"数组，每项是{_type_label(schema['items'])}"
    if values := schema.get("additionalProperties"):
        return f"对象，值为{_type_label(values)}"
    return "null" if schema["type"] == "null" else _TYPES[schema["type"]]


def _bounds(schema: JsonObject) -> Iterator[str]:
    for item in schema.get("anyOf", ()):
        yield from _bounds(item)
    for bound, said in _BOUNDS.items():
        if bound in schema:
            yield said.format(schema[bound])
    if choices := schema.get("enum"):
        yield "、".join(choices)
    for name, said in (("propertyNames", "名称"), ("additionalProperties", "值")):
        inner = schema.get(name)
        if inner:
            yield from (f"{said}{it}" for it in _bounds(inner))


def _link(schema: JsonObject) -> str:
    items = schema.get("items", {})
    reference = schema.get("$ref") or items.get("$ref", "")
    return _schema_name(reference)
