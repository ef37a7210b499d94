"""The chat platforms that have settings, on one core, with their health."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from bot.composition import CannotStart
from bot.composition.core import open_core
from bot.composition.serving import until_stopped
from bot.declared import Declared
from bot.jobs import Jobs
from bot.operations.health import Readiness
from bot.settings import Settings
from storage.migrations import is_current
from storage.transaction import SqlDatabase, new_id

if TYPE_CHECKING:
    from aiohttp.web import RouteDef
    from pydantic import SecretStr

HEALTH_S = 2.0  # what the database has to say that it answers
HANG_UP_S = 1.0  # for the last answers, which were waited for before


async def serve_platforms(settings: Settings) -> None:
    """Each chat platform that has settings; an adapter is imported only then.

    Who holds a platform's lease sends there. Discord's gateway is open in that process alone; Slack gives
    each of several sockets a part of what comes in, so that one stays open in each, and over HTTP whoever
    stands before them shares it out.

    Raises:
        CannotStart: in one line; what else there is to know is in the log.
    """
    url, scale, us = settings.database_url.get_secret_value(), settings.deadline_scale, new_id()
    _check_ports(settings)  # before the database is brought up
    async with (
        open_core(url, "real", scale, remembers=True) as (door, jobs, database),
        AsyncExitStack() as stack,
    ):
        connected: dict[str, Callable[[], bool]] = {}
        services: list[Coroutine[Any, Any, None]] = []
        refusals: list[type[Exception]] = []
        if settings.discord_token is not None:
            from adapters import discord

            client = discord.make_client(
                door,
                api_url=settings.discord_api_url,
                gateway_url=settings.discord_gateway_url,
                declared=Declared(database),
                scale=scale,
            )
            sender = discord.Outbound(client)
            connect = partial(discord.run, client, settings.discord_token.get_secret_value())
            connected["discord"] = lambda: sender.connected or jobs.stands_by("discord")
            services.append(jobs.send_for(sender, us, connect, scale=scale))
            refusals.append(discord.Refused)
        if settings.slack_bot_token is not None:
            from adapters import slack

            app = slack.make_app(
                door,
                bot_token=settings.slack_bot_token.get_secret_value(),
                app_token=_secret(settings.slack_app_token),
                signing_secret=_secret(settings.slack_signing_secret),
                api_url=settings.slack_api_url,
                scale=scale,
            )
            await _listen_for(app.routes, settings, stack)
            connected["slack"] = lambda: app.connected
            services += [jobs.send_for(app.sender, us, scale=scale), _closed_after(app.run(), app.close)]
            refusals.append(slack.Refused)
        await _tell_health(settings, stack, database, jobs, connected)
        try:
            await until_stopped(*services)
        except tuple(refusals) as error:
            raise CannotStart(str(error)) from None


async def _closed_after(service: Coroutine[Any, Any, None], close: Callable[[], Awaitable[None]]) -> None:
    try:
        await service
    finally:
        await close()


def _secret(value: SecretStr | None) -> str:
    return "" if value is None else value.get_secret_value()


def _check_ports(settings: Settings) -> None:
    from adapters import web

    port = settings.health_port
    if port is not None and not web.is_free(port):
        raise CannotStart(
            f"HEALTH_LISTEN: port {port} is busy; another Entrepairs may run. "
            f"Choose another, for example HEALTH_LISTEN=127.0.0.1:{port % 65_535 + 1}, or off"
        )
    if settings.http_address is not None:
        host, port = settings.http_address
        if not web.is_free(port, host):
            raise _cannot_listen(settings)


def _cannot_listen(settings: Settings) -> CannotStart:
    host, _, port = settings.http_listen.rpartition(":")
    return CannotStart(
        f"HTTP_LISTEN: port {port} is busy, or {host} is no address of this machine; another Entrepairs may "
        f"run. Choose another, for example HTTP_LISTEN={host}:{int(port) % 65_535 + 1}"
    )


async def _listen_for(routes: Iterable[RouteDef], settings: Settings, stack: AsyncExitStack) -> None:
    """What platforms send is served until the stack ends, where one comes over HTTP."""
    from adapters import web

    if settings.http_address is None:
        return
    try:
        runner = await web.listen(
            web.make_platform_app(routes), *settings.http_address, shutdown_timeout_s=HANG_UP_S
        )
    except OSError:
        raise _cannot_listen(settings) from None
    stack.push_async_callback(runner.cleanup)


async def _tell_health(
    settings: Settings,
    stack: AsyncExitStack,
    database: SqlDatabase,
    jobs: Jobs,
    connected: Mapping[str, Callable[[], bool]],
) -> None:
    """Health until the stack ends, where they are wanted."""
    from adapters import web

    async def asked() -> Readiness:
        answers, current = True, False
        try:
            async with asyncio.timeout(HEALTH_S * settings.deadline_scale):
                current = await is_current(database.engine)
        except (OSError, TimeoutError, SQLAlchemyError):
            answers = False
        return Readiness(
            answers, current, jobs.beaten_s, {name: there() for name, there in connected.items()}
        )

    if settings.health_port is None:
        return
    try:
        runner = await web.serve(web.make_health_app(asked), port=settings.health_port)
    except web.PortBusy as error:
        raise CannotStart(f"HEALTH_LISTEN: {error}") from None
    stack.push_async_callback(runner.cleanup)
