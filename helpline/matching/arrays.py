"""A matcher as bytes and back, so that a process starts without teaching one."""

import io
from collections.abc import Mapping
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from helpline.errors import HelplineError
from helpline.matching.confidence import Confidence
from helpline.matching.linear import Linear
from helpline.matching.matcher import Matcher, Model
from helpline.matching.vocabulary import Vocabulary
from helpline.segment import Segmenter

FORMAT = 2
"""Raised whenever features, weights or layout change: older bytes are not read."""

_DIGEST = sha256().digest_size

_Arrays = Mapping[str, NDArray[np.generic]]


class UnreadableMatcherError(HelplineError):
    """The stored matcher is of another format, or damaged."""


def dump(matcher: Matcher) -> bytes:
    """Write a matcher; the same matcher gives the same arrays."""
    arrays: dict[str, NDArray[np.generic]] = {
        "format": np.array(FORMAT),
        "words": _texts(matcher.words),
        "features": _texts(tuple(matcher.vocabulary.columns)),
        "weight": matcher.vocabulary.weight,
        "situations": _texts(tuple(matcher.situations)),
        **_model_arrays("questions", matcher.questions),
    }
    for key, model in matcher.situations.items():
        arrays |= _model_arrays(f"situation {key}", model)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    written = file.getvalue()
    return sha256(written).digest() + written


def load(data: bytes) -> Matcher:
    """Read what `dump` wrote; raise `UnreadableMatcherError` for anything else."""
    digest, written = data[:_DIGEST], data[_DIGEST:]
    # Damaged archives fail in as many ways as zipfile, zlib and numpy know.
    if sha256(written).digest() != digest:
        raise UnreadableMatcherError
    with np.load(io.BytesIO(written), allow_pickle=False) as arrays:
        if int(arrays["format"]) != FORMAT:
            raise UnreadableMatcherError
        return _matcher(arrays)


def _matcher(arrays: _Arrays) -> Matcher:
    words = _read(arrays["words"])
    features = _read(arrays["features"])
    columns = {feature: at for at, feature in enumerate(features)}
    return Matcher(
        words,
        Vocabulary(columns, np.asarray(arrays["weight"], np.float32)),
        _read_model("questions", arrays),
        {
            key: _read_model(f"situation {key}", arrays)
            for key in _read(arrays["situations"])
        },
        Segmenter(words),
    )


def _model_arrays(name: str, model: Model) -> dict[str, NDArray[np.generic]]:
    confidence = model.confidence
    return {
        f"{name} classes": _texts(tuple(it or "" for it in model.classes)),
        f"{name} weight": model.linear.weight,
        f"{name} bias": model.linear.bias,
        f"{name} confidence": np.array([confidence.sharpness, confidence.certain]),
    }


def _read_model(name: str, arrays: _Arrays) -> Model:
    sharpness, certain = np.asarray(arrays[f"{name} confidence"], np.float64)
    return Model(
        tuple(it or None for it in _read(arrays[f"{name} classes"])),
        Linear(
            np.asarray(arrays[f"{name} weight"], np.float32),
            np.asarray(arrays[f"{name} bias"], np.float32),
        ),
        Confidence(float(sharpness), float(certain)),
    )


def _texts(texts: tuple[str, ...]) -> NDArray[np.uint8]:
    return np.frombuffer("".join(f"{it}\n" for it in texts).encode(), np.uint8)


def _read(stored: NDArray[np.generic]) -> tuple[str, ...]:
    text = np.asarray(stored, np.uint8).tobytes().decode()
    return tuple(text.split("\n")[:-1])
