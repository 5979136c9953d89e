"""Commands that show notices: one, a batch, the newest, and how sending goes."""

from collections.abc import Iterator

import click
from sqlalchemy.orm import Session

from helpline.masking import mask
from helpline.timezone import CHINA
from notices import queries
from notices.delivery import alerts, batches, history
from notices.queries import NoticeSummary
from notices.status import Status
from server.commands import database
from storage.session import reading


@click.command(help="看一条通知的内容和经过，或一批通知的进展。")
@click.argument("id")
def show(id: str) -> None:  # noqa: A002 - as it is typed
    """Print a notice with its history, or how a batch stands."""
    with database.open_ready_database() as engine, reading(engine) as session:
        found = queries.find_notice(session, id)
        told = _format_notice(session, found) if found else _format_batch(session, id)
        for line in told:
            click.echo(line)


@click.command("list", help="列出最新的通知，或某种状态的通知（如 unknown）。")
@click.argument(
    "status", type=click.Choice([it.value for it in Status]), required=False
)
@click.option("--most", type=click.IntRange(1, 1000), default=50, show_default=True)
def list_(status: str | None, most: int) -> None:
    """Print notices, newest first, numbers masked."""
    with database.open_ready_database() as engine, reading(engine) as session:
        for notice in queries.newest_notices(session, status, most):
            click.echo(_format_line(notice))


@click.command("batches", help="列出最近的批次。")
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True)
def batches_(most: int) -> None:
    """Print batches, newest first."""
    with database.open_ready_database() as engine, reading(engine) as session:
        for item in batches.newest_batch_ids(session, most):
            click.echo(next(_format_batch(session, item)))


@click.command(help="发送是否正常：各状态的数量、暂停、告警、无主的回执。")
def status() -> None:
    """Print how sending goes."""
    with database.open_ready_database() as engine, reading(engine) as session:
        found = queries.load_delivery_state(session, database.current_time())
        for name, many in found.counts.items():
            click.echo(f"{name}\t{many}")
        if found.paused_until:
            until = f"{found.paused_until.astimezone(CHINA):%H:%M:%S}"
            click.echo(f"已暂停（{found.trouble}），{until} 再试探一条。")
        for alert in alerts.open_alerts(session):
            click.echo(f"告警：{alert.text}")
        if found.strays:
            click.echo(f"有 {found.strays} 份回执找不到对应的通知。")


def _format_line(notice_summary: NoticeSummary) -> str:
    mark = " ⚑" if notice_summary.flagged else ""
    code = f" {notice_summary.code}" if notice_summary.code else ""
    when = f"{notice_summary.created_at.astimezone(CHINA):%m-%d %H:%M}"
    return f"{notice_summary.id}  {when}  {mask(notice_summary.to)}  {notice_summary.event}  {notice_summary.status}{code}{mark}"


def _format_notice(session: Session, notice_summary: NoticeSummary) -> Iterator[str]:
    yield _format_line(notice_summary)
    yield f"  {notice_summary.text}（{notice_summary.segments}段）"
    if notice_summary.batch:
        yield f"  批次 {notice_summary.batch}"
    for step in history.read_steps(session, notice_summary.id):
        code = f" {step.code}" if step.code else ""
        yield f"  {step.at.astimezone(CHINA):%m-%d %H:%M:%S}  {step.status}{code}"


def _format_batch(session: Session, id: str) -> Iterator[str]:  # noqa: A002 - as batch is typed
    batch = batches.summarize_batch(session, id)
    waits = batch.counts.get(Status.QUEUED.value, 0)
    going = "发送中" if waits else "已发完"
    standing = (
        "待确认"
        if batch.confirmed_at is None
        else "已停下"
        if batch.stopped_at
        else going
    )
    yield f"批次 {batch.id}  {batch.name}  {standing}，共 {batch.total} 条 {batch.segments} 段"
    for status, many in batch.counts.items():
        yield f"  {status}\t{many}"


COMMANDS = (show, list_, batches_, status)
