"""Commands that bring the helpline up: migrate and run."""

import os
import signal
import time
from datetime import timedelta

import click
from sqlalchemy import Engine

from faq_store.publishing import seed as publishing_seed
from faq_store.publishing.publish import TrainedDraft
from server import gateway_factory, invitations, log_format
from server import migrate as server_migrate
from server.app_state import utc_now
from server.background import notice_worker as workers
from server.background.regression import make_regression_thread
from server.commands import database
from server.config.settings import Settings
from server.errors import NotReadyError
from server.gunicorn import app
from storage.session import reading, writing

_POLL_INTERVAL = timedelta(seconds=0.1)
"""How often a worker looks whether it was told to stop."""


@click.command(help="把数据库升级到本版本所需的结构，首次还发布随附的问题释疑。")
def migrate() -> None:
    """Prepare the store that DATABASE_URL names."""
    with database.open_database() as engine:
        _prepare_store(engine)
    click.echo("数据库已是最新。")


@click.command(help="准备好数据库，然后在本机提供服务，直到停止。")
def run() -> None:
    """Serve on 127.0.0.1 and PORT; settings come from the environment."""
    settings = Settings.read(os.environ)
    log_format.configure_logging(settings.log_level)
    with database.open_database() as engine:
        _prepare_store(engine)
        invitation = invitations.make_first_link(engine, "", database.current_time())
    app.run(
        settings, ready=lambda address: _print_address(settings, address, invitation)
    )


@click.command(help="只发送通知、核对结果、试答草稿，直到停止；可以同时运行几个。")
def worker() -> None:
    """Send what is due; settings come from the environment."""
    settings = Settings.read(os.environ)
    log_format.configure_logging(settings.log_level)
    if not gateway_factory.can_send(settings):
        raise NotReadyError(gateway_factory.NO_SENDER)
    asked: list[int] = []  # no Event: its wait is deaf to a set from within itself
    for item in (signal.SIGTERM, signal.SIGINT):
        signal.signal(item, lambda number, _: asked.append(number))
    with database.open_ready_database() as engine:
        sending = workers.make_notice_worker(
            engine, gateway_factory.make_gateway(settings), settings, utc_now
        )
        rehearsing = make_regression_thread(engine, settings, utc_now)
        rehearsing.start()
        sending.start()
        click.echo("通知发送进程已启动，按 Ctrl+C 停止。")
        while not asked:
            time.sleep(_POLL_INTERVAL.total_seconds())
        rehearsing.stop()
        sending.stop()


def _prepare_store(engine: Engine) -> None:
    if server_migrate.pending_revisions(engine):
        server_migrate.upgrade(engine)
    with reading(engine) as session:
        wanted = publishing_seed.is_seed_wanted(session)
    if wanted:
        _publish_seed(engine)
    database.renew_matcher(engine)


def _publish_seed(engine: Engine) -> None:
    seed = publishing_seed.load_seed()
    taught = TrainedDraft(seed, database.load_matcher(seed))
    with writing(engine) as session:
        number = publishing_seed.publish_seed(session, database.current_time(), taught)
    if number:
        click.echo(f"已发布随附的问题释疑，为第{number}版。")


def _print_address(settings: Settings, address: str, invitation: str) -> None:
    click.echo("热线已启动，按 Ctrl+C 停止。")
    if settings.simulator:
        click.echo(f"  模拟电话（发短信、打电话试用）：{address}/phone")
    else:
        click.echo(f"  短信网址：{settings.public_base_url}/sms/inbound")
        click.echo(f"  电话网址：{settings.public_base_url}/ivr/answer")
    base = address if settings.simulator else settings.public_base_url
    click.echo(f"  控制台：{base}/console/")
    if invitation:
        click.echo(f"  第一个管理员请用这个链接设置密码：{base}{invitation}")
    click.echo(f"  接口说明：{address}/api/docs")
    click.echo(f"  是否就绪：{address}/readyz")
    if not gateway_factory.can_send(settings):
        click.echo(f"  {gateway_factory.NO_SENDER}")


COMMANDS = {"migrate": migrate, "run": run, "worker": worker}
