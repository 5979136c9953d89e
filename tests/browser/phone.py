"""The phone page in a real browser, and what went wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Locator, Page, Request, Response, Route, expect

from simulator.provider import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER
from tests.architecture.tree import ROOT
from tests.crossing import crossed
from tests.waiting import HANGS

__all__ = [
    "DESK",
    "IN_A_POCKET",
    "LOOKS",
    "ON_A_DESK",
    "POCKET",
    "Page",
    "Phone",
    "Request",
    "expect",
]

PICTURES = ROOT / "var" / "screenshots"
DESK, POCKET = (1280, 900), (390, 844)
ON_A_DESK = [DESK, pytest.param(POCKET, marks=pytest.mark.long)]
IN_A_POCKET = [POCKET, pytest.param(DESK, marks=pytest.mark.long)]
"""Sizes for what is not about looks: the other one has its turn in a long run."""

LOOKS = pytest.mark.parametrize(
    ("size", "scheme"), crossed([DESK, POCKET], ["light", "dark"])
)

_OVERFLOWING = """() => [...document.querySelectorAll("body *")]
  .filter((it) => !it.classList.contains("unseen") && it.checkVisibility())
  .filter((it) => {
    const { left, right } = it.getBoundingClientRect();
    return right > innerWidth + 0.5 || left < -0.5;
  })
  .map((it) => it.outerHTML.slice(0, 120))"""


@dataclass
class Phone:
    """One visit to the page; `troubles` is what the browser complained about."""

    page: Page
    address: str
    number: str
    troubles: list[str] = field(default_factory=list)

    def visit(self) -> None:
        self.page.on("pageerror", lambda it: self.troubles.append(str(it)))
        self.page.on("console", lambda it: self._note(it.type, it.text))
        self.page.on("response", self._check)
        self.page.goto(f"{self.address}/phone")
        self.find("#sender").fill(self.number)

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def send(self, text: str) -> None:
        """Type a text and send it, and wait for what comes of it."""
        bubbles = self.find("#conversation .mine").count()
        self.find("#body").fill(text)
        self.find("#body").press("Enter")
        self.find("#conversation .after").nth(bubbles).locator(
            ".theirs, .trouble, .note"
        ).first.wait_for()

    def dial(self) -> None:
        """Place a call, and wait until keys may be pressed."""
        self.find("#receiver").click()
        self.key("1").and_(self.find(":enabled")).wait_for()

    def key(self, key: str) -> Locator:
        return self.find(f"[data-key='{key}']")

    def show(self, tab: str) -> None:
        """Bring a panel to the front, where only one has room."""
        button = self.find(f"[data-tab='{tab}']")
        if button.is_visible():
            button.click()

    def overflowing(self) -> list[str]:
        """Name what stands out at the sides."""
        found: list[str] = self.page.evaluate(_OVERFLOWING)
        return found

    def picture(self, name: str) -> None:
        """Keep a screenshot, for people to look at."""
        width = (self.page.viewport_size or {"width": 0})["width"]
        self.page.screenshot(path=picture_file(f"{width}-{name}"))

    def notify(
        self, text: str, to: str = "", receipts: str = "/notices/receipts"
    ) -> int:
        """Send a notice as the helpline does; return the status of the answer."""
        # Not through the page's own requests: those would say whose page they are from.
        answer = requests.post(
            f"{self.address}/phone/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json",
            data={
                "To": to or self.number,
                "From": OUR_NUMBER,
                "Body": text,
                "StatusCallback": self.address + receipts,
            },
            auth=(ACCOUNT_SID, AUTH_TOKEN),
            timeout=HANGS,
        )
        return answer.status_code

    def be(self, number: str) -> None:
        """Go on as somebody else."""
        self.find("#sender").fill(number)
        self.find("#sender").press("Enter")

    def call_elsewhere(self) -> str:
        """Place a call without the page; return its address."""
        content = {"sender": "+8613800138000"}
        begun = self.page.request.post(f"{self.address}/phone/calls", data=content)
        return f"{self.address}/phone/calls/{begun.json()['call']}"

    def goes_on(self, call: str) -> bool:
        """Find out, by asking to hear it again, whether a call goes on."""
        answer = self.page.request.post(f"{call}/keys", data={"key": "#"})
        return bool(answer.json()["heard"])

    @contextmanager
    def cut_off(self, pattern: str) -> Iterator[None]:
        """Let no request to such an address through; that is no trouble."""

        def abort(route: Route) -> None:
            route.abort()

        before = len(self.troubles)
        self.page.route(pattern, abort)
        yield
        self.page.unroute(pattern, abort)
        self.troubles[before:] = [
            trouble for trouble in self.troubles[before:] if "ERR_FAILED" not in trouble
        ]

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.troubles.append(text)

    def _check(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status} {response.url}")


def picture_file(name: str) -> Path:
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES / f"{name}.png"
