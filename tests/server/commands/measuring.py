"""How an operator measures: texts in a file, figures on standard output."""

import json
from typing import Any

from tests.server.commands.operator import Operator

CROSSED = "这些问题本来就是问法：分5份轮流不学、只考，交叉验证。"


def jsonl(*lines: object) -> str:
    return "".join(json.dumps(it, ensure_ascii=False) + "\n" for it in lines)


def texts(operator: Operator, *lines: object, name: str = "texts.jsonl") -> str:
    return operator.file(name, jsonl(*lines))


def figures(operator: Operator, *words: str) -> dict[str, Any]:
    done = operator.does("evaluate", "--json", *words)
    assert (done.exit_code, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
