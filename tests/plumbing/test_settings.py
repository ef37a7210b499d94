"""A wrong setting is one clear line, and no secret is ever in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import EXAMPLES, Settings, SettingsError, load

SECRET = "s3cr3t-canary"
ROOT = Path(__file__).parents[2]


def refusal(env: dict[str, str], dotenv: Path | None = None) -> str:
    """The one line that this environment is refused with."""
    with pytest.raises(SettingsError) as caught:
        load(env, dotenv)
    assert len(caught.value.lines) == 1, caught.value.lines
    line = caught.value.lines[0]
    assert "\n" not in line
    assert SECRET not in line
    return line


def test_nothing_set_is_the_playground_on_a_file() -> None:
    settings = load({"PATH": "/bin", "HOME": "/root"})
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///var/entrepairs.db"
    assert (settings.has_discord, settings.has_slack) == (False, False)
    assert settings.discord_api_url == "https://discord.com/api/v10"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.log_level, settings.deadline_scale) == ("INFO", 1.0)


def test_the_environment_goes_before_the_file_and_empty_is_absent(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        '# ours\nLOG_LEVEL=debug\nDISCORD_TOKEN=\nexport DEADLINE_SCALE="0.1"\n', encoding="utf-8"
    )
    assert load({}, file).log_level == "DEBUG"
    assert load({"LOG_LEVEL": "WARNING"}, file).log_level == "WARNING"
    assert load({"LOG_LEVEL": ""}, file).log_level == "DEBUG"
    assert load({}, file).deadline_scale == 0.1
    assert load({}, file).discord_token is None
    assert load({}, tmp_path / "absent").log_level == "INFO"


def test_a_value_is_taken_as_written(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DISCORD_TOKEN=abc${HOME}def\n", encoding="utf-8")
    token = load({}, file).discord_token
    assert token is not None
    assert token.get_secret_value() == "abc${HOME}def"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("sqlite:////srv/e.db", "sqlite+aiosqlite:////srv/e.db"),
        ("sqlite+aiosqlite:///var/e.db", "sqlite+aiosqlite:///var/e.db"),
        ("postgres://u:p@db/e", "postgresql+asyncpg://u:p@db/e"),
        ("postgresql+asyncpg://u@/e?host=/tmp/pg", "postgresql+asyncpg://u@/e?host=/tmp/pg"),
    ],
)
def test_a_database_address_gets_its_driver(given: str, kept: str) -> None:
    assert load({"DATABASE_URL": given}).database_url.get_secret_value() == kept


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("DATABASE_URL", f"mysql://u:{SECRET}@db/e", "neither a SQLite file nor a PostgreSQL"),
        ("DATABASE_URL", "var/entrepairs.db", "neither a SQLite file nor a PostgreSQL"),
        ("DATABASE_URL", "sqlite://var/entrepairs.db", "three slashes"),
        ("DATABASE_URL", f"postgresql://u:{SECRET}@db:port/e", "port"),
        ("DISCORD_TOKEN", f"Bot {SECRET}", "without a prefix"),
        ("DISCORD_TOKEN", f"{SECRET}\u200b", "invisible"),
        ("DISCORD_API_URL", "http://discord.example/api/v10", "in the clear"),
        ("DISCORD_API_URL", "http://127.0.0.1.example/api", "in the clear"),
        ("DISCORD_API_URL", "discord.com/api", "starts with https://"),
        ("DISCORD_API_URL", "https://[::1/api", "starts with https://"),
        ("DISCORD_API_URL", f"https://u:{SECRET}@proxy.example/api", "more than a host and a path"),
        ("DISCORD_GATEWAY_URL", "ws://gateway.example", "in the clear"),
        ("DISCORD_GATEWAY_URL", "https://gateway.example", "starts with wss://"),
        ("SLACK_API_URL", "http://10.0.0.1/api/", "in the clear"),
        ("LOG_LEVEL", SECRET, "DEBUG, INFO, WARNING, ERROR"),
        ("DEADLINE_SCALE", SECRET, "not a number"),
        ("DEADLINE_SCALE", "0", "above 0"),
        ("DEADLINE_SCALE", "nan", "above 0"),
    ],
)
def test_a_wrong_value_names_itself_the_reason_and_an_example(name: str, value: str, why: str) -> None:
    line = refusal({name: value})
    assert line.startswith(f"{name}: ")
    assert why in line
    assert line.endswith(f"for example {name}={EXAMPLES[name]}")


@pytest.mark.parametrize(
    ("bot_token", "app_token", "line_start"),
    [
        (f"xoxb-{SECRET}", "", "SLACK_APP_TOKEN: is missing"),
        ("", f"xapp-{SECRET}", "SLACK_BOT_TOKEN: is missing"),
        (f"xapp-{SECRET}", f"xapp-{SECRET}", "SLACK_BOT_TOKEN: is not a bot token"),
        (f"xoxb-{SECRET}", f"xoxb-{SECRET}", "SLACK_APP_TOKEN: is not an app-level token"),
    ],
)
def test_slack_needs_its_pair(bot_token: str, app_token: str, line_start: str) -> None:
    assert refusal({"SLACK_BOT_TOKEN": bot_token, "SLACK_APP_TOKEN": app_token}).startswith(line_start)


BOT, APP, SIGNED, LISTENS = (
    {"SLACK_BOT_TOKEN": f"xoxb-{SECRET}"},
    {"SLACK_APP_TOKEN": f"xapp-{SECRET}"},
    {"SLACK_SIGNING_SECRET": SECRET},
    {"HTTP_LISTEN": "0.0.0.0:3000"},
)


@pytest.mark.parametrize(
    ("given", "line_start"),
    [
        (BOT | SIGNED, "HTTP_LISTEN: is missing, and SLACK_SIGNING_SECRET needs it"),
        (BOT | LISTENS, "SLACK_SIGNING_SECRET: is missing, and HTTP_LISTEN needs it"),
        (BOT | APP | SIGNED, "SLACK_SIGNING_SECRET: is set beside SLACK_APP_TOKEN"),
        (BOT | APP | LISTENS, "HTTP_LISTEN: is set beside SLACK_APP_TOKEN"),
        (BOT | APP | SIGNED | LISTENS, "SLACK_SIGNING_SECRET: is set beside SLACK_APP_TOKEN"),
        (SIGNED | LISTENS, "SLACK_BOT_TOKEN: is missing, and SLACK_SIGNING_SECRET alone"),
        (LISTENS, "SLACK_BOT_TOKEN: is missing, and HTTP_LISTEN alone"),
        (BOT, "SLACK_APP_TOKEN: is missing"),
        (BOT | {"SLACK_SIGNING_SECRET": f"{SECRET} x"} | LISTENS, "SLACK_SIGNING_SECRET: holds a space"),
    ],
)
def test_slack_has_one_road_and_the_whole_of_it(given: dict[str, str], line_start: str) -> None:
    line = refusal(given)
    assert line.startswith(line_start)
    name = line_start.partition(":")[0]
    assert line.endswith(f"; for example {name}={EXAMPLES[name]}")


def test_slack_over_http() -> None:
    settings = load(BOT | SIGNED | LISTENS)
    assert settings.has_slack
    assert settings.http_address == ("0.0.0.0", 3000)
    assert SECRET not in repr(settings)
    assert load(BOT | APP).http_address is None


@pytest.mark.parametrize(
    ("given", "address"),
    [("[::]:3000", ("::", 3000)), ("localhost:1", ("localhost", 1)), ("10.0.0.7:80", ("10.0.0.7", 80))],
)
def test_signed_requests_may_come_from_the_network(given: str, address: tuple[str, int]) -> None:
    assert load(BOT | SIGNED | {"HTTP_LISTEN": given}).http_address == address


@pytest.mark.parametrize(
    "given", ["3000", "example.org:3000", "0.0.0.0", "0.0.0.0:x", "0.0.0.0:70000", ":::"]
)
def test_where_nobody_can_listen_is_one_line(given: str) -> None:
    assert refusal(BOT | SIGNED | {"HTTP_LISTEN": given}).startswith("HTTP_LISTEN: ")


@pytest.mark.parametrize("host", ["127.0.0.1:9", "127.8.8.8", "[::1]:9", "localhost:9"])
def test_loopback_may_be_in_the_clear(host: str) -> None:
    settings = load(
        {
            "DISCORD_API_URL": f"http://{host}/api/v10/",
            "DISCORD_GATEWAY_URL": f"ws://{host}/gateway",
            "SLACK_API_URL": f"http://{host}/api",
        }
    )
    assert settings.discord_api_url == f"http://{host}/api/v10"
    assert settings.discord_gateway_url == f"ws://{host}/gateway"
    assert settings.slack_api_url == f"http://{host}/api/"


@pytest.mark.parametrize(
    ("given", "port"),
    [("127.0.0.1:9000", 9000), ("localhost:0", 0), ("off", None), ("OFF", None), ("", 8081)],
)
def test_health_is_told_on_this_machine_or_not_at_all(given: str, port: int | None) -> None:
    assert load({"HEALTH_LISTEN": given}).health_port == port


@pytest.mark.parametrize(
    "given", ["0.0.0.0:8081", "8081", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", "no"]
)
def test_health_is_never_told_to_the_network(given: str) -> None:
    assert refusal({"HEALTH_LISTEN": given}).startswith("HEALTH_LISTEN: ")


@pytest.mark.parametrize("name", ["DISCORD_TOKN", "SLACK_TOKEN", "ENTREPAIRS_PORT"])
def test_an_unknown_variable_of_ours_is_refused(name: str) -> None:
    assert refusal({name: SECRET}).startswith(f"{name}: is not a setting")


def test_a_misspelt_name_is_answered_with_the_right_one() -> None:
    assert "did you mean DISCORD_TOKEN=" in refusal({"DISCORD_TOKN": SECRET})


def test_other_peoples_variables_are_theirs() -> None:
    load({"DISCORDANT": "x", "PYTHONPATH": ".", "log_level": "x"})


@pytest.mark.parametrize(
    ("content", "line_start"),
    [
        (f"COLOUR={SECRET}\n".encode(), "COLOUR: is not a setting"),
        (f"log_level={SECRET}\n".encode(), "log_level: is not a setting; did you mean LOG_LEVEL"),
        (f"LOG_LEVEL=INFO\nDISCORD_TOKEN {SECRET}\n".encode(), ".env, line 2: is not NAME=value"),
        (b"LOG_LEVEL=INFO\nSECRETLY\n", ".env, line 2: is not NAME=value"),
        (b"LOG_LEVEL=\xff\xfe\n", ".env: is not UTF-8"),
    ],
)
def test_a_wrong_file_is_one_line_too(tmp_path: Path, content: bytes, line_start: str) -> None:
    file = tmp_path / ".env"
    file.write_bytes(content)
    assert refusal({}, file).startswith(line_start)


def test_a_folder_in_place_of_the_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    assert refusal({}, tmp_path / ".env").startswith(".env: cannot be read")


def test_every_wrong_setting_has_its_line() -> None:
    with pytest.raises(SettingsError) as caught:
        load({"LOG_LEVEL": "loud", "DEADLINE_SCALE": "x", "SLACK_TOKN": "y"})
    assert [line.partition(":")[0] for line in caught.value.lines] == [
        "SLACK_TOKN",
        "LOG_LEVEL",
        "DEADLINE_SCALE",
    ]


def test_settings_print_no_secret_and_do_not_change() -> None:
    settings = load(
        {
            "DATABASE_URL": f"postgresql://u:{SECRET}@db/e",
            "DISCORD_TOKEN": SECRET,
            "SLACK_BOT_TOKEN": f"xoxb-{SECRET}",
            "SLACK_APP_TOKEN": f"xapp-{SECRET}",
        }
    )
    assert SECRET not in f"{settings!r} {settings}"
    assert (settings.has_discord, settings.has_slack) == (True, True)
    with pytest.raises(ValidationError):
        settings.log_level = "DEBUG"


def test_the_example_file_lists_every_setting_and_is_accepted(tmp_path: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = {
        line.removeprefix("#").partition("=")[0]
        for line in example.splitlines()
        if line.startswith("#") and "=" in line and " " not in line
    }
    assert named == set(EXAMPLES) == {name.upper() for name in Settings.model_fields}
    file = tmp_path / ".env"
    file.write_text(example, encoding="utf-8")
    assert load({}, file) == load({})
    said = "\n".join(
        line.removeprefix("#") for line in example.splitlines() if line.startswith("#") and " " not in line
    )
    file.write_text(said, encoding="utf-8")
    assert load({}, file) == load({})
