"""The environment, read once into one frozen value, with every fault said at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from typing import Self

from notices.delivery.quiet_hours import QuietHours
from server.config.public_url import url_faults
from server.config.variables import VARIABLES, find_variable
from server.errors import SettingsError

_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_MESSAGING_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
_NUMBER = re.compile(r"\+?[0-9]{3,21}")
_DATABASE = re.compile(r"sqlite:///.+|(postgres|postgresql(\+psycopg)?)://.+")
_SIGNATURE = re.compile(r"[^【】\s]{2,20}")
_CLOCK = r"((?:[01][0-9]|2[0-3]):[0-5][0-9])"
_HOURS = re.compile(rf"{_CLOCK}-{_CLOCK}")
_WEB = re.compile(r"https?://[!-~]+")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_MODES = {"on": True, "off": False}
_REQUIRED = tuple(it.name for it in VARIABLES if it.example)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided; each field is the variable of that name.

    With `simulator` on, account and tokens are empty: the stand-in provider has
    its own.
    """

    port: int
    database_url: str = field(repr=False)
    public_base_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    twilio_account_sid: str
    twilio_auth_token: str = field(repr=False)
    twilio_auth_token_secondary: str = field(repr=False)
    twilio_from: str
    twilio_messaging_service_sid: str
    simulator: bool
    conversation_expires: timedelta
    reply_segments: int
    retention_days: int
    notice_signature: str
    send_segments_per_second: int
    quiet_hours: QuietHours | None
    recipient_daily_cap: int
    identical_daily_cap: int
    resend_unknown: bool
    twilio_api_base_url: str = field(repr=False)
    alert_url: str = field(repr=False)
    api_requests_per_second: int
    second_person: bool
    encoder_dir: str
    log_level: str

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read the variables; raise `SettingsError` naming every fault."""
        reader = _Reader(environ)
        settings = cls(
            port=reader.number("PORT", 0, 65535),
            database_url=reader.text("DATABASE_URL"),
            public_base_url=reader.text("PUBLIC_BASE_URL") or reader.local_address(),
            secret_key=reader.text("SECRET_KEY"),
            twilio_account_sid=reader.text("TWILIO_ACCOUNT_SID"),
            twilio_auth_token=reader.text("TWILIO_AUTH_TOKEN"),
            twilio_auth_token_secondary=reader.text("TWILIO_AUTH_TOKEN_SECONDARY"),
            twilio_from=reader.text("TWILIO_FROM"),
            twilio_messaging_service_sid=reader.text("TWILIO_MESSAGING_SERVICE_SID"),
            simulator=reader.simulator() is True,
            conversation_expires=timedelta(
                minutes=reader.number("CONVERSATION_EXPIRES", 1, 1440)
            ),
            reply_segments=reader.number("REPLY_SEGMENTS", 1, 10),
            retention_days=reader.number("RETENTION_DAYS", 1, 3650),
            notice_signature=reader.signature(),
            send_segments_per_second=reader.number("SEND_SEGMENTS_PER_SECOND", 1, 1000),
            quiet_hours=reader.hours("QUIET_HOURS"),
            recipient_daily_cap=reader.number("RECIPIENT_DAILY_CAP", 0, 1000),
            identical_daily_cap=reader.number("IDENTICAL_DAILY_CAP", 0, 1000),
            resend_unknown=reader.switch("RESEND_UNKNOWN"),
            twilio_api_base_url=reader.text("TWILIO_API_BASE_URL"),
            alert_url=reader.text("ALERT_URL"),
            api_requests_per_second=reader.number("API_REQUESTS_PER_SECOND", 1, 10000),
            second_person=reader.switch("SECOND_PERSON"),
            encoder_dir=reader.text("ENCODER_DIR"),
            log_level=reader.text("LOG_LEVEL").upper(),
        )
        faults = reader.faults()
        if faults:
            raise SettingsError(faults)
        return settings

    def with_port(self, port: int) -> Self:
        """Return these settings for the port that was really opened (0: any)."""
        base = self.public_base_url
        moved = _local_url(port) if base == _local_url(self.port) else base
        return replace(self, port=port, public_base_url=moved)


def read_notice_signature(environ: Mapping[str, str]) -> str:
    """Read NOTICE_SIGNATURE alone, for commands that need nothing else of us.

    Raises `SettingsError`.
    """
    reader = _Reader(environ)
    signature = reader.signature()
    if faults := tuple(reader.out_of_range):
        raise SettingsError(faults)
    return signature


def read_second_person(environ: Mapping[str, str]) -> bool:
    """Read SECOND_PERSON alone; raise `SettingsError`."""
    reader = _Reader(environ)
    asked = reader.switch("SECOND_PERSON")
    if faults := tuple(reader.out_of_range):
        raise SettingsError(faults)
    return asked


class _Reader:
    """Reads one environment; an empty value counts as unset."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.out_of_range: list[str] = []

    def text(self, name: str) -> str:
        return self._environ.get(name, "").strip() or find_variable(name).default

    def number(self, name: str, low: int, high: int) -> int:
        text = self.text(name)
        if re.fullmatch(r"[0-9]{1,9}", text) and low <= int(text) <= high:
            return int(text)
        self.out_of_range.append(
            f"{name} 必须是 {low} 到 {high} 之间的整数，现在是“{_shorten(text)}”。"
        )
        return low

    def signature(self) -> str:
        """Read what notices begin with, within its brackets."""
        name = self.text("NOTICE_SIGNATURE").removeprefix("【").removesuffix("】")
        if not _SIGNATURE.fullmatch(name):
            self.out_of_range.append(
                "NOTICE_SIGNATURE 的形式不对：应为【】和其中的 2 到 20 个字。"
            )
        return f"【{name}】"

    def hours(self, name: str) -> QuietHours | None:
        """Read a span of hours, None where none is set."""
        text = self.text(name)
        if not text:
            return None
        if found := _HOURS.fullmatch(text):
            begins, ends = time.fromisoformat(found[1]), time.fromisoformat(found[2])
            return QuietHours(begins, ends)
        self.out_of_range.append(
            f"{name} 的形式不对：应如 22:00-07:00，现在是“{_shorten(text)}”。"
        )
        return None

    def switch(self, name: str) -> bool:
        """Read on or off."""
        text = self.text(name)
        if text.lower() not in _MODES:
            self.out_of_range.append(
                f"{name} 只能是 on 或 off，现在是“{_shorten(text)}”。"
            )
        return _MODES.get(text.lower(), False)

    def simulator(self) -> bool | None:
        """Tell the mode, or None for a value that names neither."""
        return _MODES.get(self.text("SIMULATOR").lower())

    def local_address(self) -> str:
        return f"http://127.0.0.1:{self.text('PORT')}" if self.simulator() else ""

    def faults(self) -> tuple[str, ...]:
        return (
            *self._mode_faults(),
            *self.out_of_range,
            *self._shape_faults(),
            *url_faults(
                "PUBLIC_BASE_URL", self._value_unless_example("PUBLIC_BASE_URL")
            ),
            *url_faults("TWILIO_API_BASE_URL", self.text("TWILIO_API_BASE_URL")),
            *self._alert_faults(),
        )

    def _alert_faults(self) -> Iterator[str]:
        if (url := self.text("ALERT_URL")) and not _WEB.fullmatch(url):
            yield "ALERT_URL 必须是完整的网址，以 https:// 或 http:// 开头。"

    def _value_unless_example(self, name: str) -> str:
        """Return the value, or nothing where it is the example (a fault of its own)."""
        text = self.text(name)
        return "" if text == find_variable(name).example else text

    def _mode_faults(self) -> Iterator[str]:
        match self.simulator():
            case None:
                text = _shorten(self.text("SIMULATOR"))
                yield f"SIMULATOR 只能是 on 或 off，现在是“{text}”。"
            case True:
                if self.text("TWILIO_ACCOUNT_SID"):
                    yield "SIMULATOR=on 不能与 TWILIO_ACCOUNT_SID 同时设置：模拟电话公司不得与真实账号一起运行。"
            case False:
                yield from self._production_faults()

    def _production_faults(self) -> Iterator[str]:
        for name in _REQUIRED:
            if not self.text(name):
                yield f"{name} 未设置：{find_variable(name).meaning}（只想试用请设 SIMULATOR=on。）"
            elif not self._value_unless_example(name):
                yield f"{name} 还是 .env.example 里的示例值，请改成自己的。"

    def _shape_faults(self) -> Iterator[str]:
        account = self._value_unless_example("TWILIO_ACCOUNT_SID")
        service = self.text("TWILIO_MESSAGING_SERVICE_SID")
        number = self.text("TWILIO_FROM")
        if account and not _ACCOUNT.fullmatch(account):
            yield "TWILIO_ACCOUNT_SID 的形式不对：应为 AC 加 32 位十六进制字符。"
        if service and not _MESSAGING_SERVICE.fullmatch(service):
            yield "TWILIO_MESSAGING_SERVICE_SID 的形式不对：应为 MG 加 32 位十六进制字符。"
        if number and not _NUMBER.fullmatch(number):
            yield "TWILIO_FROM 的形式不对：应为 + 加国家码和号码，或短号码。"
        if not _DATABASE.fullmatch(self.text("DATABASE_URL")):
            yield "DATABASE_URL 的形式不对：应以 sqlite:/// 或 postgresql:// 开头。"
        if self.text("LOG_LEVEL").upper() not in _LEVELS:
            text = _shorten(self.text("LOG_LEVEL"))
            yield f"LOG_LEVEL 只能是 {'、'.join(_LEVELS)} 之一，现在是“{text}”。"


def _local_url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004  fits a line
