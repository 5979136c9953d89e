"""A gateway that loses requests and answers, and doubles, shuffles and loses receipts.

It speaks the Messages API on loopback. Its own books are the truth that ours are
held against.
"""

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import requests
from typing_extensions import override

from simulator.signing import HEADER, sign

ACCOUNT = "AC" + "5f" * 16
TOKEN = "faults-" * 4
NUMBER = "+15005550006"

LOST, ANSWER_LOST, ERROR, GARBLED, BUSY = 0.03, 0.07, 0.09, 0.11, 0.14
"""Of all requests: 3 % lost before they are booked, 4 % after; 2 % answered with 500
although booked, 2 % with a page of HTML, 3 % with 429; the rest as they should be."""

RECEIPT_LOST, RECEIPT_DOUBLED, UNDELIVERED = 0.15, 0.3, 0.05
SLOWEST_ANSWER, SLOWEST_RECEIPT = 0.4, 1.5
"""Seconds."""


@dataclass(slots=True)
class Booked:
    """A message it took: our id from the callback, and how it ends."""

    sid: str
    ours: str
    to: str
    body: str
    callback: str
    ends: str
    at: float

    @property
    def status(self) -> str:
        """How it stands by now."""
        return self.ends if time.time() - self.at > SLOWEST_RECEIPT else "sent"


@dataclass(slots=True)
class Company:
    """The books, the dice, and the server; `faults` counts what went wrong and how."""

    chance: random.Random
    books: list[Booked] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    server: ThreadingHTTPServer | None = None

    def open(self) -> str:
        """Serve on a free port of loopback; return the address."""
        company = self

        class Desk(_Desk):
            owner = company

        self.server = _Server(("127.0.0.1", 0), Desk)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        """Serve no more."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()

    def roll(self) -> float:
        """Roll the dice."""
        with self.lock:
            return self.chance.random()

    def book(self, form: dict[str, str]) -> Booked:
        """Take a message, and begin to report on it."""
        callback = form["StatusCallback"]
        ours = parse_qs(urlsplit(callback).query)["k"][0]
        ends = "undelivered" if self.roll() < UNDELIVERED else "delivered"
        with self.lock:
            sid = f"SM{len(self.books):032x}"
            taken = Booked(
                sid, ours, form["To"], form["Body"], callback, ends, time.time()
            )
            self.books.append(taken)
        for word in ("queued", "sent", ends):
            self._report(taken, word)
        return taken

    def _report(self, taken: Booked, word: str) -> None:
        if self.roll() < RECEIPT_LOST:
            self.faults["receipt lost"] += 1
            return
        doubled = self.roll() < RECEIPT_DOUBLED
        self.faults["receipt doubled"] += doubled
        for _ in range(1 + doubled):
            wait = self.roll() * SLOWEST_RECEIPT
            late = threading.Timer(wait, _post, (taken, word))
            late.daemon = True
            late.start()


def _post(taken: Booked, word: str) -> None:
    form = {
        "MessageSid": taken.sid,
        "SmsSid": taken.sid,
        "MessageStatus": word,
        "SmsStatus": word,
        "AccountSid": ACCOUNT,
        "From": NUMBER,
        "To": taken.to,
        "ApiVersion": "2010-04-01",
    }
    if word == "undelivered":
        form["ErrorCode"] = "30005"
    signature = sign(TOKEN, taken.callback, form.items())
    with requests.Session() as session:
        session.trust_env = False
        try:
            session.post(
                taken.callback, data=form, headers={HEADER: signature}, timeout=10
            )
        except requests.RequestException:
            return  # as in life: a receipt that is not taken is gone


class _Server(ThreadingHTTPServer):
    """Does not mind that those who ask are killed."""

    daemon_threads = True

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        return


class _Desk(BaseHTTPRequestHandler):
    """Answers the three requests that matter."""

    owner: Company
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
        form = {key: values[0] for key, values in asked.items()}
        company = self.owner
        time.sleep(company.roll() * SLOWEST_ANSWER)
        dice = company.roll()
        if dice < LOST:
            self._hang_up("request lost")
        elif dice < ANSWER_LOST:
            company.book(form)
            self._hang_up("answer lost")
        elif dice < ERROR:
            company.book(form)
            self._answer(500, {"code": 20500}, "500 although taken")
        elif dice < GARBLED:
            self._html()
        elif dice < BUSY:
            self._answer(429, {"code": 20429, "message": "", "status": 429}, "429")
        else:
            self._answer(201, _shown(company.book(form), "queued"))

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        company = self.owner
        with company.lock:
            books = list(reversed(company.books))
        last = parts.path.rsplit("/", 1)[-1].removesuffix(".json")
        if last != "Messages":
            found = next((it for it in books if it.sid == last), None)
            if found is None:
                self._answer(404, {"code": 20404, "message": "", "status": 404})
            else:
                self._answer(200, _shown(found, found.status))
            return
        wanted = parse_qs(parts.query).get("To", [""])[0]
        messages = [_shown(it, it.status) for it in books if it.to == wanted]
        self._answer(200, {"messages": messages, "next_page_uri": None})

    @override
    def log_message(self, format: str, *args: object) -> None:
        return

    def _hang_up(self, fault: str) -> None:
        self.owner.faults[fault] += 1
        self.close_connection = True
        self.connection.close()

    def _html(self) -> None:
        self.owner.faults["HTML 502"] += 1
        self._send(502, "text/html", b"<html>Bad Gateway</html>")

    def _answer(self, status: int, shown: object, fault: str = "") -> None:
        if fault:
            self.owner.faults[fault] += 1
        self._send(status, "application/json", json.dumps(shown).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # whoever asked was killed meanwhile
            self.close_connection = True


def _shown(taken: Booked, status: str) -> dict[str, object]:
    at = format_datetime(datetime.fromtimestamp(taken.at, UTC))
    failed = status == "undelivered"
    return {
        "sid": taken.sid,
        "account_sid": ACCOUNT,
        "to": taken.to,
        "from": NUMBER,
        "body": taken.body,
        "status": status,
        "error_code": 30005 if failed else None,
        "date_created": at,
        "date_updated": at,
        "date_sent": at,
    }
