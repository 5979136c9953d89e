"""The pages about the API, for everybody: its OpenAPI document, and the same to read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, Response, render_template
from spectree import SpecTree

from notices.api import descriptions, errors, examples
from notices.api.context import Door
from notices.api.openapi import Json, document

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def blueprint(door: Door, spec: SpecTree) -> Blueprint:
    """Serve the document and the page; `spec` knows the routes they are about."""
    pages = Blueprint(
        "docs",
        __name__,
        static_folder="static",
        static_url_path="/api/docs/static",
        template_folder="templates",
    )

    @cache
    def written() -> Json:
        return document(spec, door.root)

    @pages.get("/api/openapi.json")
    def openapi() -> Response:
        body = json.dumps(written(), ensure_ascii=False, indent=1)
        return Response(body, mimetype="application/json")

    @pages.get("/api/docs")
    def page() -> str:
        return render_template(
            "notices_api/docs.html",
            root=door.root,
            info=written()["info"],
            operations=operations(written()),
            tables=tables(written()),
            statuses=descriptions.STATUSES,
            kinds=errors.KINDS,
            rate=f"{door.rates.rate:g}",
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
class Row:
    """One field or parameter; `link` is the table that says what it is made of."""

    name: str
    kind: str
    bounds: tuple[str, ...]
    required: bool
    meaning: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The fields of one kind of object."""

    id: str
    title: str
    meaning: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What an operation answers with one status."""

    status: str
    meaning: str
    link: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: how it is asked, and what it answers."""

    id: str
    method: str
    path: str
    summary: str
    meaning: str
    parameters: tuple[Row, ...]
    body: str
    curl: str
    example: str
    answers: tuple[Answered, ...]


def operations(api: Json) -> tuple[Operation, ...]:
    """Show the operations, in the order of `words`."""
    found = {
        told["operationId"]: _operation(path, method, told)
        for path, methods in api["paths"].items()
        for method, told in methods.items()
    }
    return tuple(found[it] for it in descriptions.OPERATIONS)


def tables(api: Json) -> tuple[Table, ...]:
    """Show the objects, in the order of `words`."""
    schemas = api["components"]["schemas"]
    return tuple(
        Table(name, title, schemas[name]["description"], tuple(_rows(schemas[name])))
        for name, title in descriptions.OBJECTS.items()
    )


def _operation(path: str, method: str, told: Json) -> Operation:
    body = told.get("requestBody")
    answers = tuple(
        Answered(status, it["description"], _target(next(iter(it["content"].values()))))
        for status, it in sorted(told["responses"].items())
    )
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        meaning=told["description"],
        parameters=tuple(
            _row(it["name"], it["schema"], it["description"], required=it["required"])
            for it in told["parameters"]
        ),
        body=_target(body["content"]["application/json"]) if body else "",
        curl=examples.CURL[told["operationId"]],
        example=_example(answers),
        answers=answers,
    )


def _example(answers: tuple[Answered, ...]) -> str:
    """Show what the best answer looks like: that of 201 where there is one."""
    good = [it for it in answers if it.status.startswith("2")][-1]
    return json.dumps(examples.OBJECTS[good.link], ensure_ascii=False, indent=2)


def _target(media: Json) -> str:
    return _name(media["schema"]["$ref"])


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _rows(schema: Json) -> Iterator[Row]:
    required = schema.get("required", ())
    for name, it in schema["properties"].items():
        yield _row(name, it, it.get("description", ""), required=name in required)


def _row(name: str, schema: Json, meaning: str, *, required: bool) -> Row:
    bounds = [*_bounds(schema)]
    if schema.get("default") is not None:
        bounds.append(f"默认 {json.dumps(schema['default'], ensure_ascii=False)}")
    return Row(name, _kind(schema), tuple(bounds), required, meaning, _link(schema))


def _kind(schema: Json) -> str:
    if choices := schema.get("anyOf"):
        return " 或 ".join(_kind(it) for it in choices)
    if reference := schema.get("$ref"):
        return descriptions.OBJECTS[_name(reference)]
    if schema.get("format") == "date-time":
        return "时间"
    if schema["type"] == "array":
        return f"数组，每项是{_kind(schema['items'])}"
    if values := schema.get("additionalProperties"):
        return f"对象，值为{_kind(values)}"
    return "null" if schema["type"] == "null" else _TYPES[schema["type"]]


def _bounds(schema: Json) -> Iterator[str]:
    for it in schema.get("anyOf", ()):
        yield from _bounds(it)
    for bound, said in _BOUNDS.items():
        if bound in schema:
            yield said.format(schema[bound])
    if choices := schema.get("enum"):
        yield "、".join(choices)
    for name, said in (("propertyNames", "名称"), ("additionalProperties", "值")):
        inner = schema.get(name)
        if inner:
            yield from (f"{said}{it}" for it in _bounds(inner))


def _link(schema: Json) -> str:
    items = schema.get("items", {})
    reference = schema.get("$ref") or items.get("$ref", "")
    return _name(reference)
