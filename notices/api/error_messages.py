"""Validation errors of pydantic as Chinese sentences that name the field."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from notices.api.errors import MOST_ERRORS, FieldError
from notices.compose.notice_request import InvalidField

BODY = "body"
"""How the whole of a request's body is called where no field of it can be."""

_LONGEST_NAME = 80
_Context = Mapping[str, Any]
_SENTENCES: Mapping[str, Callable[[_Context], str]] = {
    "missing": lambda _: "缺少这个字段。",
    "extra_forbidden": lambda _: "没有这个字段。",
    "string_type": lambda _: "应为文字。",
    "string_unicode": lambda _: "不是合法的 Unicode 文字。",
    "string_too_long": lambda it: f"最多{it['max_length']}个字符。",
    "string_too_short": lambda it: f"至少{it['min_length']}个字符。",
    "string_pattern_mismatch": lambda _: "形式不对。",
    "int_type": lambda _: "应为整数。",
    "int_parsing": lambda _: "应为整数。",
    "int_parsing_size": lambda _: "数字太大。",
    "int_from_float": lambda _: "应为整数。",
    "greater_than_equal": lambda it: f"不能小于{it['ge']}。",
    "less_than_equal": lambda it: f"不能大于{it['le']}。",
    "enum": lambda it: f"只能是{_choices(it)}之一。",
    "literal_error": lambda it: f"只能是{_choices(it)}之一。",
    "dict_type": lambda _: "应为对象（{ }）。",
    "model_type": lambda _: "应为对象（{ }）。",
    "list_type": lambda _: "应为数组（[ ]）。",
    "too_long": lambda it: f"最多{it['max_length']}个。",
    "too_short": lambda it: f"至少{it['min_length']}个。",
    "value_error": lambda it: str(it["error"]),
}


def translate_validation_error(
    error: ValidationError, root: str = BODY
) -> tuple[FieldError, ...]:
    """Say what is wrong, field by field; never what was sent instead.

    `root` names the whole, where no single field is at fault.
    """
    found = error.errors(include_url=False, include_input=False)[:MOST_ERRORS]
    return tuple(
        FieldError(
            field=_field_path(item["loc"]) or root,
            message=_sentence(item["type"], item.get("ctx", {})),
        )
        for item in found
    )


def translate_invalid_fields(
    defects: tuple[InvalidField, ...],
) -> tuple[FieldError, ...]:
    """Say what is wrong with an order that is well formed."""
    return tuple(
        FieldError(field=_shorten(defect.field), message=defect.sentence)
        for defect in defects
    )


def _sentence(kind: str, context: _Context) -> str:
    sentence = _SENTENCES.get(kind)
    return sentence(context) if sentence else "填写的内容不对。"


def _choices(context: _Context) -> str:
    expected = str(context["expected"]).replace("'", "")
    return expected.replace(" or ", "、").replace(", ", "、")


def _field_path(location: tuple[int | str, ...]) -> str:
    return _shorten(".".join(str(it) for it in location if it != "[key]"))


def _shorten(name: str) -> str:
    whole = name.encode("utf-8", "replace").decode()
    return whole if len(whole) <= _LONGEST_NAME else whole[: _LONGEST_NAME - 1] + "…"
