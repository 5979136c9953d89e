"""What keeps a command from working is one sentence, and never a traceback."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from sqlalchemy import Engine, text

from server import migrate
from server.commands import cli
from server.http.health import MIGRATIONS_PENDING
from tests.faq_store import examples
from tests.server.callers import address, environment
from tests.server.commands.operator import Operator
from tests.server.processes import ran

ON_A_STORE = [
    ("export",),
    ("publish",),
    ("backup", "{folder}/b.gz"),
    ("restore", "{paper}"),
    ("import", "{paper}"),
    ("purge",),
    ("purge", "--number", "13800138000"),
    ("ask", "--draft", "几点开饭"),
    ("evaluate", "--draft"),
    ("lint", "--draft"),
    ("phrasing", "add", "开水在哪", "--none"),
    ("phrasing", "remove", "开水在哪"),
    ("phrasing", "list"),
    ("synonym", "add", "公司", "企业"),
    ("synonym", "remove", "公司"),
    ("synonym", "list"),
    ("notices", "send", "13800138000", "通知", "--reason", "停水"),
    ("notices", "import", "{paper}"),
    ("notices", "confirm", "x"),
    ("notices", "stop", "x"),
    ("notices", "cancel", "x"),
    ("notices", "retry", "x"),
    ("notices", "settle", "x", "delivered"),
    ("notices", "batches"),
    ("notices", "show", "x"),
    ("notices", "list"),
    ("notices", "status"),
    ("template", "list"),
    ("template", "set", "退件", "退件"),
    ("reason", "list"),
    ("reason", "set", "R1", "照片", "--question", "1.7"),
    ("reason", "remove", "R1"),
    ("suppression", "list"),
    ("suppression", "add", "13800138000"),
    ("suppression", "remove", "13800138000"),
]


def filled(operator: Operator, words: tuple[str, ...]) -> list[str]:
    paper = operator.file("paper.txt", examples.PAPER)
    return [it.format(folder=operator.folder, paper=paper) for it in words]


@pytest.fixture
def cut_off(tmp_path: Path) -> Iterator[Operator]:
    """Work on a PostgreSQL server that is not there."""
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        yield Operator(f"postgresql://someone:hush@127.0.0.1:{port}/faq", tmp_path)


@pytest.mark.parametrize("words", [*ON_A_STORE, ("migrate",)])
def test_a_database_that_is_down_is_one_sentence(
    cut_off: Operator, words: tuple[str, ...]
) -> None:
    done = cut_off.does(*filled(cut_off, words))

    assert done.exit_code == 1
    assert "请检查 DATABASE_URL 和数据库服务" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "hush" not in done.stderr


@pytest.mark.parametrize("words", ON_A_STORE)
def test_a_database_not_made_yet_is_one_sentence_and_stays_unmade(
    newcomer: Operator, words: tuple[str, ...]
) -> None:
    done = newcomer.does(*filled(newcomer, words))

    assert done.exit_code == 1
    assert "先运行 helpline migrate" in done.stderr
    assert not (newcomer.folder / "none").exists()


@pytest.mark.parametrize("words", ON_A_STORE)
def test_migrations_to_apply_are_one_sentence(
    empty: Engine, tmp_path: Path, words: tuple[str, ...]
) -> None:
    empty.connect().close()  # the file is there, the tables are not
    operator = Operator(address(empty), tmp_path)

    done = operator.does(*filled(operator, words))

    assert done.exit_code == 1
    assert MIGRATIONS_PENDING in done.stderr


@pytest.mark.parametrize("words", [("migrate",), ("export",)])
def test_a_database_of_a_newer_release_is_one_sentence(
    empty: Engine, tmp_path: Path, words: tuple[str, ...]
) -> None:
    migrate.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    done = Operator(address(empty), tmp_path).does(*words)

    assert done.exit_code == 1
    assert "请升级程序" in done.stderr


@pytest.mark.parametrize("words", [*ON_A_STORE, ("migrate",), ("ask", "几点开饭")])
def test_an_address_that_names_no_database_is_one_sentence(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    operator = Operator("mysql://root:hush@127.0.0.1/faq", tmp_path)

    done = operator.does(*filled(operator, words))

    assert done.exit_code == 1
    assert "DATABASE_URL 只支持" in done.stderr
    assert "hush" not in done.stderr


def test_what_must_be_set_to_run_is_said_at_once(tmp_path: Path) -> None:
    done = ran("run", given={}, folder=tmp_path)

    assert done.code == 1
    assert done.out == ""
    assert "设置有 4 处错误" in done.err
    assert "SIMULATOR=on" in done.err
    assert "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("sqlite:///{folder}", "数据库连接不上或不能用"),
        ("postgresql://127.0.0.1:1/faq", "数据库连接不上或不能用"),
    ],
)
def test_to_run_without_a_database_is_one_sentence(
    tmp_path: Path, url: str, why: str
) -> None:
    given = environment(url.format(folder=tmp_path))

    done = ran("run", given=given, folder=tmp_path)

    assert done.code == 1
    assert why in done.err
    assert "Traceback" not in done.err


def test_an_unknown_command_is_refused(newcomer: Operator) -> None:
    assert newcomer.does("staff").exit_code == 2


def test_every_command_explains_itself_in_chinese(newcomer: Operator) -> None:
    listed = newcomer.does("--help").stdout

    for name in cli.list_commands(click.Context(cli)):
        assert name in listed
        helped = newcomer.does(name, "--help")
        assert helped.exit_code == 0
        assert any("一" <= character <= "鿿" for character in helped.stdout)
