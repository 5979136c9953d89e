"""The list of notices and one notice: found, masked, its journey, and what is decided."""

import pytest
from sqlalchemy import Engine

from notices.status import Status
from staff.roles import Role
from tests.console.noticing import audited, change, stored
from tests.console.visitors import LoggedIn, Visitor
from tests.notices.fakes import APPLICANT, OTHER, Post
from tests.seeded import MONDAY_MORNING

LIST = "/console/notices"


@pytest.fixture
def post(store: Engine) -> Post:
    """Send notices from the console's own store."""
    return Post(store, MONDAY_MORNING)


@pytest.fixture
def editor(logged_in: LoggedIn) -> Visitor:
    return logged_in(Role.EDITOR)


def test_an_empty_list_says_so(editor: Visitor) -> None:
    assert "还没有通知。" in editor.get(LIST).text
    assert "没有符合条件的通知。" in editor.get(LIST, {"event": "退件"}).text


def test_numbers_are_masked_wherever_they_stand(post: Post, editor: Visitor) -> None:
    notice = post.order(reason="请致电13912345678")
    post.round()
    post.hear(notice, "delivered", post.notice(notice).sid or "")

    for page in (editor.get(LIST), editor.get(f"{LIST}/{notice}")):
        assert APPLICANT.removeprefix("+86") not in page.html
        assert "13912345678" not in page.html
        assert "138****8000" in page.html


def test_notices_are_found_by_what_is_known_of_them(
    post: Post, editor: Visitor
) -> None:
    post.order(application="HN1")
    post.order(application="HN2", event="办结")
    batch = post.batch([{"application": "HN3"}])

    def found(**asked: str) -> list[str]:
        text = editor.get(LIST, asked).text.split("申报号 缘由")[1]
        return [it for it in ("HN1", "HN2", "HN3") if it in text]

    assert found() == ["HN1", "HN2", "HN3"]
    assert found(application="HN1") == ["HN1"]
    assert found(event="办结") == ["HN2"]
    assert found(batch=batch) == ["HN3"]
    assert found(status="queued") == ["HN1", "HN2", "HN3"]
    assert found(status="undecided") == []
    assert found(status="nonsense") == ["HN1", "HN2", "HN3"]


def test_a_whole_number_finds_its_notices_and_is_in_no_address(
    post: Post, editor: Visitor
) -> None:
    post.order(application="HN1")
    post.order(application="HN2", to=OTHER)

    page = editor.post(f"{LIST}/search", {"number": "139 0013 9000"})

    assert page.status == 200
    assert "HN2" in page.text
    assert "HN1" not in page.text


def test_what_is_no_number_is_said_and_kept(editor: Visitor) -> None:
    page = editor.post(f"{LIST}/search", {"number": "1380013"})

    assert page.status == 400
    assert "“1380013”不是完整的手机号码。" in page.text
    assert 'value="1380013"' in page.html


def test_a_search_without_a_number_has_an_address_of_its_own(editor: Visitor) -> None:
    page = editor.post(f"{LIST}/search", {"status": "dead", "event": "退件"})

    assert page.location == f"{LIST}?status=dead&event=%E9%80%80%E4%BB%B6"


def test_a_long_list_has_pages(post: Post, editor: Visitor) -> None:
    post.order_many([{"application": f"HN{it:03}"} for it in range(60)])

    first = editor.get(LIST)
    last = stored(post.engine)[10].id
    second = editor.get(LIST, {"before": last})

    assert f"before={last}" in first.html
    assert ("HN059" in first.text, "HN009" in first.text) == (True, False)
    assert ("HN009" in second.text, "更早的" in second.text) == (True, False)


def test_a_long_list_of_one_number_has_pages(post: Post, editor: Visitor) -> None:
    post.order_many([{"application": f"HN{it:03}"} for it in range(60)])
    last = stored(post.engine)[10].id

    asked = {"number": "13800138000", "before": last}
    second = editor.post(f"{LIST}/search", asked)

    assert "HN009" in second.text


