"""The emulator judged itself: what it answers is as Discord's own description says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.discord import description

from .discord import Channel, DiscordServer, Person
from .discord_peer import Rest
from .discord_samples import CARD, COMMANDS, TEXT, Json


@pytest.fixture(autouse=True)
def described() -> None:
    description.require()


async def asked(rest: Rest, method: str, path: str, body: Json | None = None, **how: Any) -> Any:
    status, said = await rest(method, path, body, **how)
    assert status < 300, said
    return said


@pytest.mark.parametrize("sample", [TEXT, CARD])
async def test_messages(rest: Rest, circle: Channel, lea: Person, sample: Json) -> None:
    path = f"/channels/{circle.id}/messages"
    said = await asked(rest, "POST", path, sample)
    lea.reacts(circle.messages[said["id"]], "💡")
    lea.says("Bonjour")
    for message in await asked(rest, "GET", path):
        description.check("MessageResponse", message)
    for user in await asked(rest, "GET", f"{path}/{said['id']}/reactions/💡"):
        description.check("UserResponse", user)


async def test_places(rest: Rest, discord: DiscordServer, circle: Channel, lea: Person) -> None:
    forum = discord.add_channel(discord.world.guilds[str(circle.guild)], "fiches", forum=True, tags=["cadre"])
    for channel in (circle, forum):
        description.check("GuildChannelResponse", await asked(rest, "GET", f"/channels/{channel.id}"))
    private = await asked(rest, "POST", "/users/@me/channels", {"recipient_id": lea.id})
    description.check("PrivateChannelResponse", private)
    post = {"name": "Un silence", "message": CARD, "applied_tags": [forum.tags[0]["id"]]}
    made = await asked(rest, "POST", f"/channels/{forum.id}/threads", post)
    description.check("CreatedThreadResponse", made)
    thread = await asked(rest, "POST", f"/channels/{circle.id}/threads", {"name": "Rencontre", "type": 12})
    description.check("ThreadResponse", await asked(rest, "GET", f"/channels/{thread['id']}"))
    for member in await asked(rest, "GET", f"/channels/{thread['id']}/thread-members"):
        description.check("ThreadMemberResponse", member)


async def test_people(rest: Rest, circle: Channel, lea: Person) -> None:
    description.check("UserPIIResponse", await asked(rest, "GET", "/users/@me"))
    description.check("PrivateApplicationResponse", await asked(rest, "GET", "/oauth2/applications/@me"))
    description.check("GuildWithCountsResponse", await asked(rest, "GET", f"/guilds/{circle.guild}"))
    member = await asked(rest, "GET", f"/guilds/{circle.guild}/members/{lea.id}")
    description.check("GuildMemberResponse", member)


async def test_commands_and_answers(rest: Rest, discord: DiscordServer, lea: Person) -> None:
    path = f"/applications/{discord.world.application}/commands"
    for command in await asked(rest, "PUT", path, COMMANDS):
        description.check("ApplicationCommandResponse", command)
    for kind, data in ((4, CARD), (5, {"flags": 64})):
        act = (await lea.slash("practice share", {"title": "a"}, wait=False)).interaction
        there = f"/interactions/{act.id}/{act.token}/callback"
        body = {"type": kind, "data": data}
        said = await asked(rest, "POST", there, body, token="", params={"with_response": "1"})
        description.check("InteractionCallbackResponse", said)
        filled = f"/webhooks/{discord.world.application}/{act.token}/messages/@original"
        description.check("MessageResponse", await asked(rest, "PATCH", filled, CARD, token=""))


async def test_refusals(rest: Rest, circle: Channel) -> None:
    """A tree of errors is not compared: described codes are numbers, Discord's are words."""
    _, said = await rest("POST", "/channels/1/messages", TEXT)
    description.check("ErrorResponse", said)
    _, said = await rest("POST", f"/channels/{circle.id}/messages", {"content": 7})
    description.check("ErrorResponse", {key: said[key] for key in ("code", "message")})
