"""Phrasing and synonym: what staff teach the draft from the command line."""

import pytest
from sqlalchemy import Engine, select

from faq_store.errors import NoSuchEditionError
from helpline.faq import Case, Phrasing, Synonym
from helpline.matching.decision_names import DECISION_LABELS
from server.invitations import OPERATOR
from staff.tables import AuditRow
from storage.session import reading
from tests.faq_store import examples
from tests.faq_store.examples import SMALL
from tests.server.callers import rows
from tests.server.commands.operator import Operator

NEW = "开水房在哪里呢"
STORED = "已存入草稿，helpline publish 后生效。"
REMOVED = "已从草稿中删除，helpline publish 后生效。\n"


def test_a_phrasing_is_taught_and_the_draft_s_answer_is_shown_at_once(
    cook: Operator, engine: Engine
) -> None:
    done = cook.does("phrasing", "add", NEW, "--case", "3.1")

    said, decision, first, *_ = done.stdout.splitlines()
    drafted = examples.drafted(engine)
    assert done.exit_code == 0
    assert said == f"{STORED}草稿现在的答复："
    assert decision in DECISION_LABELS.values()
    assert first.startswith("  3.1  ")
    assert first.endswith("%  食堂电话")
    assert drafted is not None
    assert drafted.phrasings == (*SMALL.phrasings, Phrasing(NEW, Case("3.1")))


def test_a_phrasing_of_a_situation_is_taught(cook: Operator, engine: Engine) -> None:
    done = cook.does("phrasing", "add", "充值窗口关门了", "--case", "1.2#1")

    drafted = examples.drafted(engine)
    assert done.exit_code == 0
    assert drafted is not None
    assert drafted.phrasings[-1].case == Case("1.2", 1)


def test_a_text_that_is_not_ours_to_answer_is_taught(
    cook: Operator, engine: Engine
) -> None:
    done = cook.does("phrasing", "add", "股票涨了没有", "--none")

    drafted = examples.drafted(engine)
    assert done.stdout.splitlines()[1] == "没有找到"
    assert drafted is not None
    assert drafted.phrasings[-1] == Phrasing("股票涨了没有", None)


def test_the_first_draft_ever_is_taught_and_answers_too(
    operator: Operator, engine: Engine
) -> None:
    operator.does("import", operator.file("faq.txt", examples.PAPER))

    done = operator.does("phrasing", "add", NEW, "--case", "3.1")

    drafted = examples.drafted(engine)
    assert done.stdout.splitlines()[2].startswith("  3.1  ")
    assert drafted is not None
    assert drafted.phrasings == (Phrasing(NEW, Case("3.1")),)


@pytest.mark.parametrize("options", [(), ("--case", "1.1", "--none")])
def test_a_meaning_is_one_case_or_none_of_ours(
    cook: Operator, options: tuple[str, ...]
) -> None:
    done = cook.does("phrasing", "add", NEW, *options)

    assert done.exit_code == 2
    assert "--case" in done.stderr
    assert "--none" in done.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", NEW, "--case", "9.9"), "没有 9.9 这个问题或情形"),
        (("add", NEW, "--case", "1.2#3"), "没有 1.2#3 这个问题或情形"),
        (("add", NEW, "--case", "1.2#x"), "“1.2#x”不是问题或情形的编号"),
        (("add", NEW, "--case", ""), "“”不是问题或情形的编号"),
        (("add", " ", "--none"), "问法是空的"),
        (("add", "卡坏了", "--case", "1.2"), "“卡坏了”已经是它的问法"),
        (("remove", NEW), f"没有“{NEW}”这个问法"),
        (("list", "--case", "1.2#x"), "“1.2#x”不是问题或情形的编号"),
    ],
)
def test_what_a_phrasing_cannot_be_is_one_sentence_and_changes_nothing(
    cook: Operator, engine: Engine, words: tuple[str, ...], why: str
) -> None:
    before = rows(engine)

    done = cook.does("phrasing", *words)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"Error: {why}\n"
    assert rows(engine) == before


def test_a_phrasing_is_forgotten(cook: Operator, engine: Engine) -> None:
    done = cook.does("phrasing", "remove", "卡坏了")

    drafted = examples.drafted(engine)
    assert done.stdout == REMOVED
    assert drafted is not None
    assert drafted.phrasings == SMALL.phrasings[:3]


