"""The pictures of the staff guide: which there are, and how they are taken."""

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.architecture.tree import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

GUIDE = ROOT / "docs" / "staff-guide.zh.md"
COMMITTED = ROOT / "docs" / "staff-guide"
TAKEN = ROOT / "var" / "screenshots"
LARGEST = 150_000
"""Bytes of a committed picture."""

REFRESH = "GUIDE_PICTURES"
"""Set, the committed pictures are taken anew."""

NAMES = (
    "join",
    "second-factor",
    "recovery-codes",
    "home",
    "inquiry",
    "inquiry-preview",
    "question",
    "submit",
    "approve",
    "roll-back",
    "announcement",
    "notice",
    "trouble",
)
"""In the order of the guide, and of the walk."""

_TALLEST = 820
_MARGIN = 8
_END_OF_MAIN = "document.querySelector('main').getBoundingClientRect().bottom + scrollY"


@dataclass
class Album:
    """The pictures of one walk."""

    taken: list[str] = field(default_factory=list)

    def take(
        self,
        page: "Page",
        name: str,
        of: "Locator | None" = None,
        tallest: int = _TALLEST,
    ) -> None:
        """Picture a page, or a part of it with a little around."""
        page.wait_for_load_state()
        page.locator("main").wait_for()
        if of is not None:
            of.scroll_into_view_if_needed()
        height = min(page.evaluate(_END_OF_MAIN), tallest)
        width = (page.viewport_size or {"width": 0})["width"]
        clip = {"x": 0.0, "y": 0.0, "width": float(width), "height": float(height)}
        if of is not None and (box := of.bounding_box()):
            around = 0 if of.evaluate("it => it.tagName") == "MAIN" else _MARGIN
            down = page.evaluate("scrollY")
            clip["x"] = max(0.0, box["x"] - around)
            clip["y"] = max(0.0, box["y"] + down - around)
            clip["width"] = min(box["width"] + 2 * around, width - clip["x"])
            clip["height"] = min(box["height"] + 2 * around, float(tallest))
        made = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
        TAKEN.mkdir(parents=True, exist_ok=True)
        (TAKEN / f"guide-{name}.png").write_bytes(made)
        if os.environ.get(REFRESH):
            COMMITTED.mkdir(exist_ok=True)
            (COMMITTED / f"{name}.png").write_bytes(made)
        self.taken.append(name)
