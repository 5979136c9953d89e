"""A file of notices by the command line: shown, reported on, and sent once confirmed."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.notices.papers import WANG, paper
from tests.server.commands.operator import Operator
from tests.server.commands.outgoing import ONE, batch, due, imports, statuses, stored


def test_an_import_is_shown_and_goes_once_a_person_has_said_so(
    operator: Operator, engine: Engine
) -> None:
    done = imports(operator, typed=b"y\n")

    assert done.exit_code == 0
    assert "共 2 行：2 条可以发送（2 段），0 行有错、不会发送。" in done.stderr
    assert f"  例：{ONE}\n" in done.stderr
    assert done.stdout == f"批次 {batch(engine)}：2 条已进入发送队列。\n"
    assert due(engine) == 2


@pytest.mark.parametrize("typed", [b"n\n", b"\n"])
def test_an_import_nobody_confirms_waits(
    operator: Operator, engine: Engine, typed: bytes
) -> None:
    done = imports(operator, typed=typed)

    told = f"还没有发送。以后确认：helpline notices confirm {batch(engine)}\n"
    assert (done.exit_code, done.stdout) == (0, told)
    assert (statuses(engine), due(engine)) == (["queued", "queued"], 0)


def test_an_import_cut_off_at_the_question_waits_and_is_named_the_next_time(
    operator: Operator, engine: Engine
) -> None:
    cut = imports(operator, typed=b"")

    again = imports(operator, typed=b"y\n")

    assert (cut.exit_code, due(engine)) == (1, 0)
    assert again.exit_code == 1
    assert f"在7天内导入过（批次“{batch(engine)}”）" in again.stderr
    assert operator.does("notices", "confirm", batch(engine)).exit_code == 0
    assert due(engine) == 2


def test_an_import_may_be_confirmed_beforehand(
    operator: Operator, engine: Engine
) -> None:
    done = imports(operator, "--yes")

    assert (done.exit_code, due(engine)) == (0, 2)


def test_the_same_file_is_imported_again_only_if_it_is_wanted(
    operator: Operator, engine: Engine
) -> None:
    imports(operator, "--yes")

    refused = imports(operator, "--yes")
    wanted = imports(operator, "--yes", "--again")

    assert (refused.exit_code, wanted.exit_code) == (1, 0)
    assert "--again" in refused.stderr
    assert due(engine) == 4


def test_the_event_is_given_for_a_file_that_names_none(
    operator: Operator, engine: Engine
) -> None:
    content = paper(("13800138000", "HN1"), heading=("手机号", "申报号"))

    without = imports(operator, "--yes", content=content)
    named = imports(operator, "--yes", "--event", "受理", content=content)

    assert "第2行：事件只能是" in without.stderr
    assert (without.stdout, named.exit_code) == ("", 0)
    assert [it.event for it in stored(engine)] == ["受理"]


def test_bad_rows_are_named_up_to_twenty(operator: Operator) -> None:
    rows = [("114", "退件", f"HN{at}", "照片") for at in range(25)]

    done = imports(operator, "--yes", content=paper(*rows, WANG))

    told = [it for it in done.stderr.splitlines() if it.startswith("  第")]
    assert told == [
        f"  第{at}行：手机号不是中国大陆的手机号码。" for at in range(2, 22)
    ]
    assert "25 行有错" in done.stderr


def test_who_has_unsubscribed_is_counted(operator: Operator) -> None:
    operator.does("suppression", "add", "13800138000")

    done = imports(operator, typed=b"n\n")

    assert "其中 1 个号码已退订，不会发给他们。" in done.stderr


def report_of(operator: Operator, content: str) -> list[list[str]]:
    file = operator.folder / "report.csv"
    imports(operator, "--yes", "--report", str(file), content=content)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


def test_the_report_names_every_bad_row(operator: Operator) -> None:
    rows = [("114", "退件", f"HN{at}", "照片") for at in range(25)]

    heading, *told = report_of(operator, paper(*rows, WANG))

    assert heading == ["行", "问题"]
    assert told == [[str(at), "手机号不是中国大陆的手机号码。"] for at in range(2, 27)]


@pytest.mark.parametrize("title", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_a_report_begins_like_a_formula(
    operator: Operator, title: str
) -> None:
    content = paper(WANG, heading=("手机号", "事件", "申报号", title))

    (_, (line, words)) = report_of(operator, content.replace("不清楚", "\ufffd"))

    assert (line, words[:2]) == ("2", f"'{title[0]}")


def test_a_report_that_cannot_be_written_leaves_a_batch_that_waits(
    operator: Operator, engine: Engine
) -> None:
    done = imports(operator, "--yes", "--report", str(operator.folder / "no" / "x.csv"))

    assert done.exit_code == 1
    assert "x.csv" in done.stderr
    assert due(engine) == 0


@pytest.mark.parametrize("content", ["姓名,电话号\n王五,1\n", "\n"])
def test_what_is_no_file_of_notices_is_one_sentence(
    operator: Operator, content: str
) -> None:
    done = imports(operator, "--yes", content=content)

    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == (
        "Error: 第一行应为表头，并且要有“手机号”一列。"
    )


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_is_not_there_is_refused(
    operator: Operator, name: str, tmp_path: Path
) -> None:
    done = operator.does("notices", "import", str(tmp_path / name))

    assert done.exit_code == 2
    assert name in done.stderr
