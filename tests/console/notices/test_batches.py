"""Files of notices in the console: checked, confirmed, followed, held back."""

import io

import pytest
from sqlalchemy import Engine

from notices.delivery import batches
from notices.status import Status
from notices.tables import BatchRow
from staff.roles import Role
from storage.session import reading, writing
from tests.console.noticing import (
    BATCHES,
    audited,
    change,
    hidden,
    imported,
    stored,
    upload,
)
from tests.console.visitors import LoggedIn, Page, Visitor
from tests.notices.fakes import Post
from tests.notices.papers import LI, WANG
from tests.seeded import MONDAY_MORNING


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


@pytest.fixture
def post(store: Engine) -> Post:
    """Send notices from the console's own store."""
    return Post(store, MONDAY_MORNING)


def test_a_file_is_shown_and_nothing_is_sent_before_a_person_says_so(
    editor: Visitor, store: Engine
) -> None:
    page = upload(editor, WANG, ("12345", "退件", "HN2", "照片太大"), LI)

    assert "共3行： 2条可以发送 ，按2段计费，不到1分钟发完；1行有错" in page.text
    assert "3 手机号：不是中国大陆的手机号码。" in page.text
    assert "您的申请HN1被退件，原因：照片不清楚。" in page.text
    assert [it.try_at for it in stored(store)] == [None, None]
    assert "还没有确认，一条也没有发。" in editor.get(_page(store)).text


def test_an_import_is_written_down_with_who_made_it(
    editor: Visitor, store: Engine
) -> None:
    batch = imported(editor)

    assert audited(store)[-1] == ("editor", "import-batch", f"batch:{batch}")
    assert {it.source for it in stored(store)} == {"staff:editor"}


def test_the_report_comes_as_a_file(editor: Visitor) -> None:
    page = upload(editor, WANG, ("=1+1", "=cmd", "HN2", "照片太大"))

    report = editor.post(f"{BATCHES}/report", {"report": hidden(page, "report")})

    assert report.answer.mimetype == "text/csv"
    assert report.html.startswith("\ufeff行,问题\r\n3,手机号：")


def test_a_report_that_we_did_not_write_is_none(editor: Visitor) -> None:
    assert editor.post(f"{BATCHES}/report", {"report": "WzEsMl0.x"}).status == 404


def test_the_same_file_is_not_taken_twice_by_mistake(
    editor: Visitor, store: Engine
) -> None:
    batch = imported(editor)

    again = upload(editor)
    wanted = upload(editor, again="y")

    assert (again.status, f"{BATCHES}/{batch}" in again.html) == (409, True)
    assert wanted.status == 200
    assert len(stored(store)) == 4


def test_a_file_without_a_good_row_becomes_no_batch(
    editor: Visitor, store: Engine
) -> None:
    page = upload(editor, ("12345", "退件", "HN2", "照片太大"))

    assert "没有一行可以发送。" in page.text
    assert stored(store) == []
    assert "还没有批次。" in editor.get(BATCHES).text


def test_what_is_no_list_of_notices_is_said(editor: Visitor) -> None:
    page = upload(editor, content=b"hello")

    assert (page.status, "要有“手机号”一列" in page.text) == (400, True)
    none = editor.post(f"{BATCHES}/new", {"file": (io.BytesIO(b""), "")})
    assert (none.status, "请选一个文件。" in none.text) == (400, True)


