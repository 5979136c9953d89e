"""Pieces of a document go into the draft."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine

from faq_store.document_import import apply
from faq_store.document_import.apply import MOST_AT_ONCE, ApplyResult
from faq_store.document_import.changes import (
    DocumentChange,
    NewSection,
    Reordering,
    name,
)
from faq_store.editing import edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.errors import NoSuchEditionError, StaleDocumentError
from faq_store.file_formats import text_format
from faq_store.file_formats.text_format import FaqDocument
from helpline.faq import Case, Edition
from storage.session import reading, writing
from tests.faq_store import examples
from tests.faq_store.examples import PAPER, SMALL

Chosen = Callable[[DocumentChange], bool]


def accept(
    engine: Engine,
    document: str | FaqDocument,
    now: datetime,
    chosen: Chosen = lambda _: True,
) -> ApplyResult:
    """Accept the pieces that are chosen, as they are found now."""
    read = (
        text_format.parse_faq_text(document) if isinstance(document, str) else document
    )
    with reading(engine) as session:
        seen, pieces = apply.version(session), apply.compare_document(session, read)
    with writing(engine) as session:
        author = Author("张三", now)
        return apply.apply_changes(session, filter(chosen, pieces), seen, author)


def left(engine: Engine, document: str | FaqDocument) -> tuple[DocumentChange, ...]:
    read = (
        text_format.parse_faq_text(document) if isinstance(document, str) else document
    )
    with reading(engine) as session:
        return apply.compare_document(session, read)


def drafted(engine: Engine) -> Edition:
    found = examples.drafted(engine)
    assert found is not None
    return found


def test_an_accepted_piece_is_in_the_draft_and_nothing_else_is(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)
    paper = PAPER.replace("十二点。", "十一点半。").replace("答：可以。", "答：不行。")

    outcome = accept(engine, paper, now, lambda it: name(it) == "question:1.1")

    after = drafted(engine)
    assert [it.subject for it in outcome.accepted] == ["question:1.1"]
    assert [getattr(it, "answer", "") for it in after.questions][:3] == [
        *("十一点半。", "请排查以下情况：", "可以。"),
    ]
    assert [name(it) for it in left(engine, paper)] == ["question:2.1"]


def test_the_phrasings_of_a_changed_question_stay(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)
    paper = PAPER.replace("饭卡刷不出来怎么办", "饭卡刷不出来，怎么办呢")

    accept(engine, paper, now)

    after = drafted(engine)
    assert after.phrasings == SMALL.phrasings
    assert [it.key for it in after.questions] == [it.key for it in SMALL.questions]


def test_a_retired_question_takes_its_phrasings_with_it(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)
    start, end = PAPER.index("2.饭卡"), PAPER.index("二、其他")

    accept(engine, PAPER[:start] + PAPER[end:], now)

    after = drafted(engine)
    assert after.question("1.2") is None
    assert Case("1.2") not in {it.case for it in after.phrasings}


def test_a_new_question_brings_the_section_that_was_not_chosen(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)
    new = "二、早餐\n1.早餐几点？\n答：七点。\n三、其他"
    paper = PAPER.replace("二、其他", new).replace("三、联系", "四、联系")

    accept(engine, paper, now, lambda it: not isinstance(it, NewSection))

    titles = [it.title for it in drafted(engine).sections]
    assert titles == ["用餐", "早餐", "其他", "联系我们"]
    assert left(engine, paper) == ()


def test_what_cannot_be_kept_is_left_out_with_a_reason_and_the_rest_goes_in(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)
    paper = PAPER.replace("十二点。", "长" * 4000).replace("答：可以。", "答：不行。")

    outcome = accept(engine, paper, now)

    ((piece, why),) = outcome.refused
    assert name(piece) == "question:1.1"
    assert "最多" in why
    assert [it.subject for it in outcome.accepted] == ["question:2.1"]
    assert next(it.answer for it in drafted(engine).questions) == "十二点。"


OTHERWISE = """食堂问题解答

一、请联系我们
食堂电话
（1）值班电话：123
二、用餐
1.饭卡刷不出来怎么办？
答：请排查以下情况：
情形1：饭卡没有余额。
建议：去充值。
情形2：饭卡已经挂失。
建议：去解挂。
2.几点开饭？
答：十二点。
3.可以带家属吗？
答：可以。
"""


def test_a_document_that_turns_everything_around_is_accepted_whole(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)
    names = {name(it) for it in left(engine, OTHERWISE)}

    outcome = accept(engine, OTHERWISE, now)

    after = drafted(engine)
    assert names == {
        *("title", "order:", "section:3", "order:1", "moved:2.1", "gone-section:2"),
    }
    assert outcome.refused == []
    assert text_format.format_faq_text(after.title, after.sections) == OTHERWISE
    assert set(after.phrasings) == set(SMALL.phrasings)


def test_a_section_that_is_not_empty_stays(engine: Engine, now: datetime) -> None:
    examples.publish(engine, SMALL, now)
    start, end = PAPER.index("二、其他"), PAPER.index("三、联系")
    paper = PAPER[:start] + PAPER[end:].replace("三、", "二、")

    outcome = accept(engine, paper, now, lambda it: name(it) == "gone-section:2")

    ((piece, why),) = outcome.refused
    assert name(piece) == "gone-section:2"
    assert "还有1个问题" in why


def test_nothing_is_accepted_over_what_was_not_seen(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)
    paper = text_format.parse_faq_text(PAPER.replace("十二点。", "十一点半。"))
    with reading(engine) as session:
        seen, pieces = apply.version(session), apply.compare_document(session, paper)
    with writing(engine) as session:
        author = Author("李四", now)
        edit.rename_faq(session, "新食堂", revision_of("食堂问答"), author)

    with writing(engine) as session, pytest.raises(StaleDocumentError):
        apply.apply_changes(session, pieces, seen, author)

    assert next(it.answer for it in drafted(engine).questions) == "十二点。"


def test_so_much_is_accepted_at_once_and_the_rest_waits(
    engine: Engine, now: datetime
) -> None:
    examples.publish(engine, SMALL, now)
    many = "".join(
        f"{number}.问题{chr(0x4E00 + number)}？\n答：甲。\n"
        for number in range(3, MOST_AT_ONCE + 8)
    )
    paper = PAPER.replace("二、其他", f"{many}二、其他")

    first = accept(engine, paper, now)
    second = accept(engine, paper, now)

    assert (len(first.accepted), first.waiting) == (MOST_AT_ONCE, 5)
    assert (len(second.accepted), second.waiting) == (5, 0)
    assert left(engine, paper) == ()


def test_an_order_may_be_accepted_in_several_steps(
    engine: Engine, now: datetime
) -> None:
    letters = [chr(0x4E00 + 40 * it) for it in range(MOST_AT_ONCE + 20)]
    paper = "题\n一、甲\n" + "".join(
        f"{at}.{letter * 5}？\n答：甲。\n" for at, letter in enumerate(letters, 1)
    )
    backwards = "题\n一、甲\n" + "".join(
        f"{at}.{item * 5}？\n答：甲。\n" for at, item in enumerate(reversed(letters), 1)
    )
    examples.bring_in(engine, paper, now)

    accept(engine, backwards, now)

    (rest,) = left(engine, backwards)
    assert isinstance(rest, Reordering)
    assert len(rest.moves) == 19
    accept(engine, backwards, now)
    assert left(engine, backwards) == ()


def test_without_any_edition_there_is_nothing_to_compare_with(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(NoSuchEditionError):
        apply.version(session)