LISTED = ("1.1\t什么时候吃饭", "1.2#1\t卡里没钱", "范围外\t今天下雨吗", "1.2\t卡坏了")


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ((), LISTED),
        (("--case", "1.2"), (LISTED[1], LISTED[3])),
        (("--case", "1.2#1"), (LISTED[1],)),
        (("--case", "2.1"), ()),
        (("--none",), (LISTED[2],)),
        (("--none", "--case", "1.1"), (LISTED[0], LISTED[2])),
    ],
)
def test_phrasings_are_listed_all_or_of_one_case(
    cook: Operator, options: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    done = cook.does("phrasing", "list", *options)

    assert done.exit_code == 0
    assert tuple(done.stdout.splitlines()) == shown


def test_the_draft_is_listed_where_there_is_one(cook: Operator) -> None:
    cook.does("phrasing", "remove", "卡坏了")
    cook.does("synonym", "remove", "饭票")

    phrasings = cook.does("phrasing", "list").stdout
    synonyms = cook.does("synonym", "list").stdout

    assert tuple(phrasings.splitlines()) == LISTED[:3]
    assert synonyms == "家里人\t家属\n"


def test_a_synonym_is_taught_and_listed(cook: Operator, engine: Engine) -> None:
    done = cook.does("synonym", "add", " 饭点 ", " 用餐 ")

    drafted = examples.drafted(engine)
    assert done.stdout == f"{STORED}\n"
    assert drafted is not None
    assert Synonym("饭点", "用餐") in drafted.synonyms
    assert cook.does("synonym", "list").stdout == (
        "家里人\t家属\n饭点\t用餐\n饭票\t饭卡\n"
    )


def test_a_synonym_is_forgotten(cook: Operator, engine: Engine) -> None:
    done = cook.does("synonym", "remove", "饭票")

    drafted = examples.drafted(engine)
    assert done.stdout == REMOVED
    assert drafted is not None
    assert drafted.synonyms == (Synonym("家里人", "家属"),)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "", "企业"), "同义词要有1到64个字"),
        (("add", "公司", "企" * 65), "同义词要有1到64个字"),
        (("add", "企业", " 企业"), "同义词的两个词相同"),
        (("remove", "公司"), "没有“公司”这个同义词"),
    ],
)
def test_what_a_synonym_cannot_be_is_one_sentence_and_changes_nothing(
    cook: Operator, engine: Engine, words: tuple[str, ...], why: str
) -> None:
    before = rows(engine)

    done = cook.does("synonym", *words)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"Error: {why}\n"
    assert rows(engine) == before


@pytest.mark.parametrize(
    "words",
    [
        ("phrasing", "add", NEW, "--none"),
        ("phrasing", "remove", NEW),
        ("phrasing", "list"),
        ("synonym", "add", "公司", "企业"),
        ("synonym", "remove", "公司"),
        ("synonym", "list"),
    ],
)
def test_with_neither_draft_nor_edition_there_is_nothing_to_teach(
    operator: Operator, words: tuple[str, ...]
) -> None:
    done = operator.does(*words)

    assert done.exit_code == 1
    assert "还没有草稿，也没有发布过任何版本" in done.stderr
    assert NoSuchEditionError.__name__ not in done.stderr


def test_what_is_taught_is_answered_once_it_is_published(
    cook: Operator, engine: Engine
) -> None:
    cook.does("phrasing", "add", NEW, "--case", "3.1")
    cook.does("synonym", "add", "饭点", "用餐")

    before = cook.does("ask", NEW).stdout
    done = cook.does("publish")

    latest = examples.latest(engine)
    assert before.startswith("没有找到")
    assert done.exit_code == 0
    assert cook.does("ask", NEW).stdout.splitlines()[1].startswith("  3.1  ")
    assert latest is not None
    assert latest.phrasings[-1] == Phrasing(NEW, Case("3.1"))
    assert Synonym("饭点", "用餐") in latest.synonyms


def test_what_is_taught_is_written_down(cook: Operator, engine: Engine) -> None:
    cook.does("phrasing", "add", "开水房在哪，13800138000", "--case", "3.1")
    cook.does("phrasing", "remove", "卡坏了")
    cook.does("synonym", "add", "饭点", "用餐")
    cook.does("synonym", "remove", "饭点")

    with reading(engine) as session:
        done = session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
        assert [(it.who, it.action) for it in done] == [
            (OPERATOR, "add-phrasing"),
            (OPERATOR, "remove-phrasing"),
            (OPERATOR, "add-synonym"),
            (OPERATOR, "remove-synonym"),
        ]
        assert "13800138000" not in done[0].after
