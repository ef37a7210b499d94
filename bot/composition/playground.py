"""The playground: the demo circle in a browser, on files and a time of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.card import Card
from bot.composition import CannotStart
from bot.composition.core import dispatcher, migrated, open_database
from bot.composition.serving import until_stopped
from bot.demo import Cast, begins_at, demo
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.playing import Playing, SimulatedClock
from bot.registry import JOBS
from storage.engine import open_engine

if TYPE_CHECKING:
    from aiohttp.web import Application

PLAYGROUND_FILES = ("playground.db", "playground-messages.db")


async def serve_playground(folder: Path, port: int, *, fresh: bool) -> None:
    """The demo circle in a browser, on files of its own in `folder`.

    Raises:
        CannotStart: where the port is busy or the folder is no playground's.
    """
    from adapters import web

    if not web.is_free(port):  # before anything is deleted or told
        raise CannotStart(f"Port {port} is busy: choose another, for example PORT={port + 1} make run")
    async with open_playground(folder, fresh=fresh) as app, AsyncExitStack() as stack:
        try:
            runner = await web.serve(app, port=port)
        except web.PortBusy:
            raise CannotStart(
                f"Port {port} is busy: choose another, for example PORT={port + 1} make run"
            ) from None
        stack.push_async_callback(runner.cleanup)
        address = "http://{}:{}".format(*runner.addresses[0][:2])
        click.echo(f"Entrepairs, démonstration : {address}  (Ctrl-C arrête, tout reste dans {folder}/)")
        click.echo("À essayer d’abord : « Voir en 60 secondes », puis « Partager une pratique ».")
        click.echo("In English: Réglages, English. To start anew: entrepairs playground --fresh")
        await until_stopped()


@asynccontextmanager
async def open_playground(folder: Path, *, fresh: bool = False) -> AsyncIterator[Application]:
    """The playground's application on files of its own in `folder`; its time goes on where it stood.

    Raises:
        CannotStart: where the folder is no playground's.
    """
    from adapters.playground.messages import Messages
    from adapters.playground.models import REALM, Persona, Room
    from adapters.playground.outbound import PlaygroundSender
    from adapters.web import make_app

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ready = folder / "playground.ready"  # a demo that was cut off while it was being told starts again
    if fresh or not ready.exists():
        ready.unlink(missing_ok=True)
        forget(folder, *PLAYGROUND_FILES)
    people = [Persona(p["id"], p["name"], p["line"], p.get("administers", False)) for p in demo()["personas"]]
    named, channel = {p.id: p for p in people}, demo()["circle"]["channel"]
    url = f"sqlite+aiosqlite:///{folder / PLAYGROUND_FILES[0]}"
    clock = SimulatedClock(begins_at())
    async with open_database(url, "playground", clock) as database, AsyncExitStack() as stack:
        messages = await Messages.open(folder / PLAYGROUND_FILES[1], clock)
        stack.push_async_callback(messages.close)
        await messages.enrol(people)
        jobs = Jobs(database, JOBS, {"playground": PlaygroundSender(messages)}, clock)
        door = dispatcher(database, jobs)

        async def keep(at: datetime) -> None:
            await messages.set_meta("now", at.isoformat())

        async def tell() -> None:
            async def say(who: str, words: str) -> None:
                await messages.say(Room(channel), named[who], words, nonce=f"demo:{who}:{len(words)}")

            await messages.open_channel(channel, channel)
            await messages.admit(channel, demo()["circle"]["members"]["steward"])
            accounts = {p.id: p.account for p in people}
            place, lang = f"{REALM}/{channel}", (await messages.personas())[0].lang
            await Cast(door, accounts.__getitem__, place, playing.walk, say, lang).play()
            ready.touch(mode=0o600)

        async def anew() -> None:
            ready.unlink(missing_ok=True)
            await database.dispose()
            forget(folder, PLAYGROUND_FILES[0])
            await migrated(url, keeps=False)
            database.engine = open_engine(url)
            await database.claim_kind("playground")
            async with messages.hushed():
                await messages.clear()
                clock.at = begins_at()
                await tell()

        playing = Playing(database, jobs, clock, JOBS, keep, anew)
        stood = await messages.meta("now")
        if ready.exists() and stood:
            clock.at = datetime.fromisoformat(stood)
        else:
            await tell()
        service = asyncio.create_task(playing.serve())
        try:
            yield make_app(door, messages, people, ("practice", "share"), playing, payloads)
        finally:
            service.cancel()
            await asyncio.gather(service, return_exceptions=True)


def forget(folder: Path, *names: str) -> None:
    """Delete these files of a playground, with what SQLite keeps beside them."""
    for name in names:
        for ending in ("", "-wal", "-shm", "-journal"):
            (folder / f"{name}{ending}").unlink(missing_ok=True)


def payloads(card: Card, voice: Voice) -> dict[str, Any]:
    """What Slack and Discord would receive for a card, made by their own adapters."""
    from adapters.discord import render as discord
    from adapters.slack import render as slack

    view = discord.card(card, voice)
    return {
        "slack": slack.message(card, voice),
        "discord": {"flags": 1 << 15, "components": list(view.to_components())},  # type: ignore[no-untyped-call]
    }
