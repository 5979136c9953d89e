"""Templates, reason codes and suppressions by the command line."""

import pytest
from click.testing import Result
from sqlalchemy import Engine, select

from helpline import wording
from notices.reference_tables import ReasonRow, SuppressionEventRow, TemplateRow
from storage.session import reading
from tests.server.commands.operator import Operator
from tests.server.commands.outgoing import RETURNED, sends, statuses, stored


def templates(operator: Operator) -> list[str]:
    return operator.does("template", "list").stdout.splitlines()


def reasons(operator: Operator) -> str:
    return operator.does("reason", "list").stdout


def set_reason(operator: Operator, code: str, text: str, *words: str) -> Result:
    return operator.does("reason", "set", code, text, *words)


# --- Templates ---------------------------------------------------------------


def test_the_packaged_templates_are_in_use_from_the_start(operator: Operator) -> None:
    assert templates(operator) == [
        f"{name}\t第0版\t{body}" for name, body in wording.NOTICES.items()
    ]


def test_a_new_version_is_used_from_now_on_and_the_old_one_is_kept(
    operator: Operator, engine: Engine
) -> None:
    sends(operator, *RETURNED)

    first = operator.does("template", "set", "退件", "{application}退件：{reason}")
    again = operator.does("template", "set", "退件", "{reason}")

    sends(operator, *RETURNED)
    assert first.stdout == "模板“退件”第1版已启用：{application}退件：{reason}\n"
    assert again.stdout == "模板“退件”第2版已启用：{reason}\n"
    assert "退件\t第2版\t{reason}" in templates(operator)
    assert [it.template_version for it in stored(engine)] == [0, 2]
    assert stored(engine)[1].text.endswith("】照片不清楚")
    with reading(engine) as session:
        by = session.scalars(select(TemplateRow.by)).all()
    assert by == ["operator", "operator"]


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("退 件", "x", "模板名只能用"),
        ("退件", " ", "模板没有内容"),
        ("退件", "【我】{reason}", "不要写【】"),
        ("退件", "{rea son}", "变量要写成 {名称}"),
        ("退件", "{reason", "变量要写成 {名称}"),
        ("退件", "字" * 501, "最多500个字"),
    ],
)
def test_what_cannot_be_a_template_is_one_sentence(
    operator: Operator, name: str, body: str, why: str
) -> None:
    before = templates(operator)

    done = operator.does("template", "set", name, body)

    assert done.exit_code == 1
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert templates(operator) == before


# --- Reason codes ------------------------------------------------------------


def test_a_reason_code_is_set_changed_and_removed(cook: Operator) -> None:
    first = set_reason(cook, "R1", "饭卡照片", "--question", "1.2")
    one = reasons(cook)
    set_reason(cook, "R1", "照片不清")
    set_reason(cook, "R0", "缺页")
    two = reasons(cook)

    removed = cook.does("reason", "remove", "R1")

    assert first.stdout == "原因代码“R1”已保存。\n"
    assert (one, two) == ("R1\t饭卡照片\t1.2\n", "R0\t缺页\t\nR1\t照片不清\t\n")
    assert removed.stdout == "原因代码“R1”已删除。\n"
    assert reasons(cook) == "R0\t缺页\t\n"


def test_a_reason_code_that_there_is_not_is_said_so(operator: Operator) -> None:
    done = operator.does("reason", "remove", "R1")

    assert (done.exit_code, done.stdout) == (0, "没有原因代码“R1”。\n")


@pytest.mark.parametrize(
    ("code", "text", "words", "why"),
    [
        ("照片", "x", (), "只能用英文字母"),
        ("R1", " ", (), "原因要写1到200个字"),
        ("R1", "字" * 201, (), "原因要写1到200个字"),
        ("R1", "x", ("--question", "9.9"), "没有编号为“9.9”的问题"),
    ],
)
def test_what_cannot_be_a_reason_is_one_sentence(
    cook: Operator, code: str, text: str, words: tuple[str, ...], why: str
) -> None:
    done = set_reason(cook, code, text, *words)

    assert done.exit_code == 1
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert reasons(cook) == ""


def test_before_anything_is_published_a_reason_names_a_packaged_question(
    operator: Operator, engine: Engine
) -> None:
    done = set_reason(operator, "R1", "照片", "--question", "1.7")

    assert done.exit_code == 0
    with reading(engine) as session:
        assert session.scalars(select(ReasonRow.question)).all() == ["1.7"]


# --- Suppressions ------------------------------------------------------------


def test_a_number_is_suppressed_however_it_is_written_and_its_notices_are_dropped(
    operator: Operator, engine: Engine
) -> None:
    sends(operator, *RETURNED)

    first = operator.does("suppression", "add", "138 0013 8000")
    again = operator.does("suppression", "add", "+8613800138000")

    assert (first.stdout, again.stdout) == ("已退订。\n", "这个号码本来就已退订。\n")
    assert statuses(engine) == ["suppressed"]


def test_a_suppressed_number_is_sent_to_again_once_it_is_taken_back(
    operator: Operator, engine: Engine
) -> None:
    operator.does("suppression", "add", "13800138000")

    first, again = (operator.does("suppression", "remove", "13800138000") for _ in "12")

    sends(operator, *RETURNED)
    assert (first.stdout, again.stdout) == ("已恢复。\n", "这个号码没有退订。\n")
    assert statuses(engine) == ["queued"]


def test_suppressed_numbers_are_listed_masked(operator: Operator) -> None:
    for number in ("13800138000", "13900139000", "13700137000"):
        operator.does("suppression", "add", number)
    operator.does("suppression", "remove", "13900139000")

    done = operator.does("suppression", "list")

    assert [it.partition("\t")[0] for it in done.stdout.splitlines()] == [
        "+86*******7000",
        "+86*******8000",
    ]


def test_a_number_s_history_tells_who_decided(
    operator: Operator, engine: Engine
) -> None:
    operator.does("suppression", "add", "13800138000")
    operator.does("suppression", "remove", "13800138000")

    told = operator.does("suppression", "list", "13800138000").stdout.splitlines()

    assert [it.split("\t")[1:] for it in told] == [
        ["退订", "staff:operator"],
        ["恢复", "staff:operator"],
    ]
    with reading(engine) as session:
        kept = session.scalars(select(SuppressionEventRow.number)).all()
    assert kept == ["+8613800138000"] * 2


@pytest.mark.parametrize("command", ["add", "remove", "list"])
@pytest.mark.parametrize("number", ["abc", "037112345678", "+15005550006", "1380013"])
def test_what_is_no_mobile_number_is_refused(
    operator: Operator, command: str, number: str
) -> None:
    done = operator.does("suppression", command, number)

    assert done.exit_code == 2
    assert f"“{number}”不是手机号码。" in done.stderr
