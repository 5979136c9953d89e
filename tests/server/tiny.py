"""A sentence encoder of six letters, made on the spot: the folder ENCODER_DIR names."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

VOCABULARY = {it: at for at, it in enumerate(["[PAD]", "[UNK]", *"饭卡几问"])}
TABLE = np.array(
    [[9, 9, 9], [1, 1, 1], [3, 4, 0], [0, 0, 2], [0, 5, 0], [1, 0, 0]], np.float32
)
"""What the letters mean, [letters, dimensions]; padding would be seen at once."""

Values = Mapping[str, object]


def directions(text: str) -> list[list[float]]:
    """Say what each letter of a text means, in the model's own numbers."""
    return [TABLE[VOCABULARY.get(it, 1)].tolist() for it in text]


def encoder(
    folder: Path,
    *,
    inputs: tuple[str, ...] = ("input_ids",),
    **said: Any,  # noqa: ANN401 - whatever JSON holds
) -> Path:
    """Make the folder whole; `said` changes or adds what encoder.json says."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(_model(inputs))
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    usual = {
        "max_length": 16,
        "pooling": "mean",
        "prefix": "",
        "sha256": {
            item: sha256((folder / item).read_bytes()).hexdigest()
            for item in ("model.onnx", "tokenizer.json")
        },
    }
    describe(folder, {**usual, **said})
    return folder


def describe(folder: Path, said: Values) -> None:
    (folder / "encoder.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def _model(inputs: tuple[str, ...]) -> bytes:
    """Look up each letter in the table: input_ids [texts, letters] to three numbers each."""
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["hidden"])],
        "letters",
        [
            helper.make_tensor_value_info(item, TensorProto.INT64, ["texts", "letters"])
            for item in inputs
        ],
        [
            helper.make_tensor_value_info(
                "hidden", TensorProto.FLOAT, ["texts", "letters", 3]
            )
        ],
        [numpy_helper.from_array(TABLE, "table")],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9
    )
    onnx.checker.check_model(model)
    found: bytes = model.SerializeToString()
    return found
