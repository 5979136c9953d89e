"""Masking of personal data: phone, identity and application numbers in logs and pages."""

import re

_SPLIT = r"[^\w\n]{0,3}"
"""What people put between the groups of a number; a new line begins another."""


_LONG_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?P<sid>(?:[A-Z]{2}|(?=\d*[a-f]))[0-9a-f]{32})(?![0-9A-Za-z])"
    rf"|(?<!\d)\d(?:{_SPLIT}\d){{16}}{_SPLIT}[\dXx](?!\d)"  # an identity number
    rf"|(?<!\d)1[3-9](?:{_SPLIT}\d){{9}}(?!\d)"  # a mobile
    rf"|\+\d(?:{_SPLIT}\d){{6,14}}"
    rf"|(?<!\d)0\d{{2,3}}{_SPLIT}\d{{3,4}}{_SPLIT}\d{{4}}(?!\d)"  # a landline
    r"|\d(?:[ -]?\d){10,}[Xx]?"
    r"|\d{7,}"
)


_SHOWN_WHOLE_ENDS = 11


_SHOWS_TWO, _SHOWS_A_HEAD = 4, 8


def mask(text: str) -> str:
    """Hide the middle of every phone and identity number: 138****8000.

    Also when it is written in groups or next to letters; of 7-10 digits only the
    last four stay. Ids, the provider's and ours, are hexadecimal and left alone.
    """
    return _LONG_NUMBER.sub(
        lambda match: match["sid"] or _mask_number(match[0]),
        text,
    )


def visible_ends(application: str) -> tuple[str, str]:
    """Say what of an application number is shown: its head and its tail.

    Four characters or more stay hidden where there are eight; shorter ones show
    two at most.
    """
    length = len(application)
    if length < _SHOWS_TWO:
        return "", ""
    if length < _SHOWS_A_HEAD:
        return "", application[-2:]
    return application[: min(7, length - 7)], application[-3:]


def mask_application(application: str) -> str:
    """Hide the middle of an application number, whatever its length: HN2026****123."""
    head, tail = visible_ends(application)
    return f"{head}****{tail}"


def _mask_number(number: str) -> str:
    head = number[:3] if len(number) >= _SHOWN_WHOLE_ENDS else ""
    return head + "*" * (len(number) - len(head) - 4) + number[-4:]
