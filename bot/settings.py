"""The environment and `.env`, read once into a frozen value, or refused in plain lines.

The one file that knows the addresses of the chat platforms.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from dotenv.parser import parse_stream
from pydantic import SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

EXAMPLES = {
    "DATABASE_URL": "sqlite+aiosqlite:///var/entrepairs.db",
    "DISCORD_TOKEN": "MTk4NjIy.GhIjKl.and-the-rest-of-it",
    "DISCORD_API_URL": "https://discord.com/api/v10",
    "DISCORD_GATEWAY_URL": "wss://gateway.discord.gg/",
    "SLACK_BOT_TOKEN": "xoxb-...",
    "SLACK_APP_TOKEN": "xapp-...",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "SLACK_API_URL": "https://slack.com/api/",
    "HTTP_LISTEN": "127.0.0.1:3000",
    "HEALTH_LISTEN": "127.0.0.1:8081",
    "LOG_LEVEL": "INFO",
    "DEADLINE_SCALE": "1.0",
}
OURS = ("DISCORD_", "SLACK_", "ENTREPAIRS_")
DISCORD_INVITES = "https://discord.com/oauth2/authorize"
OFF = "off"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_ENGINES = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


def discord_invitation(application: str, permissions: int, scopes: Iterable[str]) -> str:
    """The address that adds a bot to a server, with these permissions and no more."""
    asked = {"client_id": application, "permissions": permissions, "scope": " ".join(scopes)}
    return f"{DISCORD_INVITES}?{urlencode(asked, quote_via=quote)}"


def public_address(text: str) -> str:
    """Our own address as a platform may call it, without a slash at its end.

    Raises:
        SettingsError: where it is in the clear beyond this machine, or none.
    """
    try:
        return _guarded_address(text.strip(), secure="https", plain="http").rstrip("/")
    except ValueError as error:
        raise SettingsError([f"{_shown(text)}: {error}; for example https://entrepairs.example"]) from None


class SettingsError(Exception):
    """The settings cannot be used; each of `lines` names one of them, what is wrong, and an example.

    Raised before anything starts, so that a typing mistake is never a stack trace. Values are never in it:
    they may be secrets.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


