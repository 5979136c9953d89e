"""An edition exported as JSON, for other programs.

    {
      "edition": 3,                        0 for a draft
      "title": "……释疑",
      "sections": [
        {"key": "1", "title": "业务申报阶段问题", "questions": [
          {"key": "1.3", "title": "……？", "answer": "……", "contacts": false,
           "phrasings": ["……"],            those that mean the question itself
           "situations": [
             {"key": 1, "condition": "……", "suggestion": "……", "phrasings": ["……"]}
           ]}
        ]}
      ],
      "out_of_scope": ["……"],              phrasings that mean nothing we answer
      "synonyms": [{"said": "公司", "meant": "企业"}],
      "prompts": {"greeting": "……", …}     all of them, by name
    }

Everything stands in the order of the document, so the same edition is the same file.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from helpline.faq import Case, Edition, Question

_Phrasings = defaultdict[Case | None, list[str]]


def write_json(edition: Edition) -> str:
    """Write an edition."""
    said = _Phrasings(list)
    for phrasing in edition.phrasings:
        said[phrasing.case].append(phrasing.text)
    whole = {
        "edition": edition.number,
        "title": edition.title,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "questions": [_question(it, said) for it in section.questions],
            }
            for section in edition.sections
        ],
        "out_of_scope": said[None],
        "synonyms": _dicts(sorted(edition.synonyms)),
        "prompts": asdict(edition.prompts),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _question(question: Question, said: _Phrasings) -> dict[str, Any]:
    situations = _dicts(question.situations)
    for situation in situations:
        situation["phrasings"] = said[Case(question.key, situation["key"])]
    return {
        "key": question.key,
        "title": question.title,
        "answer": question.answer,
        "contacts": question.contacts,
        "phrasings": said[Case(question.key)],
        "situations": situations,
    }


def _dicts(values: Sequence[Any]) -> list[dict[str, Any]]:
    return [asdict(it) for it in values]
