"""Commands about notices: send, import, look at, hold back."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import click

from console.display.csv_cells import escape_cell
from helpline import phone_numbers
from helpline.conversation.sent_notices import NoticeEvent
from notices import queries
from notices.compose import batch_import, enqueue, notice_request
from notices.compose.batch_import import BatchReport, CsvUpload
from notices.compose.enqueue import ComposeContext, NoticeSource
from notices.compose.notice_request import InvalidField, NoticeRequest, RenderedNotice
from notices.delivery import batches, manual_decision, outbox
from notices.errors import NoticesError
from notices.status import Status
from server.commands import database, notices_show
from server.config.settings import read_notice_signature
from storage.session import writing

_SHOWN = 20
"""Bad rows told one by one; the rest are in the report."""

_FIELDS = {
    "to": "手机号",
    "event": "事件",
    "application": "申报号：",
    "reason": "原因：",
    "reason_code": "原因代码：",
    "template": "模板：",
    "send_at": "发送时间：",
    "valid_for_s": "有效秒数：",
    "priority": "优先级",
    "row": "",
    "text": "",
}
"""How a field is called in front of what is wrong with it."""

_EVENTS = click.Choice([it.value for it in NoticeEvent])


def load_compose_context() -> ComposeContext:
    """Say what notices are made with."""
    edition = database.load_edition()
    return ComposeContext(
        lambda key: edition.question(key) is not None,
        read_notice_signature(os.environ),
        phone_numbers.parse_sender(os.environ.get("TWILIO_FROM", "")).address,
        database.new_notice_id,
    )


@click.group(help="发给申请人的通知：发送、导入、查看、停止。")
def notices() -> None:
    """Gather the commands about notices."""


@notices.command(help="给一个号码发一条通知。")
@click.argument("number")
@click.argument("event", type=_EVENTS)
@click.option("--application", default="", help="申报号。")
@click.option("--reason", default="", help="原因；事件为“通知”时是全文。")
@click.option("--reason-code", default="", help="原因代码。")
@click.option("--template", default="", help="模板；不写则用事件的模板。")
@click.option(
    "--set", "variables", multiple=True, metavar="名称=值", help="模板的其它变量。"
)
@click.option("--urgent", is_flag=True, help="先于其它通知，也不受免打扰时段限制。")
def send(  # noqa: PLR0913 - one for each option
    *,
    number: str,
    event: str,
    application: str,
    reason: str,
    reason_code: str,
    template: str,
    variables: tuple[str, ...],
    urgent: bool,
) -> None:
    """Queue one notice, and print its id."""
    priority = (
        notice_request.Priority.URGENT if urgent else notice_request.Priority.NORMAL
    )
    given = dict(it.partition("=")[::2] for it in variables)
    order = NoticeRequest(
        number,
        event,
        application,
        reason,
        reason_code,
        template,
        given,
        priority=priority,
    )
    with database.open_ready_database() as engine:
        desk, now = load_compose_context(), database.current_time()
        with writing(engine) as session:
            ready = notice_request.render_notice(order, desk.load_inputs(session), now)
            if not isinstance(ready, RenderedNotice):
                raise NoticesError("\n".join(map(_format_invalid_field, ready)))
            keyed = [(database.new_notice_id(), ready)]
            made = enqueue.enqueue(
                session, keyed, NoticeSource("command"), desk.ids, now
            )
    click.echo(made[0].id)
    click.echo(f"{ready.text}\n（{ready.segments}段，{made[0].status}）", err=True)


@notices.command("import", help="从 CSV 文件导入一批通知；确认以后才发送。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--event", type=_EVENTS, default=None, help="文件里没写事件的行是什么事件。"
)
@click.option("--yes", is_flag=True, help="不再询问，直接发送。")
@click.option("--again", is_flag=True, help="同一个文件再发一遍。")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把有错的行写进这个 CSV 文件。",
)
def import_(
    *, file: Path, event: str | None, yes: bool, again: bool, report: Path | None
) -> None:
    """Draft a batch, show it, and send it once a person has said so."""
    with database.open_ready_database() as engine:
        desk = load_compose_context()
        with file.open("rb") as opened:
            upload = CsvUpload(opened, file.name, event or "", again)
            done = batch_import.import_batch(
                engine, upload, desk, database.current_time()
            )
        _print_preview(done)
        if report:
            _write_report(report, done)
        if not done.good:
            return
        if not (yes or click.confirm("确认发送这一批吗？", default=False, err=True)):
            click.echo(f"还没有发送。以后确认：helpline notices confirm {done.batch}")
            return
        with writing(engine) as session:
            many = batches.release_batch(session, done.batch, database.current_time())
    click.echo(f"批次 {done.batch}：{many} 条已进入发送队列。")


@notices.command(help="确认一批导入的通知，或继续发送停下来的一批。")
@click.argument("batch")
def confirm(batch: str) -> None:
    """Let a batch go."""
    with database.open_ready_database() as engine, writing(engine) as session:
        many = batches.release_batch(session, batch, database.current_time())
    click.echo(f"{many} 条已进入发送队列。")


@notices.command(help="停下一批通知里还没有发出的；以后可用 confirm 继续。")
@click.argument("batch")
def stop(batch: str) -> None:
    """Hold back what is still queued."""
    with database.open_ready_database() as engine, writing(engine) as session:
        many = batches.stop_batch(session, batch, database.current_time())
    click.echo(f"{many} 条已停下。")


@notices.command(help="取消还没有发出的一条或一批通知。")
@click.argument("id")
def cancel(id: str) -> None:  # noqa: A002 - as it is typed
    """End what is still queued."""
    with database.open_ready_database() as engine, writing(engine) as session:
        many = int(outbox.cancel_notice(session, id, database.current_time()))
        if not many and queries.find_notice(session, id) is None:
            many = batches.cancel_batch(session, id, database.current_time())
    click.echo(f"{many} 条已取消。")


@notices.command(help="把失败、未送达或结果不明的一条通知再发一次。")
@click.argument("id")
def retry(id: str) -> None:  # noqa: A002 - as it is typed
    """Queue a notice once more."""
    with database.open_ready_database() as engine, writing(engine) as session:
        queued = manual_decision.retry_notice(session, id, database.current_time())
    click.echo("已重新进入发送队列。" if queued else "没有这条通知，或它不需要再发。")


@notices.command(help="工作人员查明后，给结果不明的一条通知写上结果。")
@click.argument("id")
@click.argument("result", type=click.Choice(["delivered", "failed"]))
def settle(id: str, result: str) -> None:  # noqa: A002 - as it is typed
    """Say by hand what became of a notice."""
    with database.open_ready_database() as engine, writing(engine) as session:
        known = manual_decision.mark_outcome(
            session, id, Status(result), database.current_time()
        )
    click.echo("已写上。" if known else "没有这条通知，或它的结果不是不明。")


for _command in notices_show.COMMANDS:
    notices.add_command(_command)

COMMANDS = {"notices": notices}


def _print_preview(done: BatchReport) -> None:
    """Tell the preview: how many rows, which are bad, what the first ones say."""
    click.echo(
        f"共 {done.total} 行：{done.good} 条可以发送（{done.segments} 段），"
        f"{len(done.bad)} 行有错、不会发送。",
        err=True,
    )
    if done.suppressed:
        click.echo(f"其中 {done.suppressed} 个号码已退订，不会发给他们。", err=True)
    for line, words in list(_format_bad_rows(done))[:_SHOWN]:
        click.echo(f"  第{line}行：{words}", err=True)
    for text in done.texts:
        click.echo(f"  例：{text}", err=True)


def _format_bad_rows(done: BatchReport) -> Iterator[tuple[int, str]]:
    for bad in done.bad:
        yield bad.line, "".join(map(_format_invalid_field, bad.invalid_fields))


def _format_invalid_field(defect: InvalidField) -> str:
    return f"{_FIELDS.get(defect.field, defect.field)}{defect.sentence}"


def _write_report(path: Path, done: BatchReport) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("行", "问题"))
        writer.writerows(
            (line, escape_cell(words)) for line, words in _format_bad_rows(done)
        )
