import json
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.matching import (
    FORMAT,
    Matcher,
    UnreadableMatcherError,
    dump_matcher,
    load_matcher,
    train_matcher,
)
from helpline.matching.array_file import pack, unpack
from tests.helpline.matching.editions import EDITIONS, Letters, encoded, matcher

near = st.text("几点开饭卡没有余额挂失家属食堂电话下雨股票？，1a😀", max_size=20)
places = st.floats(0, 1, exclude_max=True)
"""How far into the bytes."""

ASKED = ["几点开饭？", "饭卡没有余额。", "今天会下雨吗", "龘", "", "x"]


@cache
def stored(name: str = "whole") -> bytes:
    return dump_matcher(matcher(name))


@cache
def loaded(name: str = "whole") -> Matcher:
    return load_matcher(stored(name))


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("text", ASKED)
def test_a_loaded_matcher_decides_like_the_one_that_was_dumped(
    name: str, text: str
) -> None:
    assert loaded(name).match(text) == matcher(name).match(text)


@pytest.mark.parametrize("name", ["whole", "taught"])
@given(text=near)
def test_a_loaded_matcher_decides_alike_on_any_text(name: str, text: str) -> None:
    assert loaded(name).match(text) == matcher(name).match(text)
    assert loaded(name).situation("1.2", text) == matcher(name).situation("1.2", text)


@pytest.mark.parametrize("name", ["whole", "taught"])
def test_the_same_edition_gives_the_same_bytes(name: str) -> None:
    assert dump_matcher(train_matcher(EDITIONS[name])) == stored(name)


@pytest.mark.parametrize("name", EDITIONS)
def test_a_loaded_matcher_dumps_to_the_same_bytes(name: str) -> None:
    assert dump_matcher(loaded(name)) == stored(name)


@pytest.mark.parametrize("name", ["whole", "taught"])
def test_bytes_can_be_mapped_and_not_copied(name: str) -> None:
    mapped = memoryview(stored(name))

    assert load_matcher(mapped).match("饭卡挂失了") == matcher(name).match("饭卡挂失了")


@pytest.mark.parametrize("name", ["whole", "taught"])
@pytest.mark.parametrize("text", ASKED)
def test_a_matcher_with_an_encoder_is_loaded_with_the_same(
    name: str, text: str
) -> None:
    again = load_matcher(dump_matcher(encoded(name)), Letters())

    assert again.match(text) == encoded(name).match(text)


@pytest.mark.parametrize("encoder", [None, Letters("other letters")])
def test_a_matcher_with_an_encoder_is_unreadable_with_another_or_none(
    encoder: Letters | None,
) -> None:
    with pytest.raises(UnreadableMatcherError):
        load_matcher(dump_matcher(encoded()), encoder)


def test_a_matcher_without_an_encoder_is_unreadable_with_one() -> None:
    with pytest.raises(UnreadableMatcherError):
        load_matcher(stored(), Letters())


@given(places)
def test_a_truncated_matcher_is_unreadable(place: float) -> None:
    length = int(place * len(stored()))

    with pytest.raises(UnreadableMatcherError):
        load_matcher(stored()[:length])


@given(places, st.integers(1, 255))
def test_a_byte_changed_in_the_header_is_noticed_or_harmless(
    place: float, by: int
) -> None:
    damaged = bytearray(stored())
    damaged[int(place * damaged.index(b"\n"))] ^= by

    try:
        found = load_matcher(bytes(damaged))
    except UnreadableMatcherError:
        return

    assert isinstance(found, Matcher)


@given(st.binary(max_size=200))
def test_bytes_that_never_were_a_matcher_are_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableMatcherError):
        load_matcher(data)


def test_a_matcher_of_another_format_is_unreadable() -> None:
    other = stored().replace(FORMAT.encode(), FORMAT.encode()[:-1] + b"0", 1)

    with pytest.raises(UnreadableMatcherError):
        load_matcher(other)


@pytest.mark.parametrize("name", ["whole", "taught"])
def test_a_matcher_without_any_one_of_its_arrays_is_unreadable(name: str) -> None:
    arrays, facts = unpack(memoryview(stored(name)))

    for lost in arrays:
        rest = {it: array for it, array in arrays.items() if it != lost}
        with pytest.raises(UnreadableMatcherError):
            load_matcher(pack(rest, facts))


def test_a_matcher_without_any_one_of_its_facts_is_unreadable() -> None:
    arrays, facts = unpack(memoryview(stored("taught")))

    for lost in facts:
        rest = {it: fact for it, fact in facts.items() if it != lost}
        with pytest.raises(UnreadableMatcherError):
            load_matcher(pack(arrays, rest))


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("words", 7),
        ("synonyms", [["公司"]]),
        ("certain", "sure"),
        ("readings", [[]]),
        ("models", {"questions": {}}),
        ("models", {"questions": {"classes": [], "confidence": [1, 2, 3]}}),
        ("models", []),
    ],
    ids=json.dumps,
)
def test_a_matcher_with_facts_of_another_make_is_unreadable(
    fact: str, value: object
) -> None:
    arrays, facts = unpack(memoryview(stored("taught")))

    with pytest.raises(UnreadableMatcherError):
        load_matcher(pack(arrays, facts | {fact: value}))
