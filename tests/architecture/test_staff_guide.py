"""The staff guide shows the pictures that its walk takes, no others, and none too large."""

import re

import pytest

from tests.browser.guide import COMMITTED, GUIDE, LARGEST, NAMES

PICTURE = re.compile(r"!\[([^\]]*)\]\(staff-guide/([^)]+)\.png\)")
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def test_the_guide_names_the_pictures_in_the_order_in_which_they_are_taken() -> None:
    named = PICTURE.findall(GUIDE.read_text("utf-8"))

    assert [name for _, name in named] == list(NAMES)
    assert all(said for said, _ in named)  # for whoever cannot see them


def test_no_picture_lies_there_that_nobody_takes() -> None:
    assert {it.name for it in COMMITTED.iterdir()} == {f"{it}.png" for it in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_is_there_and_small(name: str) -> None:
    picture = (COMMITTED / f"{name}.png").read_bytes()

    assert picture.startswith(SIGNATURE)
    assert len(picture) < LARGEST