def test_a_notice_shows_its_journey_and_every_receipt(
    post: Post, editor: Visitor
) -> None:
    notice = post.order()
    post.round()
    sid = post.notice(notice).sid or ""
    post.hear(notice, "sent", sid)
    post.hear(notice, "undelivered", sid, "30003")
    post.hear(notice, "nonsense", sid)

    text = editor.get(f"{LIST}/{notice}").text

    assert "照片不清楚" in text
    assert "已接收" in text
    assert "手机关机或不在服务区（30003）" in text
    assert "不认识的状态（nonsense）" in text
    assert text.count(f"sid {sid}") == 3


def test_a_flagged_notice_says_what_that_means(post: Post, editor: Visitor) -> None:
    notice = post.order()
    change(post.engine, notice, flagged=True)

    assert "结果与先前的不一致" in editor.get(f"{LIST}/{notice}").text


def test_a_notice_that_is_not_there_is_not_found(editor: Visitor) -> None:
    page = editor.get(f"{LIST}/{'0' * 32}")

    assert (page.status, "没有这条通知。" in page.text) == (404, True)
    for do in ("cancel", "retry", "settle"):
        assert editor.post(f"{LIST}/{'0' * 32}/{do}").status == 404


def test_seeing_a_whole_number_is_written_down(
    post: Post, logged_in: LoggedIn, store: Engine
) -> None:
    notice = post.order()

    page = logged_in(Role.REVIEWER).post(f"{LIST}/{notice}/number")

    assert "13800138000" in page.text
    assert audited(store)[-1] == ("reviewer", "see-number", f"notice:{notice}")


def test_an_editor_sees_no_whole_number(post: Post, editor: Visitor) -> None:
    notice = post.order()

    assert editor.post(f"{LIST}/{notice}/number").status == 403
    assert "看完整号码" not in editor.get(f"{LIST}/{notice}").text


def test_the_number_of_no_notice_is_not_found(logged_in: LoggedIn) -> None:
    page = logged_in(Role.REVIEWER).post(f"{LIST}/{'0' * 32}/number")

    assert page.status == 404


def test_a_queued_notice_is_cancelled_once(
    post: Post, editor: Visitor, store: Engine
) -> None:
    notice = post.order()

    done = editor.post(f"{LIST}/{notice}/cancel", follow=True)
    again = editor.post(f"{LIST}/{notice}/cancel", follow=True)

    assert "已取消，不会发送。" in done.text
    assert "没有取消" in again.text
    assert post.status(notice) is Status.CANCELLED
    assert audited(store).count(("editor", "cancel-notice", f"notice:{notice}")) == 1


def test_a_dead_notice_is_sent_once_more(post: Post, editor: Visitor) -> None:
    notice = post.order()
    change(post.engine, notice, status="dead", code="20429", try_at=None)

    assert "放弃" in editor.get(LIST, {"status": "undecided"}).text
    done = editor.post(f"{LIST}/{notice}/retry", follow=True)

    assert "已重新进入发送队列。" in done.text
    assert post.status(notice) is Status.QUEUED


@pytest.mark.parametrize("result", ["delivered", "failed"])
def test_an_unknown_notice_is_settled_by_hand(
    post: Post, editor: Visitor, result: str
) -> None:
    notice = post.order()
    change(post.engine, notice, status="unknown", code="timeout", try_at=None)

    done = editor.post(f"{LIST}/{notice}/settle", {"result": result}, follow=True)

    assert "已写上结果。" in done.text
    assert "工作人员写上的" in done.text
    assert post.status(notice) == result


def test_nothing_else_can_be_made_of_an_unknown_notice(
    post: Post, editor: Visitor
) -> None:
    notice = post.order()
    change(post.engine, notice, status="unknown", try_at=None)

    editor.post(f"{LIST}/{notice}/settle", {"result": "queued"})

    assert post.status(notice) is Status.UNKNOWN


def test_a_reader_looks_but_decides_nothing(post: Post, logged_in: LoggedIn) -> None:
    notice = post.order()
    reader = logged_in(Role.READER)

    page = reader.get(f"{LIST}/{notice}")

    assert (page.status, "取消，不发了" in page.text) == (200, False)
    assert reader.post(f"{LIST}/{notice}/cancel").status == 403
    assert reader.get(f"{LIST}/new").status == 403
