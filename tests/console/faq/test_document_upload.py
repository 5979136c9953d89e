"""Documents are brought, compared with the FAQ, and accepted piece by piece."""

from io import BytesIO

import pytest
from sqlalchemy import Engine, select

from console.faq.document_upload import PAGE_SIZE
from faq_store.editing import edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from faq_store.file_formats import docx_writer, text_format
from helpline.faq import Edition
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console.papers import (
    CHANGED,
    PATH,
    accept,
    accept_all,
    address,
    boxes,
    bring,
)
from tests.console.visitors import Clock, LoggedIn, Visitor
from tests.faq_store import examples
from tests.faq_store.examples import PAPER, SMALL


def drafted(store: Engine) -> Edition:
    found = examples.drafted(store)
    assert found is not None
    return found


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


def test_a_document_is_shown_beside_the_faq_and_changes_nothing_by_itself(
    editor: Visitor, store: Engine
) -> None:
    page = bring(editor, CHANGED)

    assert page.status == 200
    assert "有2处不同" in page.text
    assert "<del>二</del>" in page.html
    assert "<ins>一</ins>" in page.html
    assert boxes(page).keys() == {"question:1.1", "question:2.1"}
    assert examples.drafted(store) is None


def test_a_document_of_word_is_read_too(editor: Visitor, clock: Clock) -> None:
    read = text_format.parse_faq_text(CHANGED)
    raw = docx_writer.write_docx(read.title, read.sections, clock())

    page = editor.post(PATH, {"file": (BytesIO(raw), "新.docx")}, follow=True)

    assert "有2处不同" in page.text


def test_the_chosen_pieces_go_into_the_draft_and_the_rest_is_left(
    editor: Visitor, store: Engine
) -> None:
    page = accept(editor, bring(editor, CHANGED), "question:1.1")

    assert "已接受1处" in page.text
    assert boxes(page).keys() == {"question:2.1"}
    assert [it.answer for it in drafted(store).questions][:3:2] == [
        "十一点半。",
        "可以。",
    ]


def test_additions_and_changes_are_ticked_and_removals_are_not(
    editor: Visitor,
) -> None:
    start, end = CHANGED.index("二、其他"), CHANGED.index("三、联系")
    new = "3.可以打包吗？\n答：可以。\n二、联系"

    page = bring(editor, CHANGED[:start] + CHANGED[end:].replace("三、联系", new))

    assert {name: ticked for name, (_, ticked) in boxes(page).items()} == {
        "new-question:1.3": True,
        "question:1.1": True,
        "gone:2.1": False,
        "gone-section:2": False,
    }


def test_everything_is_accepted_at_once(editor: Visitor, store: Engine) -> None:
    start, end = CHANGED.index("二、其他"), CHANGED.index("三、联系")
    paper = CHANGED[:start] + CHANGED[end:].replace("三、", "二、")

    page = accept_all(editor, bring(editor, paper))

    assert "没有不同了" in page.text
    assert [it.title for it in drafted(store).sections] == ["用餐", "联系我们"]


def test_a_piece_that_changed_meanwhile_is_not_accepted_and_the_others_are(
    editor: Visitor, store: Engine, clock: Clock
) -> None:
    page = bring(editor, CHANGED)
    with writing(store) as session:
        question = SMALL.sections[0].questions[0]
        seen, author = revision_of(question), Author("别人", clock())
        other = examples.asking(SMALL, q1_1="中午几点开饭？").sections[0].questions[0]
        edit.save_question(session, other, seen, author)

    page = accept(editor, page, "question:1.1", "question:2.1")

    assert "已接受1处" in page.text
    assert "有1处在您打开这一页之后变了" in page.text
    assert "中午几点开饭？" in page.text
    assert [it.answer for it in drafted(store).questions][:3:2] == [
        "十二点。",
        "不行。",
    ]


def test_everything_is_not_accepted_over_what_was_not_seen(
    editor: Visitor, store: Engine, clock: Clock
) -> None:
    page = bring(editor, CHANGED)
    with writing(store) as session:
        author = Author("别人", clock())
        edit.rename_faq(session, "新食堂", revision_of(SMALL.title), author)

    page = accept_all(editor, page)

    assert "刚刚有人改过草稿" in page.text
    assert next(it.answer for it in drafted(store).questions) == "十二点。"


