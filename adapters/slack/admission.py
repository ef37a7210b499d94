"""Getting in: Slack is asked until it answers, with growing pauses; what it refuses is one line."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.refusals import delivery
from bot.errors import RetryAfter, Unclear

T = TypeVar("T")
FIRST_S, LONGEST_S = 1.0, 60.0
OUT_OF_REACH = (aiohttp.ClientError, TimeoutError, OSError)

log = logging.getLogger("entrepairs.slack")


class Refused(Exception):
    """Slack does not take a token: one line for whoever installs, which names the setting and no secret."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


def pauses() -> Iterator[float]:
    """How long to wait before each next try: twice as long each time, at most a minute, never in step."""
    pause_s = FIRST_S
    while True:
        yield pause_s * random.uniform(0.8, 1.2)
        pause_s = min(2 * pause_s, LONGEST_S)


class Admission(AsyncAuthorize):
    """Who we are, by Slack's own word, asked once: bolt is told it with every act and asks nobody."""

    def __init__(self, client: AsyncWebClient, scale: float) -> None:
        self._client = client
        self._scale = scale
        self.closed = asyncio.Event()
        self.known: AuthorizeResult | None = None
        self.said: Mapping[str, Any] = {}  # by Slack, of the installation

    async def __call__(self, **_: Any) -> AuthorizeResult:
        """For bolt. Raises LookupError before we were let in: nothing is to reach us so early."""
        if self.known is None:
            raise LookupError("not let in yet")
        return self.known

    async def enter(self) -> bool:
        """Returns once the bot's token is good; False when closed meanwhile. Raises: Refused."""
        answer = await self.ask("SLACK_BOT_TOKEN", self._client.auth_test)
        if answer is None:
            return False
        assert isinstance(answer.data, dict)
        self.said = answer.data
        self.known = AuthorizeResult(
            enterprise_id=answer.get("enterprise_id"),
            team_id=answer.get("team_id"),
            bot_id=answer.get("bot_id"),
            bot_user_id=answer.get("user_id"),
            bot_token=self._client.token,
        )
        return True

    async def ask(self, setting: str, call: Callable[[], Awaitable[T]]) -> T | None:
        """Slack's answer, once there is one; None when closed meanwhile.

        Raises: Refused, naming the setting whose token it was.
        """
        for pause_s in pauses():
            if self.closed.is_set():
                break
            try:
                return await call()
            except SlackApiError as error:
                cause = delivery(error)
                if isinstance(cause, RetryAfter):
                    pause_s = max(pause_s, cause.seconds)
                elif not isinstance(cause, Unclear):
                    raise Refused(f"{setting}: Slack refuses this token ({cause})") from None
            except OUT_OF_REACH:
                log.warning("unreachable", extra={"platform": "slack"})
            await self.wait(pause_s)
        return None

    async def wait(self, pause_s: float) -> None:
        """That long, or until closed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.closed.wait(), pause_s * self._scale)
