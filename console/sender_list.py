"""Lists of texts and of calls: searched by number, paged, and unmasked with an audit line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from console.auth import who
from console.context import Door
from console.display import pagination, phone_display
from helpline import phone_numbers
from staff import audit
from staff.audit import Change
from storage.keyset import Place, Row
from storage.session import reading

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; `more` begins the next, None where it is the last.

    `sender` is whose rows alone are listed, masked, None for everybody's.
    """

    rows: tuple[Row, ...]
    more: str | None
    sender: str | None


@dataclass(frozen=True, slots=True)
class SenderList(Generic[Row]):
    """A list at `endpoint`; `missing` says that it has nothing of a number.

    `sender` tells whose a row is, by its SID. `find` lists rows of these senders, of
    all for none, as the request asks; `place` tells where a row stands among them.
    """

    endpoint: str
    missing: str
    sender: Callable[[Session, str], str | None]
    find: Callable[[Session, tuple[str, ...], int], tuple[Row, ...]]
    place: Callable[[Row], Place]

    def read_page(self, store: Session) -> Page[Row]:
        """Read the page that is asked for; `of` in the request names a row by its SID."""
        of = request.args.get("of", "")
        sender = self.sender(store, of) if of else None
        found = self.find(store, phone_display.keys(sender, of), PAGE + 1)
        more = len(found) > PAGE
        return Page(
            found[:PAGE],
            pagination.written(*self.place(found[PAGE - 1])) if more else None,
            sender and phone_display.sender(sender),
        )

    def search_number(self, door: Door) -> ResponseReturnValue:
        """Go to the rows of a number; it comes in a form, as none may stand in an address."""
        keys = phone_numbers.keys(request.form.get("number", ""))
        with reading(door.engine) as store:
            found = self.find(store, keys, 1)
        if found:
            _, sid = self.place(found[0])
            return redirect(url_for(self.endpoint, of=sid))
        flash(self.missing, "warning")
        return redirect(url_for(self.endpoint))


def audit_unmasking(door: Door, store: Session, subject: str) -> None:
    """Write down who sees a number whole."""
    audit.write(store, who(), Change("see-number", subject), door.clock())
