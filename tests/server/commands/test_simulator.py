"""Talk and dial: an applicant's phone in the terminal."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server import demo_server
from simulator import transcript
from tests.faq_store import examples
from tests.server.callers import address
from tests.server.commands.operator import Operator


@pytest.fixture
def canteen(store: Engine, tmp_path: Path) -> Operator:
    """Work on a store with the canteen's FAQ."""
    return Operator(address(store), tmp_path)


@pytest.fixture
def helpline(tmp_path: Path) -> Iterator[str]:
    """Serve the canteen's FAQ at an address of its own."""
    with demo_server.run_demo_server(examples.SMALL, tmp_path) as at:
        yield at


def test_a_text_is_answered_from_the_published_faq(canteen: Operator) -> None:
    done = canteen.does("talk", typed="几点开饭？\n/quit\n不再说\n".encode())

    assert done.exit_code == 0
    assert "十二点" in done.stdout
    assert "不再说" not in done.stdout


def test_a_conversation_becomes_a_transcript(canteen: Operator) -> None:
    done = canteen.does("talk", "--repro", typed="菜单\n1\n".encode())

    turns = transcript.parse_transcript(done.stdout)
    assert [it.said for it in turns] == ["菜单", "1"]
    assert "用餐" in turns[0].heard[0]
    assert "你：" in done.stderr


def test_a_call_is_heard_and_becomes_a_transcript(canteen: Operator) -> None:
    heard = canteen.does("dial", typed=b"1\nq\n")
    written = canteen.does("dial", "--repro", typed=b"11\n")

    turns = transcript.parse_transcript(written.stdout)
    assert "用餐，请按" in heard.stdout
    assert [it.said for it in turns] == ["[拨打]", "[1]", "[1]", "[挂断]"]
    assert any("十二点" in it for it in turns[2].heard)


def test_trying_it_leaves_the_store_as_it_was(
    canteen: Operator, published_file: Path
) -> None:
    canteen.does("talk", typed="几点开饭？\n".encode())

    assert not list(canteen.folder.glob("helpline-*"))
    assert published_file.exists()


def test_a_helpline_that_runs_already_can_be_tried(
    newcomer: Operator, helpline: str
) -> None:
    texted = newcomer.does("talk", "--url", helpline, typed="几点开饭？\n".encode())
    called = newcomer.does("dial", "--url", helpline, typed=b"")

    assert "十二点" in texted.stdout
    assert "用餐，请按" in called.stdout


def test_another_number_is_another_conversation(
    newcomer: Operator, helpline: str
) -> None:
    def says(number: str, text: str) -> str:
        words = ("talk", "--url", helpline, "--number", number)
        return newcomer.does(*words, typed=f"{text}\n".encode()).stdout

    says("+8613800138000", "菜单")

    assert "几点开饭" in says("+8613800138000", "1")
    assert "几点开饭" not in says("+8613900139000", "1")


@pytest.mark.parametrize("command", ["talk", "dial"])
def test_a_helpline_that_is_not_there_is_said_to_be_out_of_reach(
    newcomer: Operator, command: str
) -> None:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}"

        done = newcomer.does(command, "--url", url, typed=b"1\n")

    assert done.exit_code == 0
    assert "连不上服务器" in done.stdout
