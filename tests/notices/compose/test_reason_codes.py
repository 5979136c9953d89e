"""Reason codes say why, and point to the question that says what to do."""

import pytest

from notices.compose import reason_codes
from notices.compose.reason_codes import BadReasonError, Reason
from tests.notices.fakes import Post


def put(post: Post, reason: Reason, question: str = "1.7") -> None:
    with post.writing() as session:
        reason_codes.put(session, reason, lambda it: it == question, "wang", post.now)


def test_a_code_is_added_and_changed(post: Post) -> None:
    put(post, Reason("R01", "照片不清楚", "1.7"))
    put(post, Reason("R02", "其他", ""))
    put(post, Reason("R01", " 照片\n太暗 ", ""))

    assert post.read(reason_codes.known) == {
        "R01": Reason("R01", "照片 太暗", ""),
        "R02": Reason("R02", "其他", ""),
    }


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason("", "字", ""), "原因代码"),
        (Reason("照片", "字", ""), "原因代码"),
        (Reason("-a", "字", ""), "原因代码"),
        (Reason("a" * 33, "字", ""), "原因代码"),
        (Reason("R01\n", "字", ""), "原因代码"),
        (Reason("R01", " ", ""), "1到200"),
        (Reason("R01", "字" * 201, ""), "1到200"),
        (Reason("R01", "字", "9.9"), "9.9"),
    ],
)
def test_what_cannot_be_a_reason_is_refused_in_a_sentence(
    post: Post, reason: Reason, sentence: str
) -> None:
    with pytest.raises(BadReasonError, match=sentence):
        put(post, reason)

    assert post.read(reason_codes.known) == {}


def test_a_code_is_removed_once(post: Post) -> None:
    put(post, Reason("R01", "照片不清楚", ""))

    with post.writing() as session:
        removed = [reason_codes.remove(session, "R01") for _ in range(2)]

    assert removed == [True, False]
    assert post.read(reason_codes.known) == {}


def test_codes_are_listed_page_by_page_and_found(post: Post) -> None:
    for code in ("R01", "R02", "R03"):
        put(post, Reason(code, "照片", ""))

    page = post.read(lambda it: reason_codes.listed(it, "R01", 1))

    assert [it.code for it in page] == ["R02"]
    assert post.read(lambda it: reason_codes.find(it, "R03")) == Reason(
        "R03", "照片", ""
    )
    assert post.read(lambda it: reason_codes.find(it, "R09")) is None
