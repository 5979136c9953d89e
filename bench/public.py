"""Other FAQs' cases and texts, from files as `helpline evaluate --cases` takes them.

STEM stands for STEM.cases.jsonl.gz and STEM.texts.jsonl.gz.
"""

from pathlib import Path

from faq_store import evaluation_files
from helpline.faq import Edition
from helpline.matching.evaluation import LabelledText


def edition(stem: Path) -> Edition:
    """Read the cases."""
    return evaluation_files.read_cases(stem.with_name(f"{stem.name}.cases.jsonl.gz"))


def texts(stem: Path, *splits: str) -> list[LabelledText]:
    """Read the texts of some splits."""
    read = evaluation_files.read_labelled_texts(
        stem.with_name(f"{stem.name}.texts.jsonl.gz")
    )
    return [it for it in read if it.split in splits]
