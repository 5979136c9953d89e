"""A sentence encoder from a folder: what it says of texts, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from server.errors import EncoderError
from server.onnx_encoder import OnnxEncoder
from tests.server import tiny
from tests.server.tiny import directions

INPUTS = [("input_ids",), ("input_ids", "attention_mask", "token_type_ids")]


def encode(folder: Path, *texts: str) -> list[list[float]]:
    found: list[list[float]] = OnnxEncoder.open(folder).encode(texts).round(5).tolist()
    return found


def unit(*numbers: float) -> list[float]:
    vector = np.array(numbers, np.float32)
    found: list[float] = (vector / np.linalg.norm(vector)).round(5).tolist()
    return found


def mean(text: str) -> list[float]:
    return unit(*np.mean(directions(text), axis=0))


@pytest.mark.parametrize("inputs", INPUTS, ids=["one input", "all inputs"])
def test_cls_pooling_takes_the_first_letter(
    tmp_path: Path, inputs: tuple[str, ...]
) -> None:
    folder = tiny.encoder(tmp_path, inputs=inputs, pooling="cls")

    assert encode(folder, "饭卡卡卡", "几") == [unit(3, 4, 0), unit(0, 1, 0)]


@pytest.mark.parametrize("inputs", INPUTS, ids=["one input", "all inputs"])
def test_mean_pooling_takes_every_letter_and_no_padding(
    tmp_path: Path, inputs: tuple[str, ...]
) -> None:
    folder = tiny.encoder(tmp_path, inputs=inputs, pooling="mean")

    assert encode(folder, "饭卡卡几", "饭", "饭卡") == [
        mean("饭卡卡几"),
        mean("饭"),
        mean("饭卡"),
    ]


@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_every_vector_has_length_one(tmp_path: Path, pooling: str) -> None:
    encoder = OnnxEncoder.open(tiny.encoder(tmp_path, pooling=pooling))

    vectors = encoder.encode(["饭", "卡几饭", "都不认识的字", "几" * 99])

    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)


def test_many_texts_are_encoded_in_their_order(tmp_path: Path) -> None:
    folder = tiny.encoder(tmp_path, pooling="cls")
    texts = ["饭卡几"[at % 3] * (1 + at // 32) for at in range(70)]

    assert encode(folder, *texts) == [unit(*directions(it)[0]) for it in texts]


def test_no_texts_have_no_vectors_of_as_many_dimensions(tmp_path: Path) -> None:
    encoder = OnnxEncoder.open(tiny.encoder(tmp_path))

    assert encoder.encode([]).shape == (0, 3)


def test_an_empty_text_has_a_vector_too(tmp_path: Path) -> None:
    for pooling in ("cls", "mean"):
        folder = tiny.encoder(tmp_path / pooling, pooling=pooling)

        assert np.isfinite(OnnxEncoder.open(folder).encode(["", "饭"])).all()


def test_a_prefix_stands_before_every_text(tmp_path: Path) -> None:
    folder = tiny.encoder(tmp_path, prefix="问")

    assert encode(folder, "饭", "卡卡") == [mean("问饭"), mean("问卡卡")]


def test_what_is_longer_than_the_model_takes_is_cut(tmp_path: Path) -> None:
    folder = tiny.encoder(tmp_path, max_length=2)

    assert encode(folder, "饭卡几几几") == [mean("饭卡")]


def test_threads_load_one_model(tmp_path: Path) -> None:
    encoder = OnnxEncoder.open(tiny.encoder(tmp_path))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: encoder.encode(["饭卡"]), range(8)))

    assert all(np.array_equal(it, found[0]) for it in found)


def test_the_fingerprint_is_that_of_what_describes_the_model(tmp_path: Path) -> None:
    one = OnnxEncoder.open(tiny.encoder(tmp_path / "one"))
    same = OnnxEncoder.open(tiny.encoder(tmp_path / "same"))
    other = OnnxEncoder.open(tiny.encoder(tmp_path / "other", prefix="问"))

    described = (tmp_path / "one" / "encoder.json").read_bytes()
    assert one.fingerprint == sha256(described).hexdigest() == same.fingerprint
    assert other.fingerprint != one.fingerprint


def refusal(folder: Path) -> str:
    with pytest.raises(EncoderError) as refused:
        OnnxEncoder.open(folder)
    said = str(refused.value)
    assert "ENCODER_DIR" in said
    assert "\n" not in said
    assert any("一" <= it <= "鿿" for it in said)
    return said


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"

    assert refusal(folder) == f"ENCODER_DIR：读不了 {folder / 'encoder.json'}"


@pytest.mark.parametrize("name", ["encoder.json", "model.onnx", "tokenizer.json"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    (tiny.encoder(tmp_path) / name).unlink()

    assert refusal(tmp_path) == f"ENCODER_DIR：读不了 {tmp_path / name}"


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_not_the_one_meant_is_named(tmp_path: Path, name: str) -> None:
    file = tiny.encoder(tmp_path) / name
    file.write_bytes(file.read_bytes() + b" ")

    assert refusal(tmp_path) == (
        f"ENCODER_DIR：{name} 与 encoder.json 所记的校验值不符"
    )


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"not json",
        b"[]",
        b"7",
        b"{}",
        b"\xff\xfe",
        b'{"max_length": "long", "pooling": "cls", "prefix": "", "sha256": {}}',
        b'{"max_length": [1], "pooling": "cls", "prefix": "", "sha256": {}}',
        b'{"max_length": 8, "pooling": "cls", "prefix": "", "sha256": {}}',
        b'{"max_length": 8, "pooling": "cls", "prefix": "", "sha256": "abc"}',
        b'{"max_length": 8, "pooling": "cls", "prefix": ""}',
    ],
)
def test_a_description_that_cannot_be_read_is_refused(
    tmp_path: Path, said: bytes
) -> None:
    (tiny.encoder(tmp_path) / "encoder.json").write_bytes(said)

    assert refusal(tmp_path) == "ENCODER_DIR：encoder.json 的内容不对"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pooling", "max"),
        ("pooling", None),
        ("max_length", 0),
        ("max_length", -1),
        ("max_length", 513),
    ],
)
def test_a_pooling_or_a_length_that_we_do_not_know_is_refused(
    tmp_path: Path, name: str, value: object
) -> None:
    changed: dict[str, Any] = {name: value}
    tiny.encoder(tmp_path, **changed)

    assert refusal(tmp_path) == (
        "ENCODER_DIR：encoder.json 的 pooling 或 max_length 不对"
    )


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_meant_and_cannot_be_loaded_is_refused_when_it_is_used(
    tmp_path: Path, file: str
) -> None:
    folder = tiny.encoder(tmp_path)
    (folder / file).write_bytes(b"neither a model nor a tokenizer")
    hashes = {
        item: sha256((folder / item).read_bytes()).hexdigest()
        for item in ("model.onnx", "tokenizer.json")
    }
    said = {"max_length": 16, "pooling": "mean", "prefix": "", "sha256": hashes}
    tiny.describe(folder, said)

    with pytest.raises(EncoderError, match="装载不了"):
        OnnxEncoder.open(folder).encode(["饭"])
