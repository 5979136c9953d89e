"""The OpenAPI document: what spectree makes of the routes, with what it leaves out."""

from collections.abc import Mapping
from copy import deepcopy
from http import HTTPStatus
from typing import Any

from spectree import SpecTree

from notices.api import descriptions, examples
from notices.api import errors as api_errors
from notices.api.errors import MEDIA_TYPE, FieldError, ProblemError, ProblemType

JsonObject = dict[str, Any]
"""An object of the document, as OpenAPI 3.1 has it."""

_WAIT: JsonObject = {
    "Retry-After": {
        "description": "等多少秒再试。",
        "schema": {"type": "integer", "minimum": 1},
    }
}
_HEADERS: Mapping[str, JsonObject] = {
    "401": {
        "WWW-Authenticate": {
            "description": "总是 Bearer。",
            "schema": {"type": "string"},
        }
    },
    "429": _WAIT,
    "503": _WAIT,
}
_LOCATION: JsonObject = {
    "Location": {
        "description": "新通知的地址。",
        "schema": {"type": "string", "format": "uri-reference"},
    }
}
_ID: JsonObject = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_ERROR = FieldError(field="to", message="不是中国大陆的手机号码。")


def openapi_document(spec: SpecTree, root: str) -> JsonObject:
    """Write the document of the application at hand; `root` is the door's."""
    made: JsonObject = deepcopy(spec.spec)
    made["info"]["description"] = descriptions.ABOUT
    made["servers"] = [{"url": root or "/", "description": "本系统。"}]
    for path in made["paths"].values():
        for operation in path.values():
            _complete_operation(operation)
    made["components"]["schemas"] = _schemas(made["components"]["schemas"])
    return made


def _complete_operation(operation: JsonObject) -> None:
    name = operation["operationId"]
    said = descriptions.OPERATIONS[name]
    operation["summary"], operation["description"] = said.summary, said.description
    for parameter in operation["parameters"]:
        _complete_parameter(parameter)
    # spectree adds 422 to every operation, also where nothing can be invalid.
    if "422" in operation["responses"] and not _problem_types(operation, "422"):
        del operation["responses"]["422"]
    for status, answer in operation["responses"].items():
        _complete_answer(status, answer, _problem_types(operation, status))
    if name == descriptions.SEND_ONE:
        operation["responses"]["201"]["headers"] = _LOCATION


def _complete_parameter(parameter: JsonObject) -> None:
    if parameter["in"] == "path":
        parameter["schema"] = _ID
        return
    schema: JsonObject = parameter["schema"]
    schema.pop("title", None)
    schema.pop("description", None)  # it stands beside the schema as well
    if "anyOf" in schema:  # something or null: a parameter is left out instead
        schema |= schema.pop("anyOf")[0]
        schema.pop("default")


def _complete_answer(
    status: str, answer: JsonObject, kinds: tuple[ProblemType, ...]
) -> None:
    if headers := _HEADERS.get(status):
        answer["headers"] = headers
    if int(status) < HTTPStatus.BAD_REQUEST:
        return
    content = answer["content"].pop("application/json")
    content["examples"] = {
        kind.slug: {"summary": kind.title, "value": _example(kind)} for kind in kinds
    }
    answer["content"][MEDIA_TYPE] = content


def _problem_types(operation: JsonObject, status: str) -> tuple[ProblemType, ...]:
    """Tell which problems stand behind a status: its description names them."""
    said = operation["responses"][status]["description"]
    return tuple(
        item
        for item in api_errors.PROBLEM_TYPES
        if str(item.status) == status and item.title in said
    )


def _example(kind: ProblemType) -> JsonObject:
    errors = (_ERROR,) if kind is api_errors.INVALID else ()
    return api_errors.problem_document(
        ProblemError(kind, kind.title + "。", errors)
    ).model_dump()


def _schemas(found: JsonObject) -> JsonObject:
    """Complete the objects, without the English names that pydantic gives fields."""
    kept: JsonObject = {name: found[name] for name in descriptions.OBJECTS}
    entries = kept["BatchOrder"]["properties"]["notices"]
    entries["items"] = {"$ref": "#/components/schemas/NoticeOrder"}
    for name, schema in kept.items():
        if example := examples.OBJECTS.get(name):
            schema["examples"] = [example]
        for item in (schema, *schema["properties"].values()):
            item.pop("title", None)
    return kept