def brings(visitor: Visitor, size: int) -> Page:
    """Bring a file of so many bytes, none of whose rows is good."""
    content = ("手机号\n" + f"{1:0>999}\n" * (size // 1000)).encode()
    parts = (
        *(b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n',),
        *(visitor.csrf().encode(), b"\r\n--x\r\n"),
        b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n',
        *(content, b"\r\n--x--\r\n"),
    )
    kind = "multipart/form-data; boundary=x"
    body = b"".join(parts)
    return Page(visitor.client.post(f"{BATCHES}/new", data=body, content_type=kind))


def test_a_file_may_be_large_and_other_forms_may_not(editor: Visitor) -> None:
    large = brings(editor, 1_200_000)
    too_large = brings(editor, 33 * 1024 * 1024)
    other = editor.post("/console/notices/search", {"number": "1" * 1_200_000})

    assert large.status == 200
    assert "共1200行" in large.text
    assert (too_large.status, "最多32兆" in too_large.text) == (413, True)
    assert other.status == 413


def test_nobody_unknown_brings_a_large_file(visitor: Visitor) -> None:
    assert brings(visitor, 1_200_000).status == 413


def test_a_batch_is_confirmed_paused_continued_and_cancelled(
    editor: Visitor, store: Engine
) -> None:
    batch = imported(editor)

    def does(do: str) -> str:
        return editor.post(f"{BATCHES}/{batch}", {"do": do}, follow=True).text

    assert "2条已进入发送队列。" in does("release")
    assert "发送中" in editor.get(BATCHES).text
    assert "2条已暂停。" in does("stop")
    assert "继续发送" in does("nonsense")
    assert "2条已进入发送队列。" in does("release")
    assert "2条已取消。" in does("cancel")
    assert {it.status for it in stored(store)} == {"cancelled"}
    actions = [it[1] for it in audited(store) if it[2] == f"batch:{batch}"]
    assert actions == [
        *("import-batch", "release-batch", "stop-batch"),
        *("release-batch", "cancel-batch"),
    ]


def test_progress_is_told_to_the_page(editor: Visitor, post: Post) -> None:
    batch = imported(editor)
    editor.post(f"{BATCHES}/{batch}", {"do": "release"})
    first = editor.get(f"{BATCHES}/{batch}/progress").answer.get_json()

    post.send_all()
    second = editor.get(f"{BATCHES}/{batch}/progress").answer.get_json()

    assert first == {
        "label": "发送中",
        "total": 2,
        "done": 0,
        "counts": {"queued": 2},
    }
    assert (second["label"], second["done"]) == ("已结束", 2)


def test_only_a_batch_that_moves_renews_itself(editor: Visitor) -> None:
    batch = imported(editor)
    page = f"{BATCHES}/{batch}"

    assert "data-progress" not in editor.get(page).html
    editor.post(page, {"do": "release"})
    assert f'data-progress="{page}/progress"' in editor.get(page).html


def test_what_failed_of_a_batch_is_sent_once_more(
    editor: Visitor, store: Engine
) -> None:
    batch = imported(editor)
    editor.post(f"{BATCHES}/{batch}", {"do": "release"})
    first, second = (it.id for it in stored(store))
    change(store, first, status="failed", try_at=None)
    change(store, second, status="unknown", try_at=None)

    page = editor.post(f"{BATCHES}/{batch}", {"do": "retry"}, follow=True)

    assert "1条失败的重新排队。" in page.text
    assert [it.status for it in stored(store)] == [Status.QUEUED, Status.UNKNOWN]


def test_an_import_that_broke_off_is_never_sent(editor: Visitor, store: Engine) -> None:
    batch = imported(editor)
    with writing(store) as session:
        session.get_one(BatchRow, batch).complete_at = None

    page = editor.post(f"{BATCHES}/{batch}", {"do": "release"}, follow=True)

    assert "导入没有完成，请重新导入。" in page.text
    assert "确认，开始发送" not in page.text


def test_a_batch_that_is_not_there_is_not_found(editor: Visitor) -> None:
    nothing = f"{BATCHES}/{'0' * 32}"

    assert editor.get(nothing).status == 404
    assert editor.get(f"{nothing}/progress").status == 404
    page = editor.post(nothing, {"do": "stop"})
    assert page.status == 302


def test_batches_have_pages(editor: Visitor, post: Post) -> None:
    made = [post.batch([], name=f"名单{it:02}") for it in range(21)]

    first = editor.get(BATCHES)
    second = editor.get(BATCHES, {"before": made[1]})

    assert f"before={made[1]}" in first.html
    assert ("名单20" in first.text, "名单00" in first.text) == (True, False)
    assert ("名单00" in second.text, "更早的" in second.text) == (True, False)


def test_a_reader_follows_a_batch_but_does_not_touch_it(
    editor: Visitor, logged_in: LoggedIn
) -> None:
    batch = imported(editor)
    reader = logged_in(Role.READER)

    page = reader.get(f"{BATCHES}/{batch}")

    assert (page.status, "确认，开始发送" in page.text) == (200, False)
    assert reader.post(f"{BATCHES}/{batch}", {"do": "release"}).status == 403
    assert reader.get(f"{BATCHES}/new").status == 403


def _page(store: Engine) -> str:
    with reading(store) as session:
        (batch,) = batches.newest_batch_ids(session, 1)
    return f"{BATCHES}/{batch}"
