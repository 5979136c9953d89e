"""A file becomes a batch that waits for a person, whatever some of its rows are like."""

from datetime import timedelta

import pytest

from notices.compose import reason_codes, templates
from notices.compose.batch_import import BadRow
from notices.compose.notice_request import InvalidField, Priority
from notices.compose.reason_codes import ReasonCode
from notices.delivery import suppressions
from tests.notices.clerks import Clerk, sent
from tests.notices.fakes import APPLICANT, OTHER, SIGNATURE, Post
from tests.notices.papers import HEADING, LI, WANG, paper


@pytest.fixture
def clerk(post: Post) -> Clerk:
    return Clerk(post, post.next_id)


def test_a_file_becomes_a_batch_and_a_report_of_it(clerk: Clerk, post: Post) -> None:
    report = clerk.drafts(paper(WANG, LI))

    (batch,) = clerk.batches()
    assert (report.batch, report.good, report.total) == (batch.id, 2, 2)
    assert (batch.source, batch.name, batch.confirmed_at) == ("csv", "七月.csv", None)
    assert batch.complete_at == batch.created_at == post.now
    assert (report.segments, report.suppressed, report.bad) == (2, 0, [])
    assert report.texts == [it.text for it in post.notices()]
    assert report.texts[0].startswith(SIGNATURE)


def test_nothing_is_sent_before_a_person_says_so(clerk: Clerk, post: Post) -> None:
    report = clerk.drafts(paper(WANG, (*LI, "urgent"), heading=(*HEADING, "优先级")))
    before = sent(post)
    post.later(timedelta(days=1))
    still_before = sent(post)

    many = clerk.releases(report)

    assert (before, still_before, many) == ([], [], 2)
    assert {to for to, _ in sent(post)} == {APPLICANT, OTHER}


def test_one_bad_row_stops_none_of_ten_thousand(clerk: Clerk, post: Post) -> None:
    rows = [(f"138{at:08}", "退件", f"HN{at}", "照片不清楚") for at in range(10_000)]
    rows[4321] = ("4321", "退件", "HN4321", "照片不清楚")
    content = paper(*rows).replace("HN7777,", 'HN7777,"')

    report = clerk.drafts(content)

    assert (report.total, report.good) == (10_000, 9_998)
    assert [it.line for it in report.bad] == [4323, 7779]
    assert (len(post.notices()), clerk.releases(report)) == (9_998, 9_998)


def test_a_bad_row_is_named_with_all_that_is_wrong_with_it(clerk: Clerk) -> None:
    rows = [WANG, ("114", "退回", "HN", ""), LI, (*WANG[:3], "看 www.x.cn")]

    report = clerk.drafts(paper(*rows))

    bad, site = report.bad
    assert (report.good, bad.line, site.line) == (2, 3, 5)
    assert [it.field for it in bad.invalid_fields] == ["to", "event"]
    assert [it.field for it in site.invalid_fields] == ["text"]


def test_rows_that_say_the_same_to_one_number_are_one_notice(clerk: Clerk) -> None:
    rows = [WANG, LI, ("+86 138-0013-8000", *WANG[1:]), (*WANG[:3], "照片太大"), WANG]

    report = clerk.drafts(paper(*rows))

    assert report.good == 3
    assert report.bad == [
        BadRow(4, (InvalidField("row", "与第2行相同。"),)),
        BadRow(6, (InvalidField("row", "与第2行相同。"),)),
    ]


def test_a_number_however_spreadsheets_mangle_it_is_one_person(clerk: Clerk) -> None:
    ways = [
        *('="13800138000"', "'13800138000", "13800138000.0", "138 0013 8000"),
        *("１３８００１３８０００", "8613800138000", "+86 138-0013-8000"),
    ]
    rows = [(it, "通知", "", f"第{at}种写法") for at, it in enumerate(ways)]

    report = clerk.drafts(paper(*rows))

    assert report.bad == []
    assert {it.to for it in clerk.post.notices()} == {APPLICANT}