class Settings(BaseSettings):
    """Everything that may differ between two installations.

    Secrets are `SecretStr`: they print as stars. `database_url` is one, for it may hold a password.
    `health_listen` is `host:port` on this machine, or `off`; `http_listen`, where Slack's signed requests
    arrive, is `address:port` of any network, for whoever terminates TLS stands before it.
    `deadline_scale` multiplies every protocol deadline (0.1 makes 3 s 0.3 s); only tests change it.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database_url: SecretStr = SecretStr(EXAMPLES["DATABASE_URL"])
    discord_token: SecretStr | None = None
    discord_api_url: str = EXAMPLES["DISCORD_API_URL"]
    discord_gateway_url: str = EXAMPLES["DISCORD_GATEWAY_URL"]
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = EXAMPLES["SLACK_API_URL"]
    http_listen: str = OFF
    health_listen: str = EXAMPLES["HEALTH_LISTEN"]
    log_level: str = "INFO"
    deadline_scale: float = 1.0

    @property
    def health_port(self) -> int | None:
        """Where health is told on this machine; None where it is not."""
        return None if self.health_listen == OFF else int(self.health_listen.rpartition(":")[2])

    @property
    def http_address(self) -> tuple[str, int] | None:
        """Where Slack's signed requests arrive; None where they do not."""
        if self.http_listen == OFF:
            return None
        host, _, port = self.http_listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def has_discord(self) -> bool:
        return self.discord_token is not None

    @property
    def has_slack(self) -> bool:
        return self.slack_bot_token is not None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing is read behind our back: `load` hands in the environment and the file."""
        return (init_settings,)

    @field_validator("database_url", mode="before")
    @classmethod
    def _names_an_engine(cls, value: object) -> SecretStr:
        scheme, colon, rest = _plain(value).partition("://")
        engine = _ENGINES.get(scheme.lower())
        if engine is None or not colon:
            raise ValueError("names neither a SQLite file nor a PostgreSQL database")
        try:
            _ = urlsplit(f"{engine}://{rest}").port
        except ValueError:
            raise ValueError("has a port that is not a number, or a broken host") from None
        if engine.startswith("sqlite") and not rest.startswith("/"):
            raise ValueError("a SQLite address has three slashes, then the path (four for an absolute one)")
        return SecretStr(f"{engine}://{rest}")

    @field_validator(
        "discord_token", "slack_bot_token", "slack_app_token", "slack_signing_secret", mode="before"
    )
    @classmethod
    def _is_a_token(cls, value: object, info: ValidationInfo) -> SecretStr | None:
        if value is None:
            return None
        token = _plain(value)
        if any(character.isspace() or not character.isprintable() for character in token):
            raise ValueError(
                "holds a space or an invisible character; copy the token alone, without a prefix"
            )
        if info.field_name == "slack_bot_token" and not token.startswith(("xoxb-", "xoxe.xoxb-")):
            raise ValueError("is not a bot token, which starts with xoxb-")
        if info.field_name == "slack_app_token" and not token.startswith("xapp-"):
            raise ValueError("is not an app-level token, which starts with xapp-")
        return SecretStr(token)

    @field_validator("discord_api_url", "slack_api_url", mode="before")
    @classmethod
    def _is_a_web_address(cls, value: object, info: ValidationInfo) -> str:
        address = _guarded_address(_plain(value), secure="https", plain="http").rstrip("/")
        return f"{address}/" if info.field_name == "slack_api_url" else address

    @field_validator("discord_gateway_url", mode="before")
    @classmethod
    def _is_a_socket_address(cls, value: object) -> str:
        return _guarded_address(_plain(value), secure="wss", plain="ws")

    @field_validator("health_listen", mode="before")
    @classmethod
    def _is_on_this_machine(cls, value: object) -> str:
        said = _plain(value).lower()
        if said == OFF:
            return said
        host, _, port = said.rpartition(":")
        if host not in ("127.0.0.1", "localhost"):
            raise ValueError(f"is neither {OFF} nor a port of this machine alone")
        if not (port.isascii() and port.isdigit() and int(port) <= 65_535):
            raise ValueError("has a port that is not a number up to 65535")
        return said

    @field_validator("http_listen", mode="before")
    @classmethod
    def _is_an_address_of_ours(cls, value: object) -> str:
        said = _plain(value).lower()
        if said == OFF:
            return said
        host, _, port = said.rpartition(":")
        try:
            bare = host.removeprefix("[").removesuffix("]") if ":" in host else host
            _ = host == "localhost" or ip_address(bare)
        except ValueError:
            raise ValueError(f"is neither {OFF} nor an IP address of this machine with a port") from None
        if not (port.isascii() and port.isdigit() and int(port) <= 65_535):
            raise ValueError("has a port that is not a number up to 65535")
        return said

    @field_validator("log_level", mode="before")
    @classmethod
    def _is_a_level(cls, value: object) -> str:
        level = _plain(value).upper()
        if level not in LOG_LEVELS:
            raise ValueError(f"is none of {', '.join(LOG_LEVELS)}")
        return level

    @field_validator("deadline_scale", mode="before")
    @classmethod
    def _is_a_scale(cls, value: object) -> float:
        try:
            scale = float(_plain(value))
        except ValueError:
            raise ValueError("is not a number") from None
        if not 0 < scale <= 10:
            raise ValueError("is not above 0 and at most 10")
        return scale

    @model_validator(mode="after")
    def _has_one_road_to_slack(self) -> Settings:
        """Socket Mode (bot token, app token), or HTTP (bot token, signing secret, where it listens)."""
        socket = ["SLACK_APP_TOKEN"] if self.slack_app_token else []
        http = ["SLACK_SIGNING_SECRET"] if self.slack_signing_secret else []
        http += ["HTTP_LISTEN"] if self.http_listen != OFF else []
        if socket and http:
            raise ValueError(
                f"{http[0]}: is set beside SLACK_APP_TOKEN; Slack comes over HTTP or Socket Mode, not both"
            )
        if not self.slack_bot_token:
            if socket or http:
                raise ValueError(
                    f"SLACK_BOT_TOKEN: is missing, and {(socket or http)[0]} alone opens no connection"
                )
        elif http:
            for name, other in (("SLACK_SIGNING_SECRET", "HTTP_LISTEN"), ("HTTP_LISTEN", http[0])):
                if name not in http:
                    raise ValueError(f"{name}: is missing, and {other} needs it for Slack over HTTP")
        elif not socket:
            raise ValueError(
                "SLACK_APP_TOKEN: is missing, and SLACK_BOT_TOKEN alone opens no connection "
                "(or give SLACK_SIGNING_SECRET and HTTP_LISTEN)"
            )
        return self


def load(env: Mapping[str, str], dotenv_path: Path | None = None) -> Settings:
    """Read the settings from `env` and, below it, from the file if it exists.

    An empty value counts as absent. `env` may hold anything, but what starts with DISCORD_, SLACK_ or
    ENTREPAIRS_ must be known; the file holds known names only.

    Raises:
        SettingsError: with one line for each thing that is wrong.
    """
    filed, wrong = ({}, []) if dotenv_path is None else _read_file(dotenv_path)
    wrong += [_unknown(name) for name in filed if name not in EXAMPLES]
    wrong += [_unknown(name) for name in env if name.startswith(OURS) and name not in EXAMPLES]
    values = {
        name.lower(): value
        for name, value in {**filed, **{name: env[name] for name in EXAMPLES if env.get(name)}}.items()
        if name in EXAMPLES and value
    }
    try:
        settings = Settings(**values)  # type: ignore[arg-type]  # texts, which the validators turn
    except ValidationError as error:
        raise SettingsError([*wrong, *_explained(error)]) from None
    if wrong:
        raise SettingsError(wrong)
    return settings


def _read_file(path: Path) -> tuple[dict[str, str], list[str]]:
    """The names and values of a `.env` file, as written (no `$NAME` is replaced), and what is wrong."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            bindings = list(parse_stream(stream))
    except FileNotFoundError:
        return {}, []
    except UnicodeDecodeError:
        return {}, [f"{path.name}: is not UTF-8 text; save it as UTF-8"]
    except OSError as error:
        return {}, [f"{path.name}: cannot be read ({type(error).__name__})"]
    values: dict[str, str] = {}
    wrong = []
    for binding in bindings:
        if binding.error or (binding.key is not None and binding.value is None):
            wrong.append(f"{path.name}, line {binding.original.line}: is not NAME=value")
        elif binding.key is not None and binding.value is not None:
            values[binding.key] = binding.value
    return values, wrong


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value).strip()


