"""What the playground works on: an edition with its matcher, the published one or the draft."""

from dataclasses import dataclass
from typing import Any

from flask import abort, request

from console.context import ConsoleContext
from faq_store.content.edition_cache import DraftCache, ServedEdition
from helpline.faq import Edition
from helpline.matching import Matcher

OUT, DRAFT = "out", "draft"


@dataclass(frozen=True, slots=True)
class ChosenEdition:
    """What is tried; `named` says what staff call it."""

    edition: Edition
    matcher: Matcher
    named: str


class EditionChooser:
    """Finds what a form wants to try; nothing that is typed here is stored."""

    def __init__(self, context: ConsoleContext) -> None:
        self._context = context
        self._draft_cache = DraftCache(context.engine, context.edition_cache)

    def choose(self) -> ChosenEdition:
        """Give the draft if it is asked for and there is one, else what is out."""
        draft = self._draft_cache.draft() if requested_edition() == DRAFT else None
        if draft:
            return _chosen_edition(draft, "草稿")
        out = self._context.edition_cache.refresh()
        return _chosen_edition(out, f"第{out.edition.number}版（在用）")


def requested_edition() -> str:
    """Say which of the two a form asks for."""
    return DRAFT if request.form.get("edition") == DRAFT else OUT


def edition_labels(subject: ChosenEdition) -> dict[str, Any]:
    """Give templates what every page of the bench shows."""
    missing = requested_edition() == DRAFT and subject.edition.number > 0
    return {"subject": subject, "wanted": requested_edition(), "no_draft": missing}


def _chosen_edition(loaded: ServedEdition, named: str) -> ChosenEdition:
    if not isinstance(loaded.matcher, Matcher):  # only tests have others
        abort(500)
    return ChosenEdition(loaded.edition, loaded.matcher, named)