def test_what_cannot_be_kept_is_told_by_name(editor: Visitor) -> None:
    page = bring(editor, PAPER.replace("十二点。", "长" * 4000))

    page = accept(editor, page, "question:1.1")

    assert "没有接受修改问题“1.1 几点开饭？”：答复最多" in page.text


def test_many_refusals_are_counted_and_some_are_named(editor: Visitor) -> None:
    long = "".join(
        f"{number}.问题{chr(0x4E00 + number)}？\n答：{'长' * 4000}\n"
        for number in range(3, 8)
    )

    page = accept_all(
        editor, bring(editor, PAPER.replace("二、其他", f"{long}二、其他"))
    )

    assert page.text.count("没有接受新增问题“问题") == 3
    assert "另有2处也没有接受" in page.text


def test_more_than_are_accepted_at_once_wait(editor: Visitor) -> None:
    many = "".join(f"{it}.问题{chr(0x4E00 + it)}？\n答：甲。\n" for it in range(3, 108))
    page = bring(editor, PAPER.replace("二、其他", f"{many}二、其他"))

    page = accept_all(editor, page)

    assert "已接受100处" in page.text
    assert "还有5处没有处理完，请再点一次" in page.text
    assert "有5处不同" in page.text


@pytest.mark.parametrize("act", ["", "/accept", "/close"])
def test_a_document_that_is_not_there_is_no_page(editor: Visitor, act: str) -> None:
    path = f"{PATH}/9999{act}"

    page = editor.post(path) if act else editor.get(path)

    assert page.status == 404


def test_no_box_ticked_is_told(editor: Visitor) -> None:
    assert "没有选中任何一处" in accept(editor, bring(editor, CHANGED)).text


def test_each_accepted_piece_is_written_down_with_both_sides(
    editor: Visitor, store: Engine
) -> None:
    page = bring(editor, CHANGED)
    accept(editor, page, "question:1.1", "question:2.1")
    editor.post(f"{address(page)}/close")

    with reading(store) as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
        told = [(it.action, it.subject) for it in rows][-4:]
        assert told == [
            ("bring-document", "document:1"),
            ("accept-document", "question:1.1"),
            ("accept-document", "question:2.1"),
            ("close-document", "document:1"),
        ]
        assert "十二点。" in rows[-3].before
        assert "十一点半。" in rows[-3].after
        assert rows[-3].reason == "文档1：新.txt"


def test_a_document_that_is_done_with_accepts_nothing(
    editor: Visitor, store: Engine
) -> None:
    page = bring(editor, CHANGED)
    listed = editor.post(f"{address(page)}/close", follow=True)

    refused = accept(editor, page, "question:1.1")

    assert "已结束" in listed.text
    assert "这份文档已经结束" in refused.text
    assert boxes(refused) == {}
    assert examples.drafted(store) is None


def test_many_pieces_are_shown_page_by_page(editor: Visitor) -> None:
    many = "".join(f"{it}.问题{chr(0x4E00 + it)}？\n答：甲。\n" for it in range(3, 30))
    page = bring(editor, PAPER.replace("二、其他", f"{many}二、其他"))

    rest = editor.get(address(page), {"from": PAGE_SIZE})
    far = editor.get(address(page), {"from": 999})

    assert len(boxes(page)) == PAGE_SIZE
    assert len(boxes(rest)) == 7
    assert boxes(far) == boxes(rest)
    assert boxes(page).keys().isdisjoint(boxes(rest))


def test_a_reader_sees_a_document_and_decides_nothing(
    editor: Visitor, logged_in: LoggedIn
) -> None:
    page = bring(editor, CHANGED)
    reader = logged_in(Role.READER)

    seen = reader.get(address(page))

    assert "有2处不同" in seen.text
    assert boxes(seen) == {}
    assert reader.post(f"{address(page)}/accept", {"do": "all"}).status == 403