def _guarded_address(address: str, *, secure: str, plain: str) -> str:
    """Refuse an address that would carry a token in the clear beyond this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in (secure, plain):
        raise ValueError(f"is not an address that starts with {secure}://")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("holds more than a host and a path")
    if parts.scheme == plain and not _is_loopback(host):
        raise ValueError(f"is in the clear: beyond this machine it must start with {secure}://")
    return address


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name.upper(), EXAMPLES, n=1)
    if near:
        return f"{_shown(name)}: is not a setting; did you mean {near[0]}={EXAMPLES[near[0]]}?"
    return f"{_shown(name)}: is not a setting; .env.example lists them all, for example LOG_LEVEL=INFO"


def _shown(name: str) -> str:
    """A name as one printable line, whatever the file held."""
    return name if name.isprintable() and len(name) <= 60 else f"{name[:60]!r}"


def _explained(error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors(include_url=False, include_input=False):
        cause = problem.get("ctx", {}).get("error", "cannot be used")
        if problem["loc"]:
            name = str(problem["loc"][0]).upper()
            lines.append(f"{name}: {cause}; for example {name}={EXAMPLES.get(name, '...')}")
        else:
            name = str(cause).partition(":")[0]
            lines.append(f"{cause}; for example {name}={EXAMPLES.get(name, '...')}")
    return lines
