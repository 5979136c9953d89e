"""What the phone page is told: a number's notices, the wire, and who has said STOP."""

import pytest

from simulator.provider import AUTH_TOKEN
from tests.simulator.company import API, APPLICANT, NOTICE, RECEIPTS, Company, found
from tests.simulator.fakes import Doors, replied

SOMEBODY_ELSE = "+8613911112222"


def test_a_notice_is_shown_with_its_size_and_how_far_it_is(company: Company) -> None:
    sid = company.sent(Body="汉" * 71)

    shown = company.news()["notices"]

    assert shown == [
        {
            "message": sid,
            "text": "汉" * 71,
            "units": 71,
            "segments": 2,
            "status": "queued",
            "error": None,
        }
    ]


@pytest.mark.parametrize("number", ["13800138000", "+8613800138000", "86 13800138000"])
def test_a_number_in_any_form_is_shown_its_notices(
    company: Company, number: str
) -> None:
    company.sent()

    assert [it["text"] for it in company.news(number)["notices"]] == [NOTICE]


@pytest.mark.parametrize("number", [SOMEBODY_ELSE, "", "王先生", "1" * 99])
def test_nobody_else_is_shown_them(company: Company, number: str) -> None:
    company.sent()

    assert company.news(number)["notices"] == []


def test_only_what_is_new_is_shown(company: Company) -> None:
    company.sent(Body="一")
    company.later.pass_by()
    before = company.news()

    same = company.news(after=before["after"], wireAfter=before["wireAfter"])
    company.sent(Body="二")
    then = company.news(after=before["after"], wireAfter=before["wireAfter"])

    assert (same["notices"], same["wire"]) == ([], [])
    assert [it["text"] for it in then["notices"]] == ["二"]
    assert len(then["wire"]) == 1


def test_a_change_of_status_is_new(company: Company) -> None:
    company.sent()
    before = company.news()["after"]

    company.later.pass_by()

    (shown,) = company.news(after=before)["notices"]
    assert shown["status"] == "delivered"


def test_a_page_that_knows_more_than_there_is_learns_so(company: Company) -> None:
    assert company.news(after=7, wireAfter=9) == {
        "notices": [],
        "after": 0,
        "wire": [],
        "wireAfter": 0,
        "receipts": "normal",
    }


@pytest.mark.parametrize("after", ["-1", "one", "1" * 16, ""])
def test_a_place_to_go_on_from_is_a_number(company: Company, after: str) -> None:
    query = {"number": APPLICANT, "after": after}

    response = company.browser.get("/phone/messages", query_string=query)

    assert response.status_code == 400


def test_news_are_never_kept_by_a_browser(company: Company) -> None:
    response = company.browser.get("/phone/messages")

    assert response.headers["Cache-Control"] == "no-store"


def test_the_wire_shows_the_request_and_each_receipt_with_its_answer(
    doors: Doors, company: Company
) -> None:
    company.sent(StatusCallback=doors.address + RECEIPTS)
    company.later.pass_by()

    asked, *receipts = company.news()["wire"]

    assert (asked["method"], asked["status"], asked["fault"]) == ("POST", 201, "")
    assert asked["url"].endswith(API + ".json")
    assert ["Body", NOTICE] in asked["form"]
    assert "queued" in asked["answer"]
    assert [it["status"] for it in receipts] == [204, 204]
    assert ["MessageStatus", "sent"] in receipts[0]["form"]
    assert receipts[0]["signature"]


def test_the_wire_never_shows_the_password(company: Company) -> None:
    company.sent()
    company.get()

    shown = company.browser.get("/phone/messages", query_string={"number": APPLICANT})

    assert AUTH_TOKEN not in shown.text
    assert "Authorization" not in shown.text
    assert found(shown)["wire"][0]["signature"] is None


def test_early_receipts_are_on_the_wire_before_the_answer(
    doors: Doors, company: Company
) -> None:
    company.choose("early")
    company.sent(StatusCallback=doors.address + RECEIPTS)

    statuses = [it["status"] for it in company.news()["wire"]]

    assert statuses == [204, 204, 201]


def test_the_wire_shows_a_refusal_in_chinese(company: Company) -> None:
    company.create(Body="")

    (asked,) = company.news()["wire"]
    assert asked["fault"] == "21602：没有内容"


def test_a_number_is_shown_its_own_wire_and_what_is_about_nobody(
    company: Company,
) -> None:
    sid = company.sent()
    company.sent(To=SOMEBODY_ELSE)
    company.get(f"{API}/{sid}.json")
    company.get(To=APPLICANT)
    company.create(To="")

    methods = [it["method"] for it in company.news()["wire"]]

    assert methods == ["POST", "GET", "GET", "POST"]
    assert len(company.news(SOMEBODY_ELSE)["wire"]) == 2


def test_the_page_begins_with_the_wire_as_it_is(company: Company) -> None:
    company.sent()
    company.choose("late")

    page = company.browser.get("/phone").text

    assert 'data-wire-after="1"' in page
    assert '<option value="late" selected>' in page


def test_all_open_pages_learn_how_receipts_come(company: Company) -> None:
    company.choose("shuffled")

    assert company.news()["receipts"] == "shuffled"


@pytest.mark.parametrize("asked", [{"way": "never"}, {"way": 1}, {}, []])
def test_receipts_come_in_no_other_way(company: Company, asked: object) -> None:
    response = company.browser.post("/phone/receipts", json=asked)

    assert response.status_code == 400
    assert found(response)["error"]


def test_another_sites_page_cannot_choose(company: Company) -> None:
    response = company.browser.post(
        "/phone/receipts",
        json={"way": "lost"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert response.status_code == 403
    assert company.news()["receipts"] == "normal"


@pytest.mark.parametrize("word", ["STOP", " stop\n", "Unsubscribe", "OPTOUT"])
def test_who_has_texted_stop_is_sent_nothing(company: Company, word: str) -> None:
    said = company.text(word, sender="13800138000")

    refused = company.create()
    assert said["notices"] == "stopped"
    assert (refused.status_code, found(refused)["code"]) == (400, 21610)
    assert company.create(To=SOMEBODY_ELSE).status_code == 201


@pytest.mark.parametrize("word", ["START", "unstop", "Yes"])
def test_start_takes_stop_back(company: Company, word: str) -> None:
    company.text("STOP")

    said = company.text(word)

    assert said["notices"] == "started"
    assert company.create().status_code == 201


@pytest.mark.parametrize("body", ["STOP PLEASE", "退订", "TD", "停止", "START"])
def test_other_texts_are_not_the_companys_business(company: Company, body: str) -> None:
    assert company.text(body)["notices"] == ""
    assert company.create().status_code == 201


def test_stop_is_brought_to_the_helpline_all_the_same(
    doors: Doors, company: Company
) -> None:
    doors.answers["/sms/inbound"] = replied()

    company.text("STOP")
    again = company.text("STOP")

    assert [it.form["Body"] for it in doors.knocks] == ["STOP", "STOP"]
    assert again["notices"] == ""
