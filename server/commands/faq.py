"""Commands that change what is answered: import, export, publish."""

import getpass
import os
from collections.abc import Callable
from pathlib import Path

import click

from faq_store import drafts, editions, importing, publishing
from faq_store.errors import (
    ChangedDraftError,
    NoSuchEditionError,
    NothingToPublishError,
)
from helpline import leaflet
from helpline.errors import HelplineError
from server.commands import comparing, store
from storage.session import reading, writing


class UndecodableDocumentError(HelplineError):
    """The file is not text in UTF-8 or GB18030."""


@click.command("import", help="读入公布的问题释疑文档（.txt），作为草稿。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="放弃草稿里尚未发布的改动。")
def import_document(file: Path, *, replace: bool) -> None:
    """Make the document the draft, and say what that changes."""
    document = leaflet.read(_decoded(file))
    try:
        with store.ready_store() as engine, writing(engine) as session:
            report = importing.import_leaflet(
                session, document, now=store.now(), replace=replace
            )
    except ChangedDraftError as error:
        lost = "".join(f"\n  {line}" for line in error.lost)
        raise click.ClickException(f"{error}{lost}") from error
    for line in report.lines():
        click.echo(line)
    click.echo("已存为草稿，helpline publish 后生效。")


@click.command(help="按公布文档的格式写出已发布的版本（或草稿）。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--draft", is_flag=True, help="写出草稿。")
def export(file: Path | None, *, draft: bool) -> None:
    """Write the document to a file, or to standard output."""
    with store.ready_store() as engine, reading(engine) as session:
        edition = drafts.load(session) if draft else editions.latest(session)
    if edition is None:
        raise NoSuchEditionError("没有草稿" if draft else "还没有发布任何版本")
    text = leaflet.write(edition.title, edition.sections)
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, "utf-8")
        click.echo(f"已写出 {file}")


@click.command(help="把草稿发布为新的版本。")
@click.option("--preview", is_flag=True, help="只列出哪些答复会变，不发布。")
@click.option("--note", default="", help="说明这次改了什么，记入版本历史。")
def publish(note: str, *, preview: bool) -> None:
    """Publish the draft as the operator who is logged in, or say what that would change."""
    by = f"operator:{operator()}"
    with store.ready_store() as engine:
        with reading(engine) as session:
            taught = publishing.teach(session, store.means())
        if preview and taught is None:
            raise NothingToPublishError("没有草稿")
        for line in comparing.lines(taught.changes if taught else ()):
            click.echo(line)
        if preview:
            click.echo("以上只是预览，没有发布。")
            return
        with writing(engine) as session:
            number = publishing.publish(
                session, now=store.now(), by=by, note=note, taught=taught
            )
    click.echo(f"已发布第{number}版。")


def operator(login: Callable[[], str] = getpass.getuser) -> str:
    """Name who is logged in; by number where the machine knows no name."""
    try:
        return login()
    except (KeyError, OSError):  # a container's user, often; OSError from 3.13 on
        return str(os.getuid())


def _decoded(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030")  # what office programs here save by default
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UndecodableDocumentError(
            f"第{line}行，既不是 UTF-8 也不是 GB18030 编码的文字"
        ) from error


COMMANDS = {"import": import_document, "export": export, "publish": publish}
