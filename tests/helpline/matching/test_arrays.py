import io
from functools import cache
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching import Matcher, UnreadableMatcherError, build, dump, load
from helpline.matching.arrays import FORMAT
from tests.helpline.matching.test_matcher import EDITIONS, matcher, near

places = st.floats(0, 1, exclude_max=True)
"""How far into the bytes."""


@cache
def stored(name: str = "whole") -> bytes:
    return dump(matcher(name))


@cache
def loaded(name: str = "whole") -> Matcher:
    return load(stored(name))


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    "text", ["几点开饭？", "饭卡没有余额。", "今天会下雨吗", "", "x"]
)
def test_a_loaded_matcher_decides_like_the_one_that_was_dumped(
    name: str, text: str
) -> None:
    assert loaded(name).match(text) == matcher(name).match(text)


@given(near)
def test_a_loaded_matcher_decides_alike_on_any_text(text: str) -> None:
    assert loaded().match(text) == matcher().match(text)
    assert loaded().situation("1.2", text) == matcher().situation("1.2", text)


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert dump(build(EDITIONS["whole"])) == stored()


def test_a_loaded_matcher_dumps_to_the_same_bytes() -> None:
    assert dump(loaded()) == stored()


@given(places)
def test_a_truncated_matcher_is_unreadable(place: float) -> None:
    length = int(place * len(stored()))

    with pytest.raises(UnreadableMatcherError):
        load(stored()[:length])


@given(places, st.integers(1, 255))
def test_a_matcher_with_one_changed_byte_is_unreadable(place: float, by: int) -> None:
    damaged = bytearray(stored())
    damaged[int(place * len(damaged))] ^= by

    with pytest.raises(UnreadableMatcherError):
        load(bytes(damaged))


@given(st.binary(max_size=200))
def test_bytes_that_never_were_a_matcher_are_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableMatcherError):
        load(data)


def test_a_matcher_of_another_format_is_unreadable() -> None:
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, format=np.array(FORMAT + 1))
    written = file.getvalue()

    with pytest.raises(UnreadableMatcherError):
        load(sha256(written).digest() + written)
