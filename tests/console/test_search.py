"""What is searched for rides in the address, which may only be so long."""

import re

import pytest

from tests.console.visitors import Visitor

_GET_FORM = re.compile(r'<form (?!method="post").*?</form>', re.DOTALL)
_INPUT = re.compile(r"<input [^>]*>")
_BOUNDED = re.compile(r'maxlength="\d|type="(?:hidden|date|number|checkbox)"')


@pytest.mark.parametrize(
    ("path", "fields"),
    [("faq", 1), ("audit", 4), ("conversations", 2), ("calls", 2), ("dashboard", 2)],
)
def test_no_search_can_be_longer_than_an_address(
    admin: Visitor, path: str, fields: int
) -> None:
    page = admin.get(f"/console/{path}").html

    found = [it for form in _GET_FORM.findall(page) for it in _INPUT.findall(form)]
    assert len(found) >= fields
    assert [it for it in found if not _BOUNDED.search(it)] == []


def test_what_notices_are_searched_by_is_bounded_too(admin: Visitor) -> None:
    page = admin.get("/console/notices").html

    for name in ("application", "number", "batch"):
        (field,) = re.findall(rf'<input [^>]*name="{name}"[^>]*>', page)
        assert "maxlength=" in field