def test_the_first_three_texts_are_shown_whichever_rows_they_stand_in(
    clerk: Clerk,
) -> None:
    bad = ("1", "退件", "HN", "照片")
    rows = [bad, *((*WANG[:3], f"第{at}页") for at in range(9)), bad]

    report = clerk.drafts(paper(*rows))

    told = [text.partition("原因：")[2][:3] for text in report.texts]
    assert told == ["第0页", "第1页", "第2页"]


def test_a_formula_in_a_cell_is_sent_as_it_was_written(
    clerk: Clerk, post: Post
) -> None:
    formulas = ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)"]

    report = clerk.drafts(paper(*((*WANG[:3], it) for it in formulas)))
    clerk.releases(report)

    told = [text for _, text in sent(post)]
    assert report.bad == []
    assert all(any(f"原因：{it}。" in text for text in told) for it in formulas)


def test_brackets_and_line_breaks_in_a_cell_forge_no_signature(
    clerk: Clerk, post: Post
) -> None:
    clerk.drafts(paper((*WANG[:3], "照片\n【银行】转账\x00")))

    (notice,) = post.notices()
    assert notice.text.startswith(SIGNATURE)
    assert "原因：照片 〔银行〕转账。" in notice.text


def test_a_template_takes_its_variables_from_columns(clerk: Clerk, post: Post) -> None:
    with post.writing() as session:
        templates.add_template(
            session, "领证", "{姓名}，请到{窗口}领证。", "x", post.now
        )
    heading = ("手机号", "事件", "模板", "姓名", "窗口")
    rows = [
        (APPLICANT, "通知", "领证", "王五", "3号"),
        (OTHER, "通知", "领证", "", "1"),
    ]

    report = clerk.drafts(paper(*rows, heading=heading))

    assert report.texts == [f"{SIGNATURE}王五，请到3号领证。"]
    assert report.bad == [
        BadRow(3, (InvalidField("variables.姓名", "模板“领证”需要姓名。"),))
    ]


def test_a_reason_code_brings_its_way_out(clerk: Clerk, post: Post) -> None:
    with post.writing() as session:
        known = ReasonCode("R1", "饭卡照片", "1.1")
        reason_codes.save_reason_code(session, known, lambda _: True, "x", post.now)
    heading = ("手机号", "事件", "申报号", "原因代码")

    clerk.drafts(paper((APPLICANT, "退件", "HN1", "R1"), heading=heading))

    (notice,) = post.notices()
    assert (notice.question, notice.reason) == ("1.1", "饭卡照片")
    assert notice.text.endswith("回复1查看解决办法。")


def test_who_has_unsubscribed_is_counted_and_not_sent_anything(
    clerk: Clerk, post: Post
) -> None:
    with post.writing() as session:
        suppressions.suppress_number(session, APPLICANT, "staff:x", post.now)

    report = clerk.drafts(paper(WANG, LI))

    assert (report.good, report.suppressed, clerk.releases(report)) == (2, 1, 1)
    assert [to for to, _ in sent(post)] == [OTHER]


def test_who_unsubscribes_before_the_release_is_not_sent_anything(
    clerk: Clerk, post: Post
) -> None:
    report = clerk.drafts(paper(WANG, LI))
    with post.writing() as session:
        suppressions.suppress_number(session, APPLICANT, "text:SM1", post.now)

    clerk.releases(report)

    assert [to for to, _ in sent(post)] == [OTHER]


def test_what_is_to_be_sent_later_is_still_sent_later(clerk: Clerk, post: Post) -> None:
    heading = (*HEADING, "发送时间", "优先级")
    tomorrow = (post.now + timedelta(days=1)).isoformat()
    rows = [(*WANG, tomorrow, ""), (*LI, "", "低")]
    report = clerk.drafts(paper(*rows, heading=heading))

    clerk.releases(report)

    assert [to for to, _ in sent(post)] == [OTHER]
    assert {it.priority for it in post.notices()} == {Priority.BULK, Priority.LATER}
    post.later(timedelta(days=1))
    assert [to for to, _ in sent(post)] == [OTHER, APPLICANT]
