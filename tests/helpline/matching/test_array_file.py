import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from helpline.matching.array_file import FORMAT, UnreadableMatcherError, pack, unpack

KINDS = [np.float32, np.float16, np.int32, np.int64, np.uint8, np.uint64]
ARRAYS: dict[str, NDArray[Any]] = {
    "one": np.arange(6, dtype=np.int32).reshape(2, 3),
    "空": np.empty((0, 4), np.float16),
}
FACTS = {"words": ["跨省转出"], "certain": 0.5, "models": {}}

shapes = st.lists(st.integers(0, 5), min_size=1, max_size=3).map(tuple)
arrays = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=5),
    st.builds(
        lambda kind, shape: np.arange(np.prod(shape)).reshape(shape).astype(kind),
        st.sampled_from(KINDS),
        shapes,
    ),
    max_size=5,
)
facts = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=5),
    st.recursive(
        st.none() | st.integers(-9, 9) | st.text(st.characters(codec="utf-8")),
        st.lists,
        max_leaves=5,
    ),
    max_size=5,
)


def stored(header: object) -> memoryview:
    """Write a header with nothing behind it."""
    return memoryview(json.dumps(header).encode() + b"\n")


def header(**changed: object) -> dict[str, object]:
    return {"format": FORMAT, "size": 0, "arrays": {}, "facts": {}} | changed


@given(arrays, facts)
def test_what_was_packed_is_unpacked(
    given_arrays: dict[str, NDArray[Any]], given_facts: dict[str, object]
) -> None:
    found, said = unpack(memoryview(pack(given_arrays, given_facts)))

    assert said == given_facts
    assert list(found) == list(given_arrays)
    for name, array in given_arrays.items():
        assert found[name].dtype == array.dtype
        assert found[name].shape == array.shape
        assert (found[name] == array).all()


@given(arrays, facts)
def test_every_array_begins_at_a_multiple_of_64_bytes(
    given_arrays: dict[str, NDArray[Any]], given_facts: dict[str, object]
) -> None:
    data = pack(given_arrays, given_facts)

    line = data[: data.index(b"\n") + 1]
    offsets = [it[2] for it in json.loads(line)["arrays"].values()]
    assert len(line) % 64 == 0
    assert len(data) % 64 == 0
    assert all(it % 64 == 0 for it in offsets)


def test_an_array_that_lies_in_steps_is_packed_as_it_reads() -> None:
    columns = ARRAYS["one"].T

    found, _ = unpack(memoryview(pack({"one": columns}, {})))

    assert found["one"].tolist() == columns.tolist()


def test_what_is_unpacked_is_not_copied() -> None:
    data = bytearray(pack(ARRAYS, FACTS))

    found, _ = unpack(memoryview(data))
    data[-64:] = b"\1" * 64

    assert found["one"].ravel()[0] == 0x01010101


def test_a_long_header_is_found_to_its_end() -> None:
    many = {"words": ["字" * 50_000, "词"]}

    _, said = unpack(memoryview(pack({}, many)))

    assert said == many


def test_the_same_arrays_give_the_same_bytes() -> None:
    assert pack(ARRAYS, FACTS) == pack(dict(ARRAYS), dict(FACTS))


@given(st.floats(0, 1, exclude_max=True))
def test_fewer_bytes_are_unreadable(place: float) -> None:
    data = pack(ARRAYS, FACTS)

    with pytest.raises(UnreadableMatcherError):
        unpack(memoryview(data[: int(place * len(data))]))


@given(st.binary(min_size=1, max_size=99))
def test_more_bytes_are_unreadable(more: bytes) -> None:
    with pytest.raises(UnreadableMatcherError):
        unpack(memoryview(pack(ARRAYS, FACTS) + more))


@given(st.binary(max_size=200) | st.text(max_size=50).map(str.encode))
def test_other_bytes_are_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableMatcherError):
        unpack(memoryview(data))


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_a_changed_byte_is_noticed_or_harmless(place: float, by: int) -> None:
    data = bytearray(pack(ARRAYS, FACTS))
    data[int(place * len(data))] ^= by

    try:
        found, said = unpack(memoryview(data))
    except UnreadableMatcherError:
        return

    assert isinstance(found, dict)
    assert said is not None


@pytest.mark.parametrize(
    "said",
    [
        header(format="helpline-matcher-3"),
        header(size=64),
        header(size="0"),
        header(arrays={"one": ["<i4", [2], 0]}),
        header(arrays={"one": ["?!", [2], 0]}),
        header(arrays={"one": ["O", [2], 0]}),
        header(arrays={"one": ["<i4", [0], -99999]}),
        header(arrays={"one": ["<i4"]}),
        header(arrays={"one": None}),
        {"format": FORMAT, "size": 0, "facts": {}},
        [],
        "format",
        None,
        7,
    ],
    ids=str,
)
def test_a_header_that_promises_what_is_not_there_is_unreadable(said: object) -> None:
    with pytest.raises(UnreadableMatcherError):
        unpack(stored(said))


@pytest.mark.parametrize(
    "said",
    [
        {"format": FORMAT, "size": 0, "arrays": {}},
        header(arrays=[]),
        header(arrays={"one": ["<i4", [10**30], 0]}),
        header(arrays={"one": ["<i4", [0], 10**30]}),
    ],
    ids=["no facts", "no layout", "too large", "too far"],
)
def test_a_header_of_another_make_is_unreadable(said: object) -> None:
    with pytest.raises(UnreadableMatcherError):
        unpack(stored(said))


def test_a_header_nested_without_end_is_unreadable() -> None:
    with pytest.raises(UnreadableMatcherError):
        unpack(memoryview(b"[" * 100_000 + b"\n"))
