"""Which public addresses a provider can reach and sign."""

import pytest

from server.config.public_url import url_faults

NAME = "PUBLIC_BASE_URL"


@pytest.mark.parametrize(
    "url",
    [
        "https://helpline.example.gov.cn",
        "https://helpline.example.gov.cn:8443",
        "https://user:word@helpline.example.gov.cn",
        "https://helpline.example.gov.cn/behind/a-path_1.2~",
        "http://127.0.0.1:8000",
        "http://127.9.9.9",
        "http://localhost",
        "http://[::1]:8000",
        "",
    ],
)
def test_an_address_that_can_be_signed_has_no_fault(url: str) -> None:
    assert list(url_faults(NAME, url)) == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("helpline.example.gov.cn", "必须是完整的网址"),
        ("ftp://helpline.example.gov.cn", "必须是完整的网址"),
        ("https://", "必须是完整的网址"),
        ("https://helpline.example.gov.cn:port", "必须是完整的网址"),
        ("https://[::1", "必须是完整的网址"),
        ("https://helpline.example.gov.cn?x=1", "不能带 ? 或 #"),
        ("https://helpline.example.gov.cn#rc=2", "不能带 ? 或 #"),
        ("https://helpline.example.gov.cn/", "末尾不要带斜杠"),
        ("https://helpline.example.gov.cn/热线", "路径只能用"),
        ("https://helpline.example.gov.cn/it's", "路径只能用"),
        ("https://helpline.example.gov.cn/a%20b", "路径只能用"),
        ("https://helpline.example.gov.cn/a//b", "路径只能用"),
        ("https://help_line.example.gov.cn", "主机名只能用"),
        ("https://热线.example.cn", "主机名只能用"),
        ("http://helpline.example.gov.cn", "必须用 https"),
        ("http://10.0.0.1", "必须用 https"),
        ("http://127.0.0.1.example.com", "必须用 https"),
    ],
)
def test_an_address_that_cannot_be_has_a_fault_that_says_why(
    url: str, why: str
) -> None:
    (fault,) = url_faults(NAME, url)

    assert fault.startswith(f"{NAME} ")
    assert why in fault


def test_plain_http_is_for_this_machine_only_whatever_else_is_wrong() -> None:
    found = list(url_faults(NAME, "http://helpline.example.gov.cn/?"))

    assert len(found) == 3
