"""Which page of the console is whose; what is not listed here opens to nobody."""

from collections.abc import Mapping
from enum import Enum, auto

from staff.roles import Right


class Open(Enum):
    """Who may see a page without having a right."""

    ANYBODY = auto()
    LOGGED_IN = auto()  # also while the second factor is still missing


PAGES: Mapping[str, Right | Open] = {
    "console.static": Open.ANYBODY,
    "console.login": Open.ANYBODY,
    "console.join": Open.ANYBODY,
    "console.second_factor": Open.LOGGED_IN,
    "console.set_up": Open.LOGGED_IN,
    "console.log_out": Open.LOGGED_IN,
    "console.home": Right.READ,
    "console.own": Right.READ,
    "console.audit": Right.READ,
    "console.audit_file": Right.READ,
    "console.people": Right.MANAGE,
    "console.add_person": Right.MANAGE,
    "console.invite_person": Right.MANAGE,
    "console.change_person": Right.MANAGE,
}
"""By endpoint. A test walks every one as nobody and as each role."""
