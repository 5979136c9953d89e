"""A line of the log: one for each event, and nobody's number in it."""

import io
import logging
import re
from collections.abc import Iterator

import pytest

from server import log_format

PHONE, IDENTITY = "13800138000", "41010119900307721X"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Give the root logger back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)


def fail(why: str) -> None:
    raise RuntimeError(why)


def lines(stream: io.StringIO) -> list[str]:
    return stream.getvalue().split("\n")[:-1]


def test_a_line_tells_time_level_place_and_words(stream: io.StringIO) -> None:
    log_format.configure_logging("INFO", stream)

    logging.getLogger("sms.webhooks").warning("一条%s", "消息")

    (line,) = lines(stream)
    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING sms\.webhooks 一条消息"
    assert re.fullmatch(pattern, line)


def test_numbers_are_masked_wherever_they_are(stream: io.StringIO) -> None:
    log_format.configure_logging("INFO", stream)
    log = logging.getLogger("test")

    log.info("+86%s %s", PHONE, IDENTITY)
    try:
        fail(f"[parameters: {{'sender': '+86{PHONE}', 'id': '{IDENTITY}'}}]")
    except RuntimeError:
        log.exception("broken")

    assert PHONE not in stream.getvalue()
    assert IDENTITY[6:14] not in stream.getvalue()


def test_the_provider_s_ids_are_left_whole(stream: io.StringIO) -> None:
    sid = "SM" + "0123456789abcdef" * 2
    log_format.configure_logging("INFO", stream)

    logging.getLogger("test").info("text %s not answered", sid)

    assert sid in stream.getvalue()


@pytest.mark.parametrize(
    "ending", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1e"]
)
def test_an_event_cannot_forge_another_line(stream: io.StringIO, ending: str) -> None:
    log_format.configure_logging("INFO", stream)

    logging.getLogger("test").info("harmless%s2026 ERROR forged", ending)

    assert len(stream.getvalue().splitlines()) == 1


def test_an_event_cannot_command_the_terminal(stream: io.StringIO) -> None:
    log_format.configure_logging("INFO", stream)

    logging.getLogger("test").info("\x1b[2Jgone\x07")

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", stream.getvalue())


def test_a_traceback_is_one_line(stream: io.StringIO) -> None:
    log_format.configure_logging("INFO", stream)

    try:
        fail("first\nsecond")
    except RuntimeError:
        logging.getLogger("test").exception("broken")

    (line,) = lines(stream)
    assert "Traceback" in line
    assert line.endswith("RuntimeError: first\\nsecond")


def test_what_is_below_the_level_is_not_logged(stream: io.StringIO) -> None:
    log_format.configure_logging("WARNING", stream)

    logging.getLogger("test").info("quiet")

    assert lines(stream) == []


def test_to_configure_again_is_not_to_log_twice(stream: io.StringIO) -> None:
    log_format.configure_logging("INFO", io.StringIO())
    log_format.configure_logging("INFO", stream)

    logging.getLogger("test").info("once")

    assert len(lines(stream)) == 1
