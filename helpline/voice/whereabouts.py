"""Where in the menu a key led a caller, by keys that outlast the edition.

A place is "" (the start), a section's key, a case (a question's list of situations,
or an answer), `HOTLINE` or `NOTICES`.
"""

from dataclasses import dataclass

from helpline.faq import Case, Edition
from helpline.voice.menu import Hotline, Notices, Offer, Path, Refuse, at, press

START = ""
HOTLINE = "hotline"
NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a caller is after a key; `heard` is the answer that it led to, if any."""

    place: str
    heard: Case | None = None


def landing(edition: Edition, path: Path, key: str) -> Landing:
    """Say where a key pressed at a path led.

    Silence, a wrong key and a wish to hear it again lead nowhere: the caller is
    where they were, and what is told once more counts as heard before.
    """
    here = at(edition, path)
    step = press(edition, path, key) if key else here
    if isinstance(step, Hotline):
        return Landing(HOTLINE)
    if isinstance(step, Notices):
        return Landing(NOTICES)
    there = here if isinstance(step, Refuse) else step
    if isinstance(there, Offer):
        return Landing(_place(edition, there.path))
    is_new = there.path != here.path
    return Landing(str(there.case), there.case if is_new else None)


def _place(edition: Edition, path: Path) -> str:
    """Name a list by the key of what it is the list of."""
    if not path.at:
        return START
    first, *rest = path.at
    section = edition.sections[first - 1]
    if len(section.questions) == 1:  # the menu steps over a list of one
        rest = [1]
    return section.questions[rest[0] - 1].key if rest else section.key
