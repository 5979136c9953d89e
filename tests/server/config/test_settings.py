"""The environment becomes one value, or every reason why it cannot."""

from datetime import timedelta

import pytest

from server.config.settings import Settings
from server.config.variables import VARIABLES
from server.errors import SettingsError
from tests.server.callers import ACCOUNT, BASE, PRIMARY, environment

URL = "sqlite:///var/somewhere.db"
TRYING = {"SIMULATOR": "on"}


def faults(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        Settings.read(environ)
    return refused.value.faults


def fault(**changed: str) -> str:
    (only,) = faults(environment(URL, **changed))
    return only


def test_production_reads_what_was_set() -> None:
    read = Settings.read(
        environment(
            URL,
            PORT="9000",
            TWILIO_AUTH_TOKEN_SECONDARY="second",  # noqa: S106 - an example
            TWILIO_FROM="+8637112345678",
            TWILIO_MESSAGING_SERVICE_SID="MG" + "0" * 32,
            CONVERSATION_EXPIRES="45",
            REPLY_SEGMENTS="3",
            RETENTION_DAYS="30",
            ENCODER_DIR="/srv/encoder",
            LOG_LEVEL="debug",
        )
    )

    assert read.port == 9000
    assert read.database_url == URL
    assert read.public_base_url == BASE
    assert (read.twilio_account_sid, read.twilio_auth_token) == (ACCOUNT, PRIMARY)
    assert read.twilio_auth_token_secondary == "second"  # noqa: S105 - as above
    assert read.twilio_from == "+8637112345678"
    assert not read.simulator
    assert read.conversation_expires == timedelta(minutes=45)
    assert (read.reply_segments, read.retention_days) == (3, 30)
    assert read.encoder_dir == "/srv/encoder"
    assert read.log_level == "DEBUG"


def test_trying_it_out_needs_nothing_but_the_simulator() -> None:
    read = Settings.read(TRYING)

    assert read.simulator
    assert read.port == 8000
    assert read.database_url == "sqlite:///var/helpline.db"
    assert read.public_base_url == "http://127.0.0.1:8000"
    assert read.conversation_expires == timedelta(minutes=30)
    assert (read.reply_segments, read.retention_days) == (5, 180)
    assert read.encoder_dir == ""
    assert read.log_level == "INFO"


def test_an_empty_value_counts_as_unset() -> None:
    empty = {it.name: "  " for it in VARIABLES}

    assert Settings.read(empty | TRYING) == Settings.read(TRYING)


def test_every_fault_is_reported_at_once() -> None:
    found = faults(
        {
            "PORT": "70000",
            "DATABASE_URL": "mysql://root@127.0.0.1/faq",
            "PUBLIC_BASE_URL": "http://helpline.example.gov.cn/",
            "TWILIO_ACCOUNT_SID": "AC12",
            "TWILIO_MESSAGING_SERVICE_SID": "MG12",
            "TWILIO_FROM": "热线",
            "CONVERSATION_EXPIRES": "0",
            "REPLY_SEGMENTS": "many",
            "RETENTION_DAYS": "-1",
            "LOG_LEVEL": "LOUD",
        }
    )

    names = [
        *("SECRET_KEY", "TWILIO_AUTH_TOKEN", "PORT", "CONVERSATION_EXPIRES"),
        *("REPLY_SEGMENTS", "RETENTION_DAYS", "TWILIO_ACCOUNT_SID"),
        *("TWILIO_MESSAGING_SERVICE_SID", "TWILIO_FROM", "DATABASE_URL", "LOG_LEVEL"),
        *("PUBLIC_BASE_URL", "PUBLIC_BASE_URL"),
    ]
    assert [it.partition(" ")[0] for it in found] == names


def test_several_faults_are_one_list_to_read() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.read({"SIMULATOR": "on", "PORT": "x", "LOG_LEVEL": "y"})

    first, *rest = str(refused.value).splitlines()
    assert first == "设置有 2 处错误："
    assert [it[:2] for it in rest] == ["- ", "- "]


def test_one_fault_is_one_sentence() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.read(TRYING | {"PORT": "x"})

    assert str(refused.value) == "PORT 必须是 0 到 65535 之间的整数，现在是“x”。"


@pytest.mark.parametrize(
    "name",
    ["PUBLIC_BASE_URL", "SECRET_KEY", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
)
def test_production_refuses_to_start_without_what_it_must_have(name: str) -> None:
    found = fault(**{name: ""})

    assert found.startswith(f"{name} 未设置")
    assert "SIMULATOR=on" in found


@pytest.mark.parametrize("item", [it for it in VARIABLES if it.example])
def test_the_example_file_s_values_are_refused(item: object) -> None:
    variable = next(known for known in VARIABLES if known is item)

    assert fault(**{variable.name: variable.example}).startswith(
        f"{variable.name} 还是 .env.example 里的示例值"
    )


def test_the_simulator_refuses_to_run_beside_a_real_account() -> None:
    (found,) = faults(TRYING | {"TWILIO_ACCOUNT_SID": ACCOUNT})

    assert "SIMULATOR=on 不能与 TWILIO_ACCOUNT_SID 同时设置" in found


def test_the_simulator_is_on_or_off_and_nothing_else() -> None:
    found = faults({"SIMULATOR": "perhaps"})

    assert found == ("SIMULATOR 只能是 on 或 off，现在是“perhaps”。",)


def test_a_long_wrong_value_is_cut_short_in_its_fault() -> None:
    assert fault(LOG_LEVEL="x" * 500).endswith("“" + "x" * 39 + "…”。")


def test_no_fault_repeats_a_secret_or_an_address() -> None:
    secret = "hush" * 5

    found = faults(
        environment(
            f"mysql://root:{secret}@127.0.0.1/faq",
            PUBLIC_BASE_URL=f"http://user:{secret}@helpline.example.gov.cn/",
            SECRET_KEY=secret,
            TWILIO_AUTH_TOKEN=secret,
            TWILIO_AUTH_TOKEN_SECONDARY=secret,
            TWILIO_ACCOUNT_SID=secret,
            TWILIO_MESSAGING_SERVICE_SID=secret,
            TWILIO_FROM=secret,
        )
    )

    assert len(found) == 6
    assert secret not in "".join(found)


def test_settings_shown_by_accident_show_no_secret() -> None:
    secret = "hush" * 5

    shown = repr(
        Settings.read(
            environment(
                f"postgresql://root:{secret}@127.0.0.1/faq",
                PUBLIC_BASE_URL=f"https://user:{secret}@helpline.example.gov.cn",
                SECRET_KEY=secret,
                TWILIO_AUTH_TOKEN=secret,
                TWILIO_AUTH_TOKEN_SECONDARY=secret,
            )
        )
    )

    assert secret not in shown


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////srv/helpline.db",
        "postgres://someone@127.0.0.1/faq",
        "postgresql://someone@127.0.0.1/faq",
        "postgresql+psycopg://someone@127.0.0.1/faq",
    ],
)
def test_sqlite_and_postgresql_are_the_stores_we_know(url: str) -> None:
    assert Settings.read(environment(url)).database_url == url


def test_on_any_free_port_the_simulator_s_address_follows_the_port() -> None:
    moved = Settings.read(TRYING | {"PORT": "0"}).with_port(4711)

    assert (moved.port, moved.public_base_url) == (4711, "http://127.0.0.1:4711")


def test_a_public_address_of_its_own_does_not_follow_the_port() -> None:
    moved = Settings.read(environment(URL, PORT="0")).with_port(4711)

    assert (moved.port, moved.public_base_url) == (4711, BASE)
