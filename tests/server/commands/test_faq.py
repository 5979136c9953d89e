"""Import, publish, export: how a document becomes what is answered."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, select

from faq_store.file_formats import text_format
from faq_store.tables import EditionRow
from helpline.faq import Case, Phrasing
from server.commands.faq import operator as logged_in
from server.invitations import OPERATOR
from staff.tables import AuditRow
from storage.session import reading
from tests.faq_store import examples
from tests.server.callers import rows
from tests.server.commands.operator import Operator

PAPER = examples.PAPER
WITH_IMAGE = PAPER.replace("答：十二点。", "答：十二点。[image:clock.png]")
CHANGED = PAPER.replace("十二点", "十一点半")


def published(operator: Operator, paper: str = PAPER) -> None:
    assert operator.does("import", operator.file("first.txt", paper)).exit_code == 0
    assert operator.does("publish").exit_code == 0


def test_a_document_becomes_the_draft_and_the_report_says_what_was_dropped(
    operator: Operator, engine: Engine
) -> None:
    done = operator.does("import", operator.file("faq.txt", WITH_IMAGE))

    drafted = examples.drafted(engine)
    assert done.exit_code == 0
    assert "image" in done.stdout or "图" in done.stdout
    assert done.stdout.endswith("已存为草稿，helpline publish 后生效。\n")
    assert drafted is not None
    assert drafted.title == "食堂问答"


def test_a_second_document_is_compared_with_the_first(operator: Operator) -> None:
    published(operator)

    same = operator.does("import", operator.file("same.txt", PAPER))
    changed = operator.does("import", operator.file("next.txt", CHANGED))

    assert "与原有内容相同" in same.stdout
    assert "几点开饭" in changed.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_document_is_read_in_the_encodings_office_programs_write(
    operator: Operator, engine: Engine, encoding: str
) -> None:
    crlf = PAPER.replace("\n", "\r\n").encode(encoding)

    done = operator.does("import", operator.file("faq.txt", crlf))

    drafted = examples.drafted(engine)
    assert done.exit_code == 0
    assert drafted is not None
    assert drafted.sections == text_format.parse_faq_text(PAPER).sections


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("标题\n一、用餐\n1.几点开饭？\n没有答\n", "第"),
        ("", "文档里没有文字"),
        ("只有一行字", "第1行"),
        (PAPER.encode()[:200] + b"\xff\xfe" + PAPER.encode()[200:], "第"),
        (PAPER.encode("utf-16") + b"\n", "既不是 UTF-8 也不是 GB18030"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 9, "这不是文本"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 500, "这不是文本"),
        (b"PK\x03\x04" + bytes(range(200)) * 3, "已损坏"),
        (b"\xd0\xcf\x11\xe0" + bytes(500), "另存为 .docx 或 .txt"),
    ],
    ids=["wrong", "empty", "prose", "damaged", "utf-16", "png", "elf", "docx", "doc"],
)
def test_a_file_that_is_no_document_is_refused_by_its_line_and_nothing_changes(
    operator: Operator, engine: Engine, content: str | bytes, why: str
) -> None:
    published(operator)
    before = rows(engine)

    done = operator.does("import", operator.file("bad.txt", content))

    assert done.exit_code == 1
    assert done.stdout == ""
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert rows(engine) == before


def test_a_changed_draft_is_not_thrown_away_unasked(
    operator: Operator, engine: Engine
) -> None:
    published(operator)
    operator.does("import", operator.file("changed.txt", CHANGED))
    draft = examples.drafted(engine)

    refused = operator.does("import", operator.file("old.txt", PAPER))

    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    assert "几点开饭" in refused.stderr
    assert examples.drafted(engine) == draft


def test_a_changed_draft_is_replaced_when_asked(
    operator: Operator, engine: Engine
) -> None:
    published(operator)
    operator.does("import", operator.file("changed.txt", CHANGED))

    done = operator.does("import", operator.file("old.txt", PAPER), "--replace")

    drafted = examples.drafted(engine)
    assert done.exit_code == 0
    assert drafted is not None
    assert drafted.sections == text_format.parse_faq_text(PAPER).sections


def test_a_draft_is_published_once_under_the_operator_s_name(
    operator: Operator, engine: Engine
) -> None:
    operator.does("import", operator.file("faq.txt", PAPER))

    first = operator.does("publish", "--note", "首次", LOGNAME="zhang")
    again = operator.does("publish")

    with reading(engine) as session:
        row = session.scalars(select(EditionRow).where(EditionRow.number == 1)).one()
        assert (row.published_by, row.note) == ("operator:zhang", "首次")
        done = session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
        assert [(it.who, it.action, it.subject) for it in done] == [
            (OPERATOR, "import-faq", "draft"),
            (OPERATOR, "publish", "edition:1"),
        ]
    assert (first.stdout, again.exit_code) == ("已发布第1版。\n", 1)
    assert again.stderr.count("\n") == 1


def test_publishing_tells_which_answers_change_the_worse_first(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)
    new = Phrasing("开水房在哪里呢", Case("3.1"))
    titles = examples.asking(examples.SMALL, q2_1="什么时候吃饭", q3_1=new.text)
    draft = replace(titles, phrasings=(new, *titles.phrasings))
    examples.draft(engine, draft, now)

    done = operator.does("publish")

    count, first, *others, last = done.stdout.splitlines()
    assert count == (f"已知问法中有{1 + len(others)}条的答复与原来不同，其中变差1条：")
    assert first.startswith("  [变差] 什么时候吃饭（应为 1.1）：")
    assert first.endswith(" → 答 2.1")
    assert f"  [变好] {new.text}（应为 3.1）：没有找到 → 答 3.1" in others
    assert last == "已发布第2版。"


def test_a_preview_tells_which_answers_would_change_and_publishes_nothing(
    operator: Operator, engine: Engine, now: datetime
) -> None:
    examples.publish(engine, examples.SMALL, now)
    draft = examples.asking(examples.SMALL, q2_1="什么时候吃饭")
    examples.draft(engine, draft, now)

    preview = operator.does("publish", "--preview")

    assert preview.exit_code == 0
    assert "  [变差] 什么时候吃饭（应为 1.1）：" in preview.stdout
    assert preview.stdout.endswith("以上只是预览，没有发布。\n")
    assert examples.drafted(engine) == draft
    assert examples.latest(engine) == replace(examples.SMALL, number=1)


def test_without_a_draft_there_is_nothing_to_preview(operator: Operator) -> None:
    preview = operator.does("publish", "--preview")

    assert preview.exit_code == 1
    assert preview.stderr == "Error: 没有草稿\n"


def test_publishing_what_is_answered_alike_tells_of_no_answers(
    operator: Operator,
) -> None:
    published(operator)
    operator.does("import", operator.file("changed.txt", CHANGED))

    assert operator.does("publish").stdout == "已发布第2版。\n"


@pytest.mark.parametrize("error", [KeyError("uid"), OSError("uid")])
def test_an_operator_without_a_name_is_a_number(error: Exception) -> None:
    def nobody() -> str:
        raise error

    assert logged_in(nobody).isdecimal()


def test_what_is_exported_can_be_imported_again(operator: Operator) -> None:
    published(operator)
    path = operator.folder / "out.txt"

    done = operator.does("export", str(path))

    assert done.stdout == f"已写出 {path}\n"
    assert operator.does("export").stdout == path.read_text("utf-8")
    assert "与原有内容相同" in operator.does("import", str(path)).stdout


@pytest.mark.parametrize("name", ["out.docx", "OUT.DOCX"])
def test_a_document_of_word_is_exported_and_imported_again(
    operator: Operator, name: str
) -> None:
    published(operator)
    path = operator.folder / name

    done = operator.does("export", str(path))

    assert done.stdout == f"已写出 {path}\n"
    assert path.read_bytes().startswith(b"PK")
    assert "与原有内容相同" in operator.does("import", str(path)).stdout


def test_json_is_exported_by_the_name_of_the_file(operator: Operator) -> None:
    published(operator)
    path = operator.folder / "out.json"

    operator.does("export", str(path))

    assert json.loads(path.read_text("utf-8"))["title"] == "食堂问答"


def test_the_draft_is_exported_when_asked(operator: Operator) -> None:
    published(operator)
    operator.does("import", operator.file("changed.txt", CHANGED))

    assert "十二点" in operator.does("export").stdout
    assert "十一点半" in operator.does("export", "--draft").stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("export",), "还没有发布任何版本"),
        (("export", "--draft"), "没有草稿"),
    ],
)
def test_what_is_not_there_cannot_be_exported(
    operator: Operator, words: tuple[str, ...], why: str
) -> None:
    done = operator.does(*words)

    assert done.exit_code == 1
    assert why in done.stderr


def test_a_form_that_there_is_not_is_refused(operator: Operator) -> None:
    operator.does("import", operator.file("faq.txt", PAPER))

    done = operator.does("export", "--draft", "faq.pdf")

    assert done.exit_code == 2
    assert ".txt、.docx、.json" in done.stderr


def test_a_place_that_cannot_be_written_is_named(operator: Operator) -> None:
    published(operator)
    nowhere = operator.folder / "no" / "such" / "folder.txt"

    done = operator.does("export", str(nowhere))

    assert done.exit_code == 1
    assert str(nowhere) in done.stderr
