"""The API for messages: what it takes, what it says of it, and what it refuses."""

import pytest

from simulator.provider import ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER
from tests.simulator.company import (
    API,
    APPLICANT,
    NOTICE,
    RECEIPTS,
    SERVICE,
    Company,
    found,
)

MAGIC = "+1500555000"


def test_a_message_is_taken_with_all_that_the_real_one_says_of_it(
    company: Company,
) -> None:
    response = company.create()

    sid = "SM" + "1".zfill(32)
    home = API.removeprefix("/phone")
    assert response.status_code == 201
    assert response.json == {
        "account_sid": ACCOUNT_SID,
        "api_version": "2010-04-01",
        "body": NOTICE,
        "date_created": "Mon, 02 Mar 2026 01:00:00 +0000",
        "date_sent": None,
        "date_updated": "Mon, 02 Mar 2026 01:00:00 +0000",
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": OUR_NUMBER,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": "USD",
        "sid": sid,
        "status": "queued",
        "subresource_uris": {"media": f"{home}/{sid}/Media.json"},
        "to": APPLICANT,
        "uri": f"{home}/{sid}.json",
    }


def test_a_long_message_says_in_how_many_segments_it_goes(company: Company) -> None:
    assert found(company.create(Body="汉" * 135))["num_segments"] == "3"


def test_a_messaging_service_chooses_the_sender_later(company: Company) -> None:
    taken = found(company.create(From="", MessagingServiceSid=SERVICE))
    company.later.pass_by()

    then = found(company.get(f"{API}/{taken['sid']}.json"))
    assert (taken["status"], taken["from"], taken["num_segments"]) == (
        *("accepted", None, "0"),
    )
    assert (then["status"], then["from"], then["num_segments"]) == (
        *("delivered", OUR_NUMBER, "1"),
    )
    assert then["messaging_service_sid"] == SERVICE


def test_a_message_that_was_sent_says_when(company: Company) -> None:
    sid = company.sent()

    company.later.pass_by()

    sent = found(company.get(f"{API}/{sid}.json"))["date_sent"]
    assert sent == "Mon, 02 Mar 2026 01:00:00 +0000"


def test_an_undelivered_message_says_why(company: Company) -> None:
    company.choose("undelivered")
    sid = company.sent()

    company.later.pass_by()

    said = found(company.get(f"{API}/{sid}.json"))
    assert (said["status"], said["error_code"]) == ("undelivered", 30003)
    assert said["error_message"]


def test_a_number_in_any_form_is_one_person(company: Company) -> None:
    assert found(company.create(To="138 0013 8000"))["to"] == APPLICANT


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"To": "", "From": "", "Body": ""}, 21604),
        ({"From": "", "Body": ""}, 21603),
        ({"Body": ""}, 21602),
        ({"Body": "汉" * 1601}, 21617),
        ({"Body": "😀" * 801}, 21617),
        ({"ValidityPeriod": "0"}, 21624),
        ({"ValidityPeriod": "36001"}, 21624),
        ({"ValidityPeriod": "-1"}, 21624),
        ({"ValidityPeriod": "soon"}, 21624),
        ({"StatusCallback": RECEIPTS}, 21609),
        ({"StatusCallback": "ftp://here/receipts"}, 21609),
        ({"StatusCallback": "http://[/receipts"}, 21609),
        ({"StatusCallback": "http://our_host/receipts"}, 21609),
        ({"StatusCallback": "http://here/" + "a" * 4000}, 21609),
        ({"From": "", "MessagingServiceSid": "MG1"}, 21705),
        ({"From": "+8613900000000"}, 21606),
        ({"To": "王先生"}, 21211),
        ({"To": "10086"}, 21211),
        ({"To": OUR_NUMBER}, 21266),
        ({"To": MAGIC + "1"}, 21211),
        ({"To": MAGIC + "2"}, 21612),
        ({"To": MAGIC + "3"}, 21408),
        ({"To": MAGIC + "4"}, 21610),
        ({"To": MAGIC + "9"}, 21614),
        ({"From": MAGIC + "1"}, 21212),
        ({"From": MAGIC + "7"}, 21606),
        ({"From": MAGIC + "8"}, 21611),
    ],
)
def test_what_the_real_one_refuses_is_refused_with_its_code(
    company: Company, changed: dict[str, str], code: int
) -> None:
    response = company.create(**changed)

    assert response.status_code == 400
    said = found(response)
    assert (said["code"], said["status"]) == (code, 400)
    assert said["message"]
    assert str(code) in said["more_info"]
    assert found(company.get())["messages"] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"Body": "汉" * 1600},
        {"ValidityPeriod": "1"},
        {"ValidityPeriod": "36000"},
        {"MessagingServiceSid": SERVICE},
        {"StatusCallback": "https://here.example:8443/receipts?k=1"},
    ],
)
def test_what_just_fits_is_taken(company: Company, changed: dict[str, str]) -> None:
    assert company.create(**changed).status_code == 201


def test_too_much_at_once_is_refused_and_may_be_tried_again(company: Company) -> None:
    company.later.full = True
    refused = company.create()
    company.later.full = False

    assert (refused.status_code, found(refused)["code"]) == (429, 20429)
    assert company.create().status_code == 201


@pytest.mark.parametrize(
    "auth",
    [
        None,
        (ACCOUNT_SID, ""),
        (ACCOUNT_SID, AUTH_TOKEN + "x"),
        ("AC" + "0" * 32, AUTH_TOKEN),
        (f"{ACCOUNT_SID}:{AUTH_TOKEN}", ""),
        ("账号", "密钥"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_has_not_our_account_is_turned_away(
    company: Company, method: str, auth: tuple[str, str] | None
) -> None:
    response = company.browser.open(API + ".json", method=method, auth=auth)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic ")
    said = found(response)
    assert set(said) == {"code", "message", "more_info", "status"}
    assert (said["code"], said["status"]) == (20003, 401)


def test_a_token_alone_is_no_account(company: Company) -> None:
    response = company.browser.get(
        API + ".json", headers={"Authorization": f"Bearer {AUTH_TOKEN}"}
    )

    assert response.status_code == 401


def test_another_account_is_not_found(company: Company) -> None:
    response = company.get(API.replace(ACCOUNT_SID, "AC" + "0" * 32) + ".json")

    assert (response.status_code, found(response)["code"]) == (404, 20404)


def test_another_sites_page_cannot_send(company: Company) -> None:
    response = company.browser.post(
        API + ".json", headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert response.status_code == 403
