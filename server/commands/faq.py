"""Commands that change what is answered: import, export, publish."""

import getpass
import os
from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy.orm import Session

from faq_store.content import drafts, editions
from faq_store.document_import import replace as document_import_replace
from faq_store.errors import (
    NoSuchEditionError,
    NothingToPublishError,
    UnpublishedChangesError,
)
from faq_store.file_formats import read as documents
from faq_store.file_formats import text_format
from faq_store.file_formats import write as forms
from faq_store.file_formats.write import FileFormat
from faq_store.publishing import publish as publishing_publish
from server.commands import database, diff_text
from server.config import settings
from server.invitations import OPERATOR
from staff import accounts, audit
from staff.audit import AuditEntry
from staff.roles import Right, may
from storage.session import reading, writing

_FORMS = (".txt", ".docx", ".json")
_ALONE = "控制台里还没有两个能提交和批准草稿的账号，所以这次不要求另一个人先提交审核。"


@click.command("import", help="读入公布的问题释疑文档（.txt、.docx），作为草稿。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="放弃草稿里尚未发布的改动。")
def import_document(file: Path, *, replace: bool) -> None:
    """Make the document the draft, and say what that changes."""
    document = text_format.parse_faq_text(documents.read_file_text(file.read_bytes()))
    try:
        with database.open_ready_database() as engine, writing(engine) as session:
            now = database.current_time()
            report = document_import_replace.import_document(
                session, document, now=now, replace=replace
            )
            after = {"file": file.name, "by": operator(), "lines": report.lines()}
            change = AuditEntry("import-faq", "draft", after=after)
            audit.write_entry(session, OPERATOR, change, now)
    except UnpublishedChangesError as error:
        lost = "".join(f"\n  {line}" for line in error.lost)
        raise click.ClickException(f"{error}{lost}") from error
    for line in report.lines():
        click.echo(line)
    click.echo("已存为草稿，helpline publish 后生效。")


@click.command(help="写出已发布的版本（或草稿），按文件名存为 .txt、.docx 或 .json。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--draft", is_flag=True, help="写出草稿。")
def export(file: Path | None, *, draft: bool) -> None:
    """Write it to a file in the form its name tells, or as text to standard output."""
    if file and file.suffix and file.suffix.lower() not in _FORMS:
        raise click.UsageError(f"文件名要以 {'、'.join(_FORMS)} 结尾。")
    with database.open_ready_database() as engine, reading(engine) as session:
        edition = drafts.load_draft(session) if draft else editions.load_latest(session)
    if edition is None:
        raise NoSuchEditionError("没有草稿" if draft else "还没有发布任何版本")
    form = FileFormat.TXT if file is None else forms.file_format_of(file.name)
    written = forms.write_edition_file(edition, form, database.current_time())
    if file is None:
        click.echo(written.decode(), nl=False)
    else:
        file.write_bytes(written)
        click.echo(f"已写出 {file}")


@click.command(help="把草稿发布为新的版本。")
@click.option("--preview", is_flag=True, help="只列出哪些答复会变，不发布。")
@click.option("--note", default="", help="说明这次改了什么，记入版本历史。")
def publish(note: str, *, preview: bool) -> None:
    """Publish the draft as the operator who is logged in, or say what that would change."""
    by, asked = f"operator:{operator()}", settings.read_second_person(os.environ)
    with database.open_ready_database() as engine:
        with reading(engine) as session:
            taught = publishing_publish.train_draft(
                session, database.load_matcher_files()
            )
        if preview and taught is None:
            raise NothingToPublishError("没有草稿")
        for line in diff_text.format_changes(taught.changes if taught else ()):
            click.echo(line)
        if preview:
            click.echo("以上只是预览，没有发布。")
            return
        with writing(engine) as session:
            binds = asked and _needs_review(session)
            number = publishing_publish.publish_draft(
                session,
                now=database.current_time(),
                by=by,
                second_person=binds,
                note=note,
                taught=taught,
            )
            after = {"note": note, "by": operator()}
            change = AuditEntry("publish", f"edition:{number}", after=after)
            audit.write_entry(session, OPERATOR, change, database.current_time())
    click.echo(f"已发布第{number}版。")
    if asked and not binds and number > 1:
        click.echo(_ALONE, err=True)


def _needs_review(session: Session) -> bool:
    """Tell whether there are two in the console, one to submit and one to approve."""
    able = [
        account
        for account in accounts.list_accounts(session)
        if account.joined and not account.disabled
    ]
    submit = sum(may(it.role, Right.EDIT) for it in able)
    return submit > 1 and any(may(it.role, Right.PUBLISH) for it in able)


def operator(login: Callable[[], str] = getpass.getuser) -> str:
    """Name who is logged in; by number where the machine knows no name."""
    try:
        return login()
    except (KeyError, OSError):  # a container's user, often; OSError from 3.13 on
        return str(os.getuid())


COMMANDS = {"import": import_document, "export": export, "publish": publish}
