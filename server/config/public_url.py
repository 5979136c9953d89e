"""What is wrong with a public base URL, in Chinese sentences."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
"""Only what no proxy and no signing library re-encodes."""

_HOST = re.compile(r"[A-Za-z0-9.:-]+")


def url_faults(name: str, url: str) -> Iterator[str]:
    """Say what keeps the provider from reaching or signing this URL; nothing for "".

    The value is never quoted: it may carry a password.
    """
    if not url:
        return
    parts = _split_url(url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        yield f"{name} 必须是完整的网址，如 https://helpline.gov.cn。"
        return
    if "?" in url or "#" in url:
        yield f"{name} 不能带 ? 或 #。"
    if url.endswith("/"):
        yield f"{name} 末尾不要带斜杠。"
    elif not _PATH.fullmatch(parts.path):
        yield f"{name} 的路径只能用英文字母、数字和 . _ ~ -，且不能有连续的斜杠。"
    if not _HOST.fullmatch(parts.hostname):
        yield f"{name} 的主机名只能用英文字母、数字、点和短横线（不能有下划线）。"
    elif parts.scheme == "http" and not is_loopback(parts.hostname):
        yield f"{name} 必须用 https（http 只用于本机地址）。"


def is_loopback(host: str) -> bool:
    """Tell whether this host name or address is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _split_url(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  a bad port is only found when asked for
    except ValueError:
        return None
    return parts
