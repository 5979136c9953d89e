"""A sentence encoder from a folder on this machine, run by ONNX Runtime on the CPU.

The folder holds `model.onnx`, `tokenizer.json` and `encoder.json`; nothing is ever
fetched. `encoder.json` says how the model is used and which files are meant:

    {"max_length": 128, "pooling": "cls", "prefix": "",
     "sha256": {"model.onnx": "…", "tokenizer.json": "…"}}
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import file_digest, sha256
from pathlib import Path
from threading import Lock
from typing import Any, Self

import numpy as np

from helpline.matching.arrays import Floats
from server.errors import EncoderError

_FILES = ("model.onnx", "tokenizer.json")
_POOLINGS = ("cls", "mean")
_BATCH = 32
_LONGEST = 512


@dataclass(frozen=True)
class OnnxEncoder:
    """Encodes texts; the model is loaded when first used, after processes have forked."""

    folder: Path
    fingerprint: str
    max_length: int
    pooling: str
    prefix: str
    _loading: Lock = field(default_factory=Lock, repr=False, compare=False)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Check the folder; raise `EncoderError` naming what is wrong with it."""
        try:
            raw = (folder / "encoder.json").read_bytes()
            said = json.loads(raw)
            found = cls(
                folder,
                sha256(raw).hexdigest(),
                int(said["max_length"]),
                str(said["pooling"]),
                str(said["prefix"]),
            )
            hashes = {name: str(said["sha256"][name]) for name in _FILES}
        except OSError as error:
            raise EncoderError(f"ENCODER_DIR：读不了 {error.filename}") from error
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise EncoderError("ENCODER_DIR：encoder.json 的内容不对") from error
        if found.pooling not in _POOLINGS or not 0 < found.max_length <= _LONGEST:
            raise EncoderError(
                "ENCODER_DIR：encoder.json 的 pooling 或 max_length 不对"
            )
        for name, expected in hashes.items():
            _check_file(folder / name, expected)
        _check_packages()
        return found

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts [texts, dimensions], each vector of length 1."""
        batches = [texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]
        encoded = [self._encode(it) for it in batches or [[""]]]
        vectors: Floats = np.concatenate(encoded)[: len(texts)]
        return vectors

    def _encode(self, texts: Sequence[str]) -> Floats:
        session, tokenizer = self._loaded
        tokens = tokenizer.encode_batch([f"{self.prefix}{it}" for it in texts])
        mask = np.array([it.attention_mask for it in tokens], np.int64)
        given = {
            "input_ids": np.array([it.ids for it in tokens], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        wanted = {it.name for it in session.get_inputs()}
        (hidden, *_) = session.run(
            None, {name: value for name, value in given.items() if name in wanted}
        )
        pooled = hidden[:, 0] if self.pooling == "cls" else _mean_pooling(hidden, mask)
        length = np.linalg.norm(pooled, axis=1, keepdims=True)
        vectors: Floats = (pooled / np.maximum(length, 1e-9)).astype(np.float32)
        return vectors

    @property
    def _loaded(self) -> tuple[Any, Any]:
        with self._loading:  # two threads must not load it twice
            return self._model

    @cached_property
    def _model(self) -> tuple[Any, Any]:
        import onnxruntime  # noqa: PLC0415 - optional
        from tokenizers import Tokenizer  # noqa: PLC0415 - optional

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            session = onnxruntime.InferenceSession(
                str(self.folder / "model.onnx"), options, ["CPUExecutionProvider"]
            )
            tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        except Exception as error:  # both raise what has no narrower base
            raise EncoderError("ENCODER_DIR：模型或分词器装载不了") from error
        tokenizer.enable_truncation(self.max_length)
        tokenizer.enable_padding()
        return session, tokenizer


def _mean_pooling(hidden: Floats, mask: np.ndarray[Any, np.dtype[np.int64]]) -> Floats:
    weight = mask[:, :, None].astype(np.float32)
    mean: Floats = (hidden * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1)
    return mean


def _check_file(file: Path, expected: str) -> None:
    try:
        with file.open("rb") as opened:
            found = file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"ENCODER_DIR：读不了 {file}") from error
    if found != expected:
        raise EncoderError(f"ENCODER_DIR：{file.name} 与 encoder.json 所记的校验值不符")


def _check_packages() -> None:
    try:
        import onnxruntime  # noqa: F401, PLC0415 - optional
        import tokenizers  # noqa: F401, PLC0415 - optional
    except ImportError as error:
        raise EncoderError(
            "设置了 ENCODER_DIR，但没有安装 onnxruntime 和 tokenizers"
        ) from error
