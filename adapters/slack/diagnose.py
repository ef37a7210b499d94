"""What the doctor asks of Slack, over its Web API alone: no socket is opened, nothing is changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from adapters.slack.declare import SCOPES
from bot.operations.findings import Finding, broken, fine, warning
from bot.settings import Settings
from bot.vocabulary import Place

CALL_S = 5.0
BUSY = "ratelimited"
APART = timedelta(seconds=60)
OPTIONAL = frozenset({"groups:history", "metadata.message:read"})  # for looking before sending once more
PAGE = "your app's page at Slack"
_DEAD = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
    }
)
# What stops without a scope; the rest are needed by a single command or by none yet.
_WITHOUT = {
    "commands": "no command is heard",
    "chat:write": "nothing can be said",
    "groups:read": "nothing is said in a circle's channel: whether it is private cannot be seen",
    "groups:write": "no channel can be made, and nobody let into one",
    "users:read": "nobody has a language, a zone or the right to create a circle",
    "im:write": "no private message can be sent",
    "reactions:read": "emoji under the cards count for nothing",
    "files:write": "nobody is given a file",
}

Json = dict[str, Any]


class _Away(Exception):
    """Slack cannot be reached now, or does not answer."""


class _No(Exception):
    """Slack refuses this call, with that word."""

    def __init__(self, word: str, needed: str = "") -> None:
        super().__init__(word)
        self.word = word
        self.needed = needed


async def diagnose(
    settings: Settings, bound: Sequence[tuple[str, Place]], now: datetime
) -> AsyncIterator[Finding]:
    """Both tokens, the scopes, and the channel of each circle: (circle's id, place)."""
    if settings.slack_bot_token is None:
        return
    timeout = aiohttp.ClientTimeout(total=CALL_S * settings.deadline_scale)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        api = _Api(session, settings.slack_api_url, settings.slack_bot_token.get_secret_value())
        try:
            async for finding in _token(api, now):
                yield finding
            async for finding in _socket(api, settings):
                yield finding
            for circle, place in bound:
                if place.platform == "slack":
                    yield await _circle(api, circle, place)
        except _No as refused:
            yield _refused(refused)
        except _Away as away:
            yield warning(
                "slack",
                f"not reached from here ({away}): tokens and scopes are not checked",
                "run keeps trying, and answers nobody until then",
                "see that this machine reaches SLACK_API_URL (network, proxy, firewall), then ask again",
            )


async def _token(api: _Api, now: datetime) -> AsyncIterator[Finding]:
    await api.call("auth.test")
    yield fine("slack.token", "Slack takes it")
    if api.scopes is not None:
        missing = [scope for scope in SCOPES if scope not in api.scopes]
        for scope in missing:
            yield (broken if scope in _WITHOUT else warning)(
                "slack.scopes",
                f"the scope {scope} is missing",
                _WITHOUT.get(scope, "a later release needs it"),
                f"{PAGE}, OAuth & Permissions: add {scope}, then Reinstall to Workspace",
            )
        for scope in sorted(api.scopes.difference(SCOPES) - OPTIONAL):
            yield warning(
                "slack.scopes",
                f"the scope {scope} is more than Entrepairs asks for",
                "whoever gets at the token may do more than it needs",
                f"{PAGE}, OAuth & Permissions: remove {scope}, then Reinstall to Workspace",
            )
        if not missing:
            yield fine("slack.scopes", f"the {len(SCOPES)} that are needed are there")
    if api.date is not None and abs(api.date - now) > APART:
        yield warning(
            "slack.clock",
            f"this machine and Slack are {int(abs(api.date - now).total_seconds())} s apart",
            "reminders come at the wrong time; over HTTP nothing would be heard beyond 300 s",
            "set this machine's clock: timedatectl set-ntp true",
        )


async def _socket(api: _Api, settings: Settings) -> AsyncIterator[Finding]:
    """How acts reach us: the app's own token, of which Slack is asked; a signing secret it is never asked."""
    if settings.slack_app_token is None:
        yield fine(
            "slack.http",
            f"acts come over HTTP, to HTTP_LISTEN={settings.http_listen}; whether Slack signs them with "
            "SLACK_SIGNING_SECRET shows with the first one: a wrong one is answered 401",
        )
        return
    try:
        await api.call("apps.connections.open", token=settings.slack_app_token.get_secret_value())
    except _No as refused:
        yield broken(
            "slack.socket",
            f"Slack does not take SLACK_APP_TOKEN ({refused.word})",
            "no act of anybody reaches Entrepairs",
            f"{PAGE}, Basic Information, App-Level Tokens: one with connections:write; and Socket Mode on",
        )
    else:
        yield fine("slack.socket", "Slack takes the app's token: acts come over Socket Mode")


async def _circle(api: _Api, circle: str, place: Place) -> Finding:
    check = f"slack.circle.{circle}"
    public = warning(
        check,
        f"everyone in the workspace can read channel {place.id}",
        "what members share is for their circle: nothing is said there",
        "the channel's settings: make it private; or choose another: /cercle, Le cercle",
    )
    try:
        channel: Json = (await api.call("conversations.info", channel=place.id))["channel"]
    except _No as refused:
        if refused.word in _DEAD or refused.word == BUSY:
            raise
        if refused.needed == "channels:read":
            return public
        return broken(
            check,
            f"its channel {place.id} is out of the bot's sight ({refused.word})",
            "nothing can be said there",
            "in the channel: /invite @Entrepairs; or choose another: /cercle, Le cercle",
        )
    if channel.get("is_archived"):
        return broken(
            check,
            f"its channel {place.id} is archived",
            "nothing can be said there",
            "unarchive it, or choose another: /cercle, Le cercle",
        )
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        return warning(
            check,
            f"channel {place.id} is shared with another organisation, or about to be",
            "what members share is for their circle: nothing is said there",
            "end the sharing in the channel's settings, or choose another: /cercle, Le cercle",
        )
    if not channel.get("is_private"):
        return public
    return fine(check, "its channel is private, its own, and the bot is in it")


def _refused(refused: _No) -> Finding:
    if refused.word in _DEAD:
        return broken(
            "slack.token",
            f"Slack does not take SLACK_BOT_TOKEN ({refused.word})",
            "run ends at once",
            f"{PAGE}, OAuth & Permissions: Reinstall to Workspace, and copy the Bot User OAuth Token again",
        )
    return warning(
        "slack",
        f"Slack refused a question ({refused.word})",
        "the rest was not checked",
        "ask again in a few minutes",
    )


class _Api:
    """`date` is Slack's clock at the last answer, `scopes` what the bot's token may do."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._url = url
        self._token = token
        self.date: datetime | None = None
        self.scopes: frozenset[str] | None = None

    async def call(self, method: str, *, token: str = "", **arguments: str) -> Json:
        """Raises: _No, where Slack refuses; _Away, where it does not answer."""
        headers = {"Authorization": f"Bearer {token or self._token}"}
        try:
            async with self._session.post(self._url + method, data=arguments, headers=headers) as answer:
                self.date = _date(answer.headers) or self.date
                if answer.status == 429:
                    raise _No(BUSY)
                if answer.status >= 400:
                    raise _Away(str(answer.status))
                said: Json = await answer.json()
                granted = answer.headers.get("x-oauth-scopes")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _Away(type(error).__name__) from None
        if not said.get("ok"):
            raise _No(str(said.get("error") or "no reason"), str(said.get("needed") or ""))
        if granted is not None and not token:
            self.scopes = frozenset(filter(None, (scope.strip() for scope in granted.split(","))))
        return said


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers["Date"])
    except (KeyError, ValueError):
        return None
