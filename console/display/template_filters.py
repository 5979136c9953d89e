"""Jinja filters: times in China, actions and changes of the audit log in words."""

from datetime import datetime

from flask import Blueprint

from console.display.audit_labels import (
    action_label,
    format_audit_change,
    subject_label,
)
from helpline.timezone import CHINA

_OPERATOR = "operator:"
_SYSTEM = "helpline"


def install(pages: Blueprint) -> None:
    """Give the templates these filters."""
    pages.app_template_filter("when")(format_time)
    pages.app_template_filter("action")(action_label)
    pages.app_template_filter("subject")(subject_label)
    pages.app_template_filter("told")(format_audit_change)
    pages.app_template_filter("publisher")(publisher_label)


def format_time(moment: datetime) -> str:
    """Write a moment as it was in China."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def publisher_label(name: str) -> str:
    """Say who published: a person, an operator at the command line, or nobody."""
    if name.startswith(_OPERATOR):
        return f"（命令行）{name.removeprefix(_OPERATOR)}"
    return "系统" if name == _SYSTEM else name
