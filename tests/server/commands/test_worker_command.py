"""`helpline worker` as a process: it starts, sends, stops when told, or says why not."""

import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import Popen

import pytest
from sqlalchemy import Engine

from server import gateway_factory, migrate
from server.commands.database import NO_DATABASE
from server.http.health import MIGRATIONS_PENDING
from tests.server.callers import OURS, address, environment
from tests.server.commands.operator import Operator
from tests.server.commands.outgoing import RETURNED, sends, stored
from tests.server.processes import ran, started
from tests.waiting import HANGS, until

STARTED = "通知发送进程已启动，按 Ctrl+C 停止。"


@pytest.fixture
def silent() -> Iterator[str]:
    """Give the address of a company that takes every call and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as held:
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


def working(url: str, company: str = "", **more: str) -> dict[str, str]:
    more = {"TWILIO_FROM": OURS, "TWILIO_API_BASE_URL": company, **more}
    return environment(url, **more)


def listens(process: Popen[str]) -> bool:
    """Wait until it says that it has started."""
    told = iter(process.stdout or ())
    return any(STARTED in line for line in told)


def stops(process: Popen[str], how: signal.Signals = signal.SIGTERM) -> int:
    """Ask it to stop, and return its exit code."""
    process.send_signal(how)
    return process.wait(HANGS)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_that_it_has_started_and_stops_when_told(
    engine: Engine, tmp_path: Path, silent: str, how: signal.Signals
) -> None:
    given = working(address(engine), silent)

    with started("worker", given=given, folder=tmp_path) as process:
        assert listens(process)
        code = stops(process, how)

    assert code == 0


def test_with_the_simulator_it_needs_no_account(sqlite: Engine, tmp_path: Path) -> None:
    given = {"SIMULATOR": "on", "DATABASE_URL": address(sqlite)}

    with started("worker", given=given, folder=tmp_path) as process:
        assert listens(process)
        code = stops(process)

    assert code == 0


def test_what_is_under_way_when_it_stops_is_in_doubt_and_not_lost(
    sqlite: Engine, tmp_path: Path, silent: str
) -> None:
    sends(Operator(address(sqlite), tmp_path), *RETURNED)

    with started(
        "worker", given=working(address(sqlite), silent), folder=tmp_path
    ) as process:
        assert listens(process)
        until(lambda: stored(sqlite)[0].status == "sending")
        code = stops(process)

    (notice,) = stored(sqlite)
    assert code == 0
    assert (notice.status, notice.code) == ("unknown", "stopped")


def test_a_company_that_is_not_there_is_tried_again_not_given_up(
    sqlite: Engine, tmp_path: Path
) -> None:
    sends(Operator(address(sqlite), tmp_path), *RETURNED)
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{held.getsockname()[1]}"

        with started(
            "worker", given=working(address(sqlite), nobody), folder=tmp_path
        ) as process:
            assert listens(process)
            until(lambda: stored(sqlite)[0].attempts > 1)
            code = stops(process)

    (notice,) = stored(sqlite)
    assert (code, notice.status) == (0, "queued")


def test_without_a_number_to_send_from_it_says_so(
    sqlite: Engine, tmp_path: Path
) -> None:
    done = ran("worker", given=environment(address(sqlite)), folder=tmp_path)

    assert (done.code, done.out) == (1, "")
    assert done.err == f"Error: {gateway_factory.NO_SENDER}\n"


def test_a_messaging_service_is_enough_to_send_from(
    sqlite: Engine, tmp_path: Path, silent: str
) -> None:
    given = working(
        address(sqlite),
        silent,
        TWILIO_FROM="",
        TWILIO_MESSAGING_SERVICE_SID="MG" + "0" * 32,
    )

    with started("worker", given=given, folder=tmp_path) as process:
        assert listens(process)
        code = stops(process)

    assert code == 0


def test_before_the_migrations_it_says_so(empty: Engine, tmp_path: Path) -> None:
    empty.connect().close()  # the file is there, the tables are not

    done = ran("worker", given=working(address(empty)), folder=tmp_path)

    assert (done.code, done.out) == (1, "")
    assert done.err == f"Error: {MIGRATIONS_PENDING}\n"
    assert migrate.pending_revisions(empty)


def test_without_a_database_it_says_so_and_makes_none(tmp_path: Path) -> None:
    done = ran("worker", given=working("sqlite:///none/x.db"), folder=tmp_path)

    assert (done.code, done.out) == (1, "")
    assert done.err == f"Error: {NO_DATABASE}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_down_is_one_sentence(tmp_path: Path) -> None:
    given = working("postgresql://someone:hush@127.0.0.1:1/faq")

    done = ran("worker", given=given, folder=tmp_path)

    assert done.code == 1
    assert "请检查 DATABASE_URL 和数据库服务" in done.err
    assert "Traceback" not in done.err


def test_what_must_be_set_is_said_at_once(tmp_path: Path) -> None:
    done = ran("worker", given={"QUIET_HOURS": "night"}, folder=tmp_path)

    assert done.code == 1
    assert "设置有 5 处错误" in done.err
    assert "QUIET_HOURS 的形式不对" in done.err
