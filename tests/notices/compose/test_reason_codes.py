"""Reason codes say why, and point to the question that says what to do."""

import pytest

from notices.compose import reason_codes
from notices.compose.reason_codes import BadReasonCodeError, ReasonCode
from tests.notices.fakes import Post


def put(post: Post, reason: ReasonCode, question: str = "1.7") -> None:
    with post.writing() as session:
        reason_codes.save_reason_code(
            session, reason, lambda it: it == question, "wang", post.now
        )


def test_a_code_is_added_and_changed(post: Post) -> None:
    put(post, ReasonCode("R01", "照片不清楚", "1.7"))
    put(post, ReasonCode("R02", "其他", ""))
    put(post, ReasonCode("R01", " 照片\n太暗 ", ""))

    assert post.read(reason_codes.load_reason_codes) == {
        "R01": ReasonCode("R01", "照片 太暗", ""),
        "R02": ReasonCode("R02", "其他", ""),
    }


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (ReasonCode("", "字", ""), "原因代码"),
        (ReasonCode("照片", "字", ""), "原因代码"),
        (ReasonCode("-a", "字", ""), "原因代码"),
        (ReasonCode("a" * 33, "字", ""), "原因代码"),
        (ReasonCode("R01\n", "字", ""), "原因代码"),
        (ReasonCode("R01", " ", ""), "1到200"),
        (ReasonCode("R01", "字" * 201, ""), "1到200"),
        (ReasonCode("R01", "字", "9.9"), "9.9"),
    ],
)
def test_what_cannot_be_a_reason_is_refused_in_a_sentence(
    post: Post, reason: ReasonCode, sentence: str
) -> None:
    with pytest.raises(BadReasonCodeError, match=sentence):
        put(post, reason)

    assert post.read(reason_codes.load_reason_codes) == {}


def test_a_code_is_removed_once(post: Post) -> None:
    put(post, ReasonCode("R01", "照片不清楚", ""))

    with post.writing() as session:
        removed = [reason_codes.remove_reason_code(session, "R01") for _ in range(2)]

    assert removed == [True, False]
    assert post.read(reason_codes.load_reason_codes) == {}


def test_codes_are_listed_page_by_page_and_found(post: Post) -> None:
    for code in ("R01", "R02", "R03"):
        put(post, ReasonCode(code, "照片", ""))

    page = post.read(lambda it: reason_codes.list_reason_codes(it, "R01", 1))

    assert [it.code for it in page] == ["R02"]
    assert post.read(lambda it: reason_codes.find_reason_code(it, "R03")) == ReasonCode(
        "R03", "照片", ""
    )
    assert post.read(lambda it: reason_codes.find_reason_code(it, "R09")) is None
