"""Each error of Twilio's asks for the answer that the contract gives it."""

import pytest
import responses

from notices.faults import Fault
from notices.gateways.base import CodeExplanation, SendRefused, SendUnknown
from notices.gateways.twilio.codes import CODE_GROUPS, FAULTS
from tests.notices.gateways.accounts import MESSAGE, MESSAGES, error, gateway

PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"

ROWS = [
    (429, 20429, Fault.BUSY),
    *((400, code, Fault.QUEUE_FULL) for code in (21611, 30001)),
    *(
        (400, code, Fault.RECIPIENT)
        for code in (21211, 21612, 21614, 21266, 30005, 30006)
    ),
    (400, 21610, Fault.OPTED_OUT),
    *(
        (400, code, Fault.CONTENT)
        for code in (21602, 21617, 21658, 30007, 30018, 30024, 30034, 30450)
    ),
    *(
        (400, code, Fault.SENDER)
        for code in (21606, 21212, 21408, 21703, 21704, 21705, 21712)
    ),
    (401, 20003, Fault.ACCOUNT),
    (403, 20003, Fault.ACCOUNT),
    (400, 30002, Fault.ACCOUNT),
    (400, 29999, Fault.CONTENT),
    (403, 29999, Fault.ACCOUNT),
    (404, 20404, Fault.ACCOUNT),
    (429, 29999, Fault.BUSY),
]


@pytest.mark.parametrize(("status", "code", "fault"), ROWS)
def test_what_was_not_processed_is_refused_for_its_reason(
    api: responses.RequestsMock, status: int, code: int, fault: Fault
) -> None:
    api.post(MESSAGES, json=error(status, code), status=status)

    assert gateway().send(MESSAGE) == SendRefused(fault, str(code))


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (400, Fault.CONTENT),
        (401, Fault.ACCOUNT),
        (403, Fault.ACCOUNT),
        (404, Fault.ACCOUNT),
        (413, Fault.CONTENT),
        (429, Fault.BUSY),
    ],
)
def test_an_error_without_a_code_goes_by_its_status(
    api: responses.RequestsMock, status: int, fault: Fault
) -> None:
    api.post(MESSAGES, json=error(status, None), status=status)

    assert gateway().send(MESSAGE) == SendRefused(fault, f"http-{status}")


@pytest.mark.parametrize(("status", "code"), [(500, 20500), (503, 20503)])
def test_after_an_error_of_theirs_nobody_knows(
    api: responses.RequestsMock, status: int, code: int
) -> None:
    api.post(MESSAGES, json=error(status, code), status=status)

    assert gateway().send(MESSAGE) == SendUnknown(str(code))


def test_a_failure_on_their_side_is_unknown_whatever_its_code(
    api: responses.RequestsMock,
) -> None:
    api.post(MESSAGES, json=error(500, 21610), status=500)

    assert gateway().send(MESSAGE) == SendUnknown("21610")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_page_of_a_proxy_tells_nothing(
    api: responses.RequestsMock, status: int
) -> None:
    api.post(MESSAGES, body=PAGE, status=status, content_type="text/html")

    assert gateway().send(MESSAGE) == SendUnknown(f"http-{status}")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(api: responses.RequestsMock, status: int) -> None:
    api.post(MESSAGES, status=status, headers={"Location": "https://evil.example/"})

    assert gateway().send(MESSAGE) == SendUnknown(f"http-{status}")
    assert len(api.calls) == 1


def test_a_code_may_be_written_as_text(api: responses.RequestsMock) -> None:
    api.post(MESSAGES, json={"code": "21610", "message": "no"}, status=400)

    assert gateway().send(MESSAGE) == SendRefused(Fault.OPTED_OUT, "21610")


@pytest.mark.parametrize("code", [None, "x", -1, 0, 1.5, [1], {"a": 1}, 10**9])
def test_a_code_that_is_none_is_not_believed(
    api: responses.RequestsMock, code: object
) -> None:
    api.post(MESSAGES, json={"code": code, "message": "no"}, status=400)

    assert gateway().send(MESSAGE) == SendRefused(Fault.CONTENT, "http-400")


def test_problem_details_are_read_as_well(api: responses.RequestsMock) -> None:
    problem = {"type": "x", "title": "no", "status": 400, "code": 21610}
    api.post(MESSAGES, json=problem, status=400)

    assert gateway().send(MESSAGE) == SendRefused(Fault.OPTED_OUT, "21610")


@pytest.mark.parametrize("claimed", [400, "4xx", None])
def test_problem_details_do_not_overrule_the_http_status(
    api: responses.RequestsMock, claimed: object
) -> None:
    problem = {"type": "x", "title": "no", "status": claimed, "code": 20500}
    api.post(MESSAGES, json=problem, status=500)

    assert gateway().send(MESSAGE) == SendUnknown("20500")


def test_no_code_stands_in_two_groups() -> None:
    assert len(FAULTS) == sum(len(group.codes) for group in CODE_GROUPS)


@pytest.mark.parametrize(
    ("code", "explanation"),
    [
        ("21610", CodeExplanation(Fault.OPTED_OUT)),
        ("30005", CodeExplanation(Fault.RECIPIENT, "号码不存在")),
        ("30003", CodeExplanation(None, "手机关机或不在服务区")),
        *((it, CodeExplanation()) for it in ("99999", "timeout", "")),
    ],
)
def test_a_code_that_was_stored_is_explained(
    code: str, explanation: CodeExplanation
) -> None:
    assert gateway().explain(code) == explanation
