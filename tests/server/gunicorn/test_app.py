"""The server as a process: it starts, answers, and stops when told."""

import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from sqlalchemy import Engine, func, select, update

from faq_store.tables import MatcherRow
from server.gunicorn import config
from simulator.signing import HEADER, sign
from sms.tables import TurnRow
from storage.session import reading, writing
from tests import seeded
from tests.server.callers import BASE, FORM, PRIMARY, a_text, address, environment
from tests.server.processes import Served, ran, serving
from tests.waiting import HANGS, until

GUNICORN = (
    *(sys.executable, "-m", "gunicorn", "--preload", "--bind", "127.0.0.1:0"),
    *("--config", "python:server.gunicorn.config", "server.app:from_environment()"),
)


def trying(store: Engine, **more: str) -> dict[str, str]:
    return {"SIMULATOR": "on", "PORT": "0", "DATABASE_URL": address(store), **more}


@pytest.fixture
def served(store: Engine, tmp_path: Path) -> Iterator[Served]:
    with serving("run", given=trying(store), folder=tmp_path) as found:
        yield found


def old_turns(store: Engine) -> int:
    with reading(store) as session:
        return session.scalar(select(func.count(TurnRow.message_sid))) or 0


def test_it_says_where_it_is_and_answers_there(served: Served) -> None:
    statuses = [served.get(it).status_code for it in ("/healthz", "/readyz", "/phone")]

    assert statuses == [200, 200, 200]
    assert any(it.endswith(f"{served.address}/phone") for it in served.told)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_though_somebody_is_still_connected(
    served: Served, how: signal.Signals
) -> None:
    port = urlsplit(served.address).port or 0
    with closing(socket.create_connection(("127.0.0.1", port))) as kept:
        kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        first = kept.recv(15)

        code = served.stop(how)

    assert first == b"HTTP/1.1 200 OK"
    assert code == 0
    assert config.graceful_timeout < 9  # with gunicorn's own second, within ten
    with pytest.raises(requests.ConnectionError):
        served.get("/healthz")


def test_what_is_too_old_is_deleted_while_it_serves(
    store: Engine, tmp_path: Path
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=8)
    row = TurnRow(message_sid="SM1", sender="", to="", body="", reply="", at=long_ago)
    with writing(store) as session:
        session.add(row)

    with serving(
        "run", given=trying(store, RETENTION_DAYS="7"), folder=tmp_path
    ) as served:
        until(lambda: not old_turns(store))
        code = served.stop()

    assert (old_turns(store), code) == (0, 0)


def test_a_taken_port_is_one_sentence(store: Engine, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done = ran("run", given=trying(store, PORT=str(port)), folder=tmp_path)

    assert done.code == 1
    assert f"无法监听 127.0.0.1:{port}：端口已被占用" in done.err
    assert "Traceback" not in done.err


def test_from_a_fresh_store_it_serves_the_packaged_faq(tmp_path: Path) -> None:
    given = {"SIMULATOR": "on", "PORT": "0"}
    seeded.lay_out(tmp_path / "var" / "matchers")

    with serving("run", given=given, folder=tmp_path) as served:
        ready = served.get("/readyz").status_code

    assert ready == 200
    assert "已发布随附的问题释疑，为第1版。" in served.told
    assert (tmp_path / "var" / "helpline.db").exists()


def test_it_renews_a_matcher_that_another_version_wrote_and_says_so(
    store: Engine, tmp_path: Path
) -> None:
    with writing(store) as session:
        session.execute(update(MatcherRow).values(data=b"of old", digest=""))

    with serving("run", given=trying(store), folder=tmp_path) as served:
        ready = served.get("/readyz").status_code

    with reading(store) as session:
        data = session.scalars(select(MatcherRow.data)).one()
    assert ready == 200
    assert "匹配器已重新生成。" in served.told
    assert data != b"of old"


def test_with_an_encoder_that_cannot_be_used_it_does_not_start(
    store: Engine, tmp_path: Path
) -> None:
    given = trying(store, ENCODER_DIR="nowhere")

    runs = ran("run", given=given, folder=tmp_path)
    serves = ran(program=GUNICORN, given=given, folder=tmp_path)

    for done in (runs, serves):
        assert done.code == 1
        assert "ENCODER_DIR：读不了 nowhere/encoder.json" in done.err
        assert "Traceback" not in done.err


def test_in_production_it_says_what_to_tell_the_provider(
    store: Engine, tmp_path: Path
) -> None:
    given = environment(address(store), PORT="0")

    with serving("run", given=given, folder=tmp_path) as served:
        answered = posted(served, a_text("几点开饭"))

    assert f"  短信网址：{BASE}/sms/inbound" in served.told
    assert f"  电话网址：{BASE}/ivr/answer" in served.told
    assert answered.status_code == 200


@pytest.fixture(scope="module")
def production(
    published_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve as the Procfile does."""
    folder = tmp_path_factory.mktemp("production")
    given = environment(f"sqlite:///{shutil.copy(published_file, folder / 'x.db')}")
    with serving(
        program=GUNICORN, given=given, folder=folder, ready="Listening at"
    ) as found:
        yield found


def posted(served: Served, form: tuple[tuple[str, str], ...]) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(
            served.address + "/sms/inbound",
            data=form,
            headers={
                "Content-Type": FORM,
                HEADER: sign(PRIMARY, BASE + "/sms/inbound", form),
            },
            timeout=HANGS,
        )


def test_the_procfile_s_way_serves_production(production: Served) -> None:
    answered = posted(production, a_text("几点开饭"))
    large = posted(production, (*a_text(), ("AddOns", "x" * 600_000)))
    elsewhere = production.get("/phone")

    assert (answered.status_code, large.status_code) == (200, 200)
    assert "十二点" in answered.text
    assert elsewhere.status_code == 404


def test_six_megabytes_are_refused_over_the_wire_too(production: Served) -> None:
    answer = posted(production, (*a_text(), ("AddOns", "x" * 6_000_000)))

    assert answer.status_code == 413
    assert production.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"SECRET_KEY": "", "LOG_LEVEL": "LOUD"}, "设置有 2 处错误："),
        ({"DATABASE_URL": "sqlite:///none.db"}, "请先运行 helpline migrate"),
        ({"DATABASE_URL": "postgresql://h:port/x"}, "DATABASE_URL 不是数据库地址"),
    ],
)
def test_the_procfile_s_way_refuses_in_words(
    store: Engine, tmp_path: Path, changed: dict[str, str], why: str
) -> None:
    given = environment(address(store)) | changed

    done = ran(program=GUNICORN, given=given, folder=tmp_path)

    assert done.code == 1
    assert why in done.err
    assert "Traceback" not in done.err
