"""Templates: sentences with named variables, in versions; the newest is in use.

A variable stands in braces, {reason}. What is put in its place is data: on one
line, and without the 【】 that mark a signature.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpline import wording
from helpline.text import drop_illegal, is_blank
from notices.errors import NoticesError
from notices.reference_tables import TemplateRow

_VARIABLE = re.compile(r"\{([^\W\d]\w{0,31})\}")
_NAME = re.compile(r"[\w-]{1,32}")
_NO_BRACKETS = str.maketrans("【】", "〔〕")
_LONGEST = 500


class BadTemplateError(NoticesError):
    """The template cannot be used."""


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a template; version 0 is the packaged one."""

    name: str
    version: int
    body: str

    @property
    def variables(self) -> tuple[str, ...]:
        """Name what must be given, in the order of the text."""
        return tuple(dict.fromkeys(_VARIABLE.findall(self.body)))

    def missing(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Name the variables that are not given, or are blank."""
        return tuple(
            variable
            for variable in self.variables
            if is_blank(tidy_value(values.get(variable, "")))
        )

    def fill(self, values: Mapping[str, str]) -> str:
        """Put the values in; none may be missing."""
        return _VARIABLE.sub(lambda it: tidy_value(values[it[1]]), self.body)


def tidy_value(value: str) -> str:
    """Make a value fit for one place in a sentence."""
    return " ".join(drop_illegal(value).split()).translate(_NO_BRACKETS)


def templates_in_use(session: Session) -> dict[str, Template]:
    """Give every template by its name, each in its newest version."""
    newest = (
        select(TemplateRow.name, func.max(TemplateRow.version).label("version"))
        .group_by(TemplateRow.name)
        .subquery()
    )
    rows = session.scalars(
        select(TemplateRow).join(
            newest,
            (TemplateRow.name == newest.c.name)
            & (TemplateRow.version == newest.c.version),
        )
    )
    packaged = {it: Template(it, 0, body) for it, body in wording.NOTICES.items()}
    return packaged | {it.name: Template(it.name, it.version, it.body) for it in rows}


def packaged_body(name: str) -> str:
    """Give the packaged sentence of a template, "" where there is none."""
    return wording.NOTICES.get(name, "")


def parse_template(name: str, body: str) -> Template:
    """Make a template that is not in use; raise `BadTemplateError`."""
    text = " ".join(drop_illegal(body).split())
    _check(name, text)
    return Template(name, 0, text)


def template_versions(session: Session, name: str) -> tuple[TemplateRow, ...]:
    """List the stored versions of a template, newest first."""
    mine = select(TemplateRow).where(TemplateRow.name == name)
    return tuple(session.scalars(mine.order_by(TemplateRow.version.desc())))


def add_template(
    session: Session, name: str, body: str, by: str, now: datetime
) -> Template:
    """Put a new version into use; raise `BadTemplateError` for what cannot be one."""
    text = parse_template(name, body).body
    latest = select(func.max(TemplateRow.version)).where(TemplateRow.name == name)
    version = (session.scalar(latest) or 0) + 1
    session.add(TemplateRow(name=name, version=version, body=text, by=by, at=now))
    session.flush()
    return Template(name, version, text)


def _check(name: str, body: str) -> None:
    if not _NAME.fullmatch(name):
        raise BadTemplateError("模板名只能用文字、数字、下划线和短横线，最多32个字。")
    if is_blank(body):
        raise BadTemplateError("模板没有内容。")
    if len(body) > _LONGEST:
        raise BadTemplateError(f"模板最多{_LONGEST}个字。")
    if "【" in body or "】" in body:
        raise BadTemplateError("模板里不要写【】：签名由系统加在最前面。")
    if "{" in _VARIABLE.sub("", body) or "}" in _VARIABLE.sub("", body):
        raise BadTemplateError("变量要写成 {名称}，名称以文字开头，不能有空格。")
