"""What an operator may set about notices: by default, well, and badly."""

from datetime import time
from pathlib import Path

import pytest

from notices.delivery.quiet_hours import QuietHours
from server.config.settings import Settings, read_notice_signature
from server.config.variables import VARIABLES
from server.errors import SettingsError
from tests.server.callers import environment

URL = "sqlite:///var/somewhere.db"
NUMBERS = {
    "SEND_SEGMENTS_PER_SECOND": ("send_segments_per_second", 30, 1, 1000),
    "RECIPIENT_DAILY_CAP": ("recipient_daily_cap", 0, 0, 1000),
    "IDENTICAL_DAILY_CAP": ("identical_daily_cap", 0, 0, 1000),
    "API_REQUESTS_PER_SECOND": ("api_requests_per_second", 100, 1, 10_000),
}


def read(**given: str) -> Settings:
    return Settings.read(environment(URL, **given))


def fault(**given: str) -> str:
    with pytest.raises(SettingsError) as refused:
        read(**given)
    (only,) = refused.value.faults
    return only


def test_nothing_about_notices_must_be_set() -> None:
    settings = read()

    assert settings.notice_signature == "【安管人员考核】"
    assert settings.quiet_hours is None
    assert not settings.resend_unknown
    assert (settings.twilio_api_base_url, settings.alert_url) == ("", "")


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_has_a_default_and_two_ends(name: str) -> None:
    field, default, low, high = NUMBERS[name]

    found = [getattr(read(**{name: it}), field) for it in ("", str(low), str(high))]

    assert found == [default, low, high]


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("written", ["-1", "1.5", "many", "１０", "99999999999", "0x1"])
def test_what_is_no_such_number_is_told_with_its_ends(name: str, written: str) -> None:
    _, _, low, high = NUMBERS[name]

    assert fault(**{name: written}) == (
        f"{name} 必须是 {low} 到 {high} 之间的整数，现在是“{written}”。"
    )


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_beyond_its_ends_is_refused(name: str) -> None:
    _, _, low, high = NUMBERS[name]

    for item in (low - 1, high + 1):
        assert fault(**{name: str(item)}).startswith(f"{name} 必须是")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("【食堂】", "【食堂】"),
        ("食堂", "【食堂】"),
        (" 食堂 ", "【食堂】"),
        ("字" * 20, f"【{'字' * 20}】"),
        ("Canteen", "【Canteen】"),
    ],
)
def test_the_signature_may_be_written_with_its_brackets_or_without(
    written: str, meant: str
) -> None:
    assert read(NOTICE_SIGNATURE=written).notice_signature == meant
    assert read_notice_signature({"NOTICE_SIGNATURE": written}) == meant


@pytest.mark.parametrize(
    "written",
    ["我", "【】", "字" * 21, "食 堂", "【食】堂】", "【【食堂】】", "食\n堂"],
)
def test_what_cannot_be_a_signature_is_refused(written: str) -> None:
    told = "NOTICE_SIGNATURE 的形式不对：应为【】和其中的 2 到 20 个字。"

    assert fault(NOTICE_SIGNATURE=written) == told
    with pytest.raises(SettingsError, match="NOTICE_SIGNATURE"):
        read_notice_signature({"NOTICE_SIGNATURE": written})


def test_a_command_that_needs_the_signature_alone_asks_for_nothing_else() -> None:
    assert read_notice_signature({"PORT": "x"}) == "【安管人员考核】"


@pytest.mark.parametrize(
    ("written", "begins", "ends"),
    [
        ("22:00-07:00", time(22), time(7)),
        ("00:00-23:59", time(0), time(23, 59)),
        ("12:30-13:00", time(12, 30), time(13)),
    ],
)
def test_quiet_hours_are_two_times_of_the_day(
    written: str, begins: time, ends: time
) -> None:
    assert read(QUIET_HOURS=written).quiet_hours == QuietHours(begins, ends)


@pytest.mark.parametrize(
    "written",
    [
        "22:00",
        "22-7",
        "22:00-24:00",
        "22:60-07:00",
        "22:00 - 07:00",
        "夜里",
        "7:00-8:00",
    ],
)
def test_what_are_no_quiet_hours_is_told_with_an_example(written: str) -> None:
    assert fault(QUIET_HOURS=written) == (
        f"QUIET_HOURS 的形式不对：应如 22:00-07:00，现在是“{written}”。"
    )


@pytest.mark.parametrize(
    ("written", "meant"), [("on", True), ("ON", True), ("off", False), ("", False)]
)
def test_whether_the_unknown_is_sent_again_is_on_or_off(
    written: str, *, meant: bool
) -> None:
    assert read(RESEND_UNKNOWN=written).resend_unknown is meant


def test_a_switch_is_on_or_off_and_nothing_else() -> None:
    assert fault(RESEND_UNKNOWN="yes") == (
        "RESEND_UNKNOWN 只能是 on 或 off，现在是“yes”。"
    )


@pytest.mark.parametrize(
    "written",
    [
        "https://sms.example.gov.cn",
        "https://sms.example.gov.cn:8443/twilio",
        "http://127.0.0.1:4010",
    ],
)
def test_another_company_has_an_address(written: str) -> None:
    assert read(TWILIO_API_BASE_URL=written).twilio_api_base_url == written


@pytest.mark.parametrize(
    "written",
    [
        "sms.example.gov.cn",
        "https://sms.example.gov.cn/",
        "http://sms.example.gov.cn",
        "https://sms.example.gov.cn?x=1",
    ],
)
def test_what_cannot_be_the_company_s_address_is_refused(written: str) -> None:
    assert fault(TWILIO_API_BASE_URL=written).startswith("TWILIO_API_BASE_URL ")


@pytest.mark.parametrize(
    "written", ["https://hooks.example.gov.cn/a?key=1", "http://127.0.0.1:9000/alert"]
)
def test_alerts_have_an_address(written: str) -> None:
    assert read(ALERT_URL=written).alert_url == written


@pytest.mark.parametrize(
    "written", ["hooks.example.cn", "ftp://x", "https://", "http://告警"]
)
def test_what_cannot_be_an_address_for_alerts_is_refused(written: str) -> None:
    assert fault(ALERT_URL=written) == (
        "ALERT_URL 必须是完整的网址，以 https:// 或 http:// 开头。"
    )


def test_neither_a_fault_nor_settings_shown_by_accident_tell_a_secret() -> None:
    secret = "hush" * 5
    urls = {
        "TWILIO_API_BASE_URL": f"https://user:{secret}@sms.example.gov.cn",
        "ALERT_URL": f"https://hooks.example.gov.cn/{secret}",
    }

    shown = repr(read(**urls))
    told = [fault(**{name: f"ftp://{secret}"}) for name in urls]

    assert secret not in shown
    assert secret not in "".join(told)


def test_every_one_of_them_is_in_the_example_file() -> None:
    root = Path(__file__).parents[3]
    lines = (root / ".env.example").read_text("utf-8").splitlines()

    names = [it.name for it in VARIABLES]
    asked = [*NUMBERS, "NOTICE_SIGNATURE", "QUIET_HOURS", "RESEND_UNKNOWN"]
    assert set(asked) < set(names)
    assert all(any(it.startswith(f"# {name}=") for it in lines) for name in asked)
