"""A matcher as bytes and back, so that a process starts without teaching one."""

from dataclasses import fields
from typing import Any

import numpy as np

from helpline.errors import PARSE_ERRORS
from helpline.faq import Synonym
from helpline.matching.array_file import Arrays, UnreadableMatcherError, pack, unpack
from helpline.matching.calibration import Calibration
from helpline.matching.classifier import Classifier
from helpline.matching.corpus import Corpus
from helpline.matching.encoder import Encoder
from helpline.matching.index import Index
from helpline.matching.linear import LinearModel
from helpline.matching.matcher import LanguageResources, Matcher
from helpline.matching.pinyin import PinyinTable
from helpline.matching.strings import StringArray
from helpline.matching.term_frequency import FrequencyTable


def dump_matcher(matcher: Matcher) -> bytes:
    """Write a matcher; the same matcher gives the same bytes."""
    language, known = matcher.language, matcher.corpus
    models = {f"situations {key}": it for key, it in matcher.situations.items()}
    if matcher.classifier:
        models["questions"] = matcher.classifier
    arrays = {
        **{f"index {it.name}": getattr(matcher.index, it.name) for it in fields(Index)},
        "readings": language.readings.numbers,
        "letter shares": language.background.letters,
        "syllables": language.background.syllables,
        **_strings("words", language.background.words),
        "word shares": language.background.word_shares,
        "owner": known.owner,
        "kinds": known.kinds,
        **_strings("texts", known.texts),
        **_strings("letters", known.letters),
    }
    for name, model in models.items():
        arrays |= _model_arrays(name, model)
    facts = {
        "words": language.words,
        "synonyms": [[it.said, it.meant] for it in language.synonyms],
        "readings": language.readings.syllables,
        "questions": matcher.questions,
        "certain": matcher.certain,
        "encoder": _fingerprint(matcher.encoder),
        "models": {name: _model_facts(it) for name, it in models.items()},
    }
    return pack(arrays, facts)


def load_matcher(data: bytes | memoryview, encoder: Encoder | None = None) -> Matcher:
    """Read what `dump_matcher` wrote with the same encoder, or with none.

    The arrays stay where they are, so `data` may be a file that is mapped. Raises
    `UnreadableMatcherError` for anything else.
    """
    arrays, facts = unpack(memoryview(data))
    try:
        if facts["encoder"] != _fingerprint(encoder):
            raise UnreadableMatcherError
        return _matcher(arrays, facts, encoder)
    except PARSE_ERRORS as error:
        raise UnreadableMatcherError from error


def _fingerprint(encoder: Encoder | None) -> str:
    return encoder.fingerprint if encoder else ""


def _matcher(arrays: Arrays, facts: dict[str, Any], encoder: Encoder | None) -> Matcher:
    models = {
        name: _read_model(name, arrays, item) for name, item in facts["models"].items()
    }
    taught = models.pop("questions", None)
    return Matcher(
        LanguageResources(
            tuple(facts["words"]),
            tuple(Synonym(*it) for it in facts["synonyms"]),
            PinyinTable(tuple(facts["readings"]), arrays["readings"]),
            FrequencyTable(
                arrays["letter shares"],
                arrays["syllables"],
                _read_strings("words", arrays),
                arrays["word shares"],
            ),
        ),
        tuple(facts["questions"]),
        Corpus(
            _read_strings("texts", arrays),
            _read_strings("letters", arrays),
            arrays["owner"],
            arrays["kinds"],
        ),
        Index(**{it.name: arrays[f"index {it.name}"] for it in fields(Index)}),
        taught,
        {name.removeprefix("situations "): it for name, it in models.items()},
        float(facts["certain"]),
        encoder,
    )


def _model_arrays(name: str, model: Classifier) -> dict[str, Any]:
    return {
        f"{name} columns": model.linear.columns,
        f"{name} weight": model.linear.weight,
        f"{name} bias": model.linear.bias,
        f"{name} dual": model.dual.astype(np.float16),
        f"{name} left out": model.left_out.astype(np.float16),
    }


def _model_facts(model: Classifier) -> dict[str, object]:
    confidence = model.confidence
    return {
        "classes": model.classes,
        "confidence": [confidence.sharpness, confidence.certain],
    }


def _read_model(name: str, arrays: Arrays, facts: dict[str, Any]) -> Classifier:
    return Classifier(
        tuple(facts["classes"]),
        LinearModel(
            arrays[f"{name} columns"], arrays[f"{name} weight"], arrays[f"{name} bias"]
        ),
        Calibration(*facts["confidence"]),
        arrays[f"{name} dual"],
        arrays[f"{name} left out"],
    )


def _strings(name: str, strings: StringArray) -> dict[str, Any]:
    return {f"{name} start": strings.start, f"{name} data": strings.data}


def _read_strings(name: str, arrays: Arrays) -> StringArray:
    return StringArray(arrays[f"{name} start"], arrays[f"{name} data"])
