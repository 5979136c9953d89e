"""Documents that are brought to the console, and the boxes of their pieces."""

import re
from io import BytesIO

from tests.console.visitors import Page, Visitor
from tests.faq_store.examples import PAPER

PATH = "/console/faq/documents"
CHANGED = PAPER.replace("十二点。", "十一点半。").replace("答：可以。", "答：不行。")


def bring(visitor: Visitor, text: str, name: str = "新.txt") -> Page:
    """Upload a document and come to its page."""
    fields = {"file": (BytesIO(text.encode()), name)}
    return visitor.post(PATH, fields, follow=True)


def address(page: Page) -> str:
    return page.answer.request.path


def boxes(page: Page) -> dict[str, tuple[str, bool]]:
    """Give the value of each box by its piece, and whether it is ticked."""
    found = re.findall(
        r'name="piece" value="([^"@]*)(@[^"]*)"[^>]*?( checked)?>', page.html
    )
    return {name: (f"{name}{rest}", bool(ticked)) for name, rest, ticked in found}


def accept(visitor: Visitor, page: Page, *names: str) -> Page:
    values = [boxes(page)[it][0] for it in names]
    path = f"{address(page)}/accept"
    return visitor.post(path, {"piece": values, "do": "chosen"}, follow=True)


def accept_all(visitor: Visitor, page: Page) -> Page:
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', page.html)
    fields = {"seen": seen, "do": "all"}
    return visitor.post(f"{address(page)}/accept", fields, follow=True)
