"""Twilio's codes and the words of its receipts stand in its gateway and nowhere else."""

import re
from pathlib import Path

from notices.gateways.twilio.codes import FAULTS, TEXTS
from tests.architecture.tree import ROOT, files, root_packages, shown

GATEWAY = ROOT / "notices" / "gateways" / "twilio"
STANDS_IN = "simulator"
"""It plays Twilio, so it says what Twilio says."""

FACTORY = "server/gateway_factory.py"
RECEIPT_WORDS = ("MessageStatus", "SmsStatus", "partially_delivered")
_NUMBERS = "|".join(map(str, sorted({*FAULTS, *TEXTS})))
FORBIDDEN = re.compile(rf"(?<!\d)({_NUMBERS})(?!\d)|{'|'.join(RECEIPT_WORDS)}")


def product_files() -> list[Path]:
    return [
        path
        for package in root_packages()
        if package != STANDS_IN
        for path in files(ROOT / package)
        if path.suffix in {".py", ".html", ".js"} and GATEWAY not in path.parents
    ]


def test_nobody_else_knows_a_code_or_a_word_of_a_receipt() -> None:
    known = {
        f"{shown(path)}: {found[0]}"
        for path in product_files()
        for found in FORBIDDEN.finditer(path.read_text("utf-8"))
    }

    assert known == set()


def test_only_the_factory_of_gateways_imports_one() -> None:
    imports = {
        shown(path)
        for path in product_files()
        if "notices.gateways.twilio" in path.read_text("utf-8")
    }

    assert imports == {FACTORY}


def test_notices_do_not_name_the_company_elsewhere() -> None:
    named = {
        shown(path)
        for path in product_files()
        if path.is_relative_to(ROOT / "notices")
        and "twilio" in path.read_text("utf-8").lower()
    }

    assert named == set()
