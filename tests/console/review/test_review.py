"""The page of reviews: a draft is submitted, rehearsed, returned, approved by another."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine, select

from console.review.diff_view import PAGE_SIZE
from faq_store.editing import edit
from faq_store.editing.edit import Author
from faq_store.editing.validation import revision_of
from helpline.faq import Question
from staff.roles import Role
from staff.tables import AuditRow
from storage.session import reading, writing
from tests.console import visitors
from tests.console.reviewing import (
    CHANGED,
    NOTE,
    REVIEW,
    answering,
    edited,
    press,
    rehearsed,
    roll_back,
    standing,
    submitted,
)
from tests.console.visitors import Clock, LoggedIn, Visitor
from tests.faq_store import examples
from tests.server.callers import Caller, a_text


def actions(store: Engine) -> list[tuple[str, str, str]]:
    """List what was written down of drafts and editions."""
    with reading(store) as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id))
        kept = ("draft", "edition")
        return [
            (row.who, row.action, row.subject)
            for row in rows
            if row.subject.partition(":")[0] in kept
        ]


def test_without_a_draft_the_page_says_so(admin: Visitor) -> None:
    assert "现在没有草稿" in admin.get(REVIEW).text


def test_a_draft_that_says_nothing_new_cannot_be_submitted(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    edited(store, clock(), examples.SMALL)
    editor = logged_in(Role.EDITOR)

    page = editor.get(REVIEW)
    pressed = press(editor, "submit", note=NOTE)

    assert "内容相同，没有可发布的改动" in page.text
    assert "提交审核" not in page.text.replace("审核与发布", "")
    assert pressed.status == 400
    assert "没有可发布的改动" in pressed.text


def test_the_page_shows_each_change_with_its_words_and_who_made_it(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    first = examples.SMALL.question("1.1")
    assert first is not None
    with writing(store) as session:
        draft = examples.asking(examples.SMALL, q1_1="几点开晚饭？").question("1.1")
        assert draft is not None
        author = Author("小编", clock())
        edit.save_question(session, draft, revision_of(first), author)

    page = logged_in(Role.READER).get(REVIEW)

    assert "修改 1.1 几点开晚饭？ 小编 最后改于" in page.text
    assert "<ins>晚</ins>" in page.html
    assert "您只能查看" in page.text


def test_two_people_publish_and_the_next_text_is_answered_by_it_everywhere(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    new = "一点半开始供应。"
    draft = examples.asking(examples.SMALL, q1_1="下午茶几点？")
    edited(store, clock(), answering(draft, "1.1", new))
    with visitors.opened(store, clock) as another:
        caller = Caller(another)
        before = caller.signed("/sms/inbound", a_text("下午茶几点？", "SM" + "1" * 32))

        press(logged_in(Role.EDITOR), "submit", note=NOTE)
        rehearsed(store, clock())
        done = press(logged_in(Role.REVIEWER), "approve")

        after = caller.signed("/sms/inbound", a_text("下午茶几点？", "SM" + "2" * 32))
    assert "已发布第2版" in done.text
    assert new not in before.text
    assert new in after.text
    assert actions(store) == [
        ("editor", "submit-draft", "draft"),
        ("reviewer", "publish", "edition:2"),
    ]


def test_whoever_submitted_cannot_approve(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    reviewer = logged_in(Role.REVIEWER)
    submitted(reviewer, store, clock())

    page = reviewer.get(REVIEW)
    pressed = press(reviewer, "approve")

    assert "这是您提交的，要由另一个人来批准" in page.text
    assert pressed.status == 400
    assert "提交审核的人不能自己批准" in pressed.text
    assert examples.drafted(store) is not None


def test_it_cannot_be_approved_before_the_rehearsal_has_ended(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    edited(store, clock())
    press(logged_in(Role.EDITOR), "submit", note=NOTE)
    reviewer = logged_in(Role.REVIEWER)

    page = reviewer.get(REVIEW)
    pressed = press(reviewer, "approve")
    rehearsed(store, clock())
    later = press(reviewer, "approve")

    assert "disabled" in page.html
    assert "试答做完以后才能批准" in page.text
    assert pressed.status == 400
    assert "试答还没有做完" in pressed.text
    assert "已发布第2版" in later.text


def test_the_progress_of_the_rehearsal_is_told(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    editor = logged_in(Role.EDITOR)
    edited(store, clock())
    press(editor, "rehearse")
    during = editor.get(f"{REVIEW}/progress").answer.get_json()
    rehearsed(store, clock())

    after = editor.get(f"{REVIEW}/progress").answer.get_json()

    assert during == {"moving": True, "done": 0, "total": 0}
    assert after == {"moving": False, "done": 4, "total": 4}


def test_the_answers_that_change_are_listed_the_worse_first(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    edited(store, clock(), examples.asking(examples.SMALL, q2_1="什么时候吃饭"))
    press(logged_in(Role.EDITOR), "submit", note=NOTE)
    rehearsed(store, clock())

    text = logged_in(Role.REVIEWER).get(REVIEW).text

    assert "变差1条" in text
    assert "什么时候吃饭 应为 1.1 几点开饭？ 变差" in text
    assert text.index("变差 ") < text.index("草稿改了什么")


def test_a_draft_changed_after_it_was_submitted_has_to_be_submitted_again(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    submitted(logged_in(Role.EDITOR), store, clock())
    reviewer = logged_in(Role.REVIEWER)
    before = standing(store).seen
    edited(store, clock(), examples.retitled("新食堂"))

    page = reviewer.get(REVIEW)
    fields = {"revision": before.revision, "beside": before.beside}
    pressed = reviewer.post(f"{REVIEW}/approve", fields)

    assert "提交以后又改过" in page.text
    assert "批准并发布" not in page.text
    assert pressed.status == 400
    assert "又有变动" in pressed.text


def test_what_is_returned_comes_with_a_reason_and_may_be_submitted_again(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    editor, reviewer = logged_in(Role.EDITOR), logged_in(Role.REVIEWER)
    submitted(editor, store, clock())

    without = press(reviewer, "return", reason=" ")
    press(reviewer, "return", reason="时间写错了")
    told = editor.get(REVIEW).text
    press(editor, "submit", note=NOTE)

    assert "请写明退回的理由" in without.text
    assert "reviewer 于 2026-03-02 09:30:00 退回：时间写错了" in told
    assert standing(store).waits


def test_a_submission_is_withdrawn_by_an_editor(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    editor = logged_in(Role.EDITOR)
    submitted(editor, store, clock())

    press(editor, "withdraw")
    again = press(editor, "withdraw")

    assert not standing(store).waits
    assert again.status == 400
    assert "现在没有等着审核的草稿" in again.text


def test_a_draft_is_given_up_by_an_editor_who_saw_it_as_it_is(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    edited(store, clock())
    editor = logged_in(Role.EDITOR)

    stale = editor.post(f"{REVIEW}/discard", {"revision": 99, "beside": 1})
    press(editor, "discard")

    assert stale.status == 400
    assert examples.drafted(store) is None
    assert actions(store) == [("editor", "discard-draft", "draft")]


def test_a_note_is_needed_and_what_was_typed_is_not_lost(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    edited(store, clock())
    editor = logged_in(Role.EDITOR)

    empty = press(editor, "submit", note="  ")
    seen = {"revision": 99, "beside": 1, "note": "一段话"}
    stale = editor.post(f"{REVIEW}/submit", seen)

    assert "请写一句这次改了什么" in empty.text
    assert "一段话</textarea>" in stale.html


def test_an_edition_is_compared_with_the_draft_also_after_it_was_returned_to(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    examples.publish(store, CHANGED, clock())
    edited(store, clock() + timedelta(minutes=1), examples.retitled("新食堂"))
    reviewer = logged_in(Role.REVIEWER)
    roll_back(reviewer, 1, "改错了")

    text = reviewer.get(REVIEW).text

    assert "这份草稿是从第2版开始改的，之后又发布过别的版本" in text
    assert "修改 总标题" in text


def test_many_changes_are_shown_page_by_page(
    logged_in: LoggedIn, store: Engine, clock: Clock
) -> None:
    first, *others = examples.SMALL.sections
    many = tuple(
        Question(f"1.{number}", f"第{number}问？", "有。")
        for number in range(3, 4 + PAGE_SIZE)
    )
    section = replace(first, questions=(*first.questions, *many))
    edited(store, clock(), replace(examples.SMALL, sections=(section, *others)))
    reader = logged_in(Role.READER)

    one = reader.get(REVIEW).text
    two = reader.get(REVIEW, {"after": many[PAGE_SIZE - 1].key}).text

    assert "看后面的问题（还有1个）" in one
    assert many[-1].title not in one
    assert many[-1].title in two
    assert "回到第一页" in two
