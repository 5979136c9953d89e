"""What the playground works on: an edition with its matcher, the published one or the draft."""

from dataclasses import dataclass
from typing import Any

from flask import abort, request

from console.context import Door
from faq_store.content.edition_cache import Loaded, Tryout
from helpline.faq import Edition
from helpline.matching import Matcher

OUT, DRAFT = "out", "draft"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is tried; `named` says what staff call it."""

    edition: Edition
    matcher: Matcher
    named: str


class Bench:
    """Finds what a form wants to try; nothing that is typed here is stored."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._tryout = Tryout(door.engine, door.shelf)

    def subject(self) -> Subject:
        """Give the draft if it is asked for and there is one, else what is out."""
        draft = self._tryout.draft() if wanted() == DRAFT else None
        if draft:
            return _subject(draft, "草稿")
        out = self._door.shelf.refresh()
        return _subject(out, f"第{out.edition.number}版（在用）")


def wanted() -> str:
    """Say which of the two a form asks for."""
    return DRAFT if request.form.get("edition") == DRAFT else OUT


def words(subject: Subject) -> dict[str, Any]:
    """Give templates what every page of the bench shows."""
    missing = wanted() == DRAFT and subject.edition.number > 0
    return {"subject": subject, "wanted": wanted(), "no_draft": missing}


def _subject(loaded: Loaded, named: str) -> Subject:
    if not isinstance(loaded.matcher, Matcher):  # only tests have others
        abort(500)
    return Subject(loaded.edition, loaded.matcher, named)
