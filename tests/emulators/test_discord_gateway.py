"""The gateway: what is sent to whom, what is replayed, and the codes with which it hangs up."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from .discord import Channel, DiscordComplains, DiscordServer, Person
from .discord_peer import Peer, Rest

MEMBERS, MESSAGES, CONTENT, DMS = 1 << 1, 1 << 9, 1 << 15, 1 << 12


@pytest.fixture
async def peer(discord: DiscordServer, lea: Person, session: aiohttp.ClientSession) -> Any:
    async with Peer(discord, session) as peer:
        yield peer


async def test_it_greets_and_tells_of_the_servers(
    discord: DiscordServer, peer: Peer, circle: Channel
) -> None:
    ready = await peer.ready()
    assert peer.frames[0]["op"] == 10
    assert peer.frames[0]["d"]["heartbeat_interval"] == int(41_250 * 0.5)
    assert ready["guilds"] == [{"id": circle.guild, "unavailable": True}]
    assert ready["resume_gateway_url"].endswith("/resume/")
    assert peer.events == [("READY", 1), ("GUILD_CREATE", 2)]
    assert peer.frames[2]["d"]["channels"][0]["position"] == 0
    await peer.say(1, 2)
    assert (await peer.hears(3))[-1]["op"] == 11
    assert discord.gateway.identified[0]["intents"] == 1025


async def test_it_packs_what_is_asked_to_be_packed(
    discord: DiscordServer, lea: Person, session: aiohttp.ClientSession
) -> None:
    async with Peer(discord, session, compress="zlib-stream") as peer:
        await peer.ready()
        assert peer.events == [("READY", 1), ("GUILD_CREATE", 2)]


@pytest.mark.parametrize(
    ("intents", "heard"),
    [
        (0, []),
        (1, []),
        (1 << 10, ["MESSAGE_REACTION_ADD"]),
        (MESSAGES, ["MESSAGE_CREATE"]),
        (MEMBERS, ["GUILD_MEMBER_ADD"]),
        (DMS, ["MESSAGE_CREATE"]),
    ],
)
async def test_no_more_is_sent_than_the_intents_ask_for(
    session: aiohttp.ClientSession, intents: int, heard: list[str]
) -> None:
    async with DiscordServer.running(privileged=MEMBERS) as discord:
        circle = discord.add_channel(discord.add_guild("Les pairs"), "cercle")
        lea = discord.add_person("Léa", circle)
        async with Peer(discord, session) as peer:
            await peer.identify(intents)
            await discord.connected()
            if intents == DMS:
                lea.says("En privé", lea.private)
            else:
                lea.reacts(lea.says("Bonjour"), "💡")
                discord.add_person("Max", circle)
            discord.tell("INTERACTION_CREATE", {"end": True})  # asked for or not
            await discord.until(lambda: any(name == "INTERACTION_CREATE" for name, _ in peer.events))
            names = [name for name, _ in peer.events if name not in ("READY", "GUILD_CREATE")]
            assert names == [*heard, "INTERACTION_CREATE"]


@pytest.mark.parametrize(("intents", "content"), [(MESSAGES, ""), (MESSAGES | CONTENT, "Bonjour")])
async def test_content_is_blank_without_its_intent(
    session: aiohttp.ClientSession, intents: int, content: str
) -> None:
    async with DiscordServer.running(privileged=intents & CONTENT) as discord:
        circle = discord.add_channel(discord.add_guild("Les pairs"), "cercle")
        lea = discord.add_person("Léa", circle)
        async with Peer(discord, session) as peer:
            await peer.identify(intents)
            await discord.connected()
            lea.says("Bonjour")
            (_, said) = await peer.hears(2)
            assert said["d"]["content"] == content


async def test_every_change_is_told(
    discord: DiscordServer, peer: Peer, rest: Rest, circle: Channel, lea: Person
) -> None:
    await peer.identify(1 | MESSAGES)
    await discord.connected()
    forum = discord.add_channel(discord.world.guilds[str(circle.guild)], "fiches", forum=True)
    here, body = f"/channels/{circle.id}", {"content": "a"}
    _, message = await rest("POST", f"{here}/messages", body)
    await rest("PATCH", f"{here}/messages/{message['id']}", {"content": "b"})
    await rest("POST", f"{here}/messages/{message['id']}/threads", {"name": "Suite"})
    await rest("PUT", f"{here}/permissions/{lea.id}", {"type": 1, "allow": "0", "deny": "0"})
    await rest("DELETE", f"{here}/permissions/{lea.id}")
    _, thread = await rest("POST", f"{here}/threads", {"name": "Rencontre", "type": 12})
    await rest("PATCH", f"/channels/{thread['id']}", {"archived": True})
    await rest("POST", f"/channels/{forum.id}/threads", {"name": "Un silence", "message": body})
    await rest("DELETE", f"{here}/messages/{message['id']}")
    await discord.until(lambda: peer.events[-1][0] == "MESSAGE_DELETE")
    assert [name for name, _ in peer.events[2:]] == [
        *("CHANNEL_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "THREAD_CREATE"),
        *("CHANNEL_UPDATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE"),
        *("THREAD_CREATE", "MESSAGE_CREATE", "MESSAGE_DELETE"),
    ]


# --- resuming ----------------------------------------------------------------------------------------------


async def test_what_was_missed_is_replayed_in_order_then_resumed(
    discord: DiscordServer, peer: Peer, lea: Person, session: aiohttp.ClientSession
) -> None:
    ready = await peer.ready()
    message = lea.says("Bonjour")
    discord.gateway.cut()
    await peer.ended()
    lea.reacts(message, "💡")
    lea.unreacts(message, "💡")
    async with Peer(discord, session) as back:
        await back.resume(ready["session_id"], 2)
        await back.hears(3)
        names = ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "RESUMED"]
        assert back.events == list(zip(names, (3, 4, 5), strict=True))
        lea.reacts(message, "💡")
        await back.hears(4)
        assert back.events[-1] == ("MESSAGE_REACTION_ADD", 6)


async def test_a_link_that_was_left_takes_nothing_with_it(
    discord: DiscordServer, peer: Peer, lea: Person, session: aiohttp.ClientSession
) -> None:
    """It may end long after its session went on elsewhere."""
    ready = await peer.ready()
    async with Peer(discord, session) as back:
        await back.resume(ready["session_id"], 2)
        await back.hears(1)
        await peer.socket.close()
        await discord.until(lambda: len(discord.gateway.links) == 1)
        lea.reacts(lea.says("Bonjour"), "💡")
        assert (await back.hears(2))[-1]["t"] == "MESSAGE_REACTION_ADD"


async def test_an_unknown_session_is_invalid(discord: DiscordServer, peer: Peer) -> None:
    await peer.resume("other", 1)
    (said,) = await peer.hears(1)
    assert (said["op"], said["d"]) == (9, False)


async def test_op_7_and_9_are_sent(discord: DiscordServer, peer: Peer) -> None:
    await peer.ready()
    discord.gateway.ask_to_reconnect()
    assert (await peer.hears(3))[-1]["op"] == 7
    discord.gateway.invalidate(resumable=True)
    assert (await peer.hears(4))[-1]["d"] is True
    assert len(discord.gateway.sessions) == 1
    discord.gateway.invalidate()
    assert (await peer.hears(5))[-1]["d"] is False
    assert discord.gateway.sessions == {}


# --- hanging up --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "how"),
    [
        (4004, {"token": "another"}),
        (4010, {"shard": [1, 1]}),
        (4010, {"shard": [0, 1, 2]}),
        (4010, {"shard": "01"}),
        (4013, {"intents": -1}),
        (4013, {"intents": 1 << 30}),
        (4013, {"intents": "1025"}),
        (4014, {"intents": CONTENT}),
        (4014, {"intents": MEMBERS}),
        (4002, {"properties": {}}),
        (4002, {"token": None}),
    ],
)
async def test_a_wrong_identify_is_hung_up_on(
    discord: DiscordServer, peer: Peer, code: int, how: dict[str, Any]
) -> None:
    await peer.identify(**how)
    assert await peer.ended() == code
    assert len(discord.forgive()) == 1
    assert discord.gateway.sessions == {}


@pytest.mark.parametrize(
    ("code", "frame"),
    [
        (4001, '{"op": 99}'),
        (4002, "{"),
        (4002, "[]"),
        (4002, '{"op": 1, "d": "' + "x" * 4096 + '"}'),
        (4003, '{"op": 3, "d": {}}'),
        (4002, '{"op": 6, "d": {"token": "a", "session_id": "b"}}'),
        (4002, '{"op": 6, "d": ["token", "session_id", "seq"]}'),
    ],
)
async def test_a_wrong_frame_is_hung_up_on(discord: DiscordServer, peer: Peer, code: int, frame: str) -> None:
    await peer.socket.send_str(frame)
    assert await peer.ended() == code
    assert len(discord.forgive()) == 1


async def test_4096_bytes_are_heard(discord: DiscordServer, peer: Peer) -> None:
    frame = '{"op": 1, "d": "%s"}'
    await peer.socket.send_str(frame % ("x" * (4096 - len(frame) + 2)))
    assert (await peer.hears(1))[0]["op"] == 11


async def test_identify_comes_once(discord: DiscordServer, peer: Peer) -> None:
    await peer.ready()
    await peer.identify()
    assert await peer.ended() == 4005
    assert len(discord.forgive()) == 1


async def test_a_number_that_was_never_sent_is_hung_up_on(
    discord: DiscordServer, peer: Peer, session: aiohttp.ClientSession
) -> None:
    ready = await peer.ready()
    async with Peer(discord, session) as back:
        await back.resume(ready["session_id"], 99)
        assert await back.ended() == 4007
    async with Peer(discord, session) as back:
        await back.resume(ready["session_id"], "1")  # type: ignore[arg-type]
        assert await back.ended() == 4007
    async with Peer(discord, session) as back:
        await back.resume(ready["session_id"], 1, token="another")
        assert await back.ended() == 4004
    assert len(discord.forgive()) == 3


async def test_too_many_frames_are_hung_up_on(discord: DiscordServer, peer: Peer) -> None:
    for _ in range(121):
        await peer.say(1)
    assert await peer.ended() == 4008
    assert len(discord.forgive()) == 1


async def test_another_version_is_hung_up_on(
    discord: DiscordServer, lea: Person, session: aiohttp.ClientSession
) -> None:
    async with Peer(discord, session, v="9") as peer:
        assert await peer.ended() == 4012
    assert len(discord.forgive()) == 1


async def test_each_beat_gives_new_time(discord: DiscordServer, peer: Peer) -> None:
    (link,) = discord.gateway.links
    assert link.heart is not None
    before = link.heart.when()
    await peer.say(1)
    await peer.hears(1)
    assert link.heart.when() > before


async def test_a_heart_that_stops_is_hung_up_on(session: aiohttp.ClientSession) -> None:
    server = await DiscordServer.start(scale=0.001)
    async with Peer(server, session) as peer:
        await peer.identify()
        assert await peer.ended() == 4009
    with pytest.raises(DiscordComplains, match="heartbeat"):
        await server.stop()


# --- trouble -----------------------------------------------------------------------------------------------


async def test_a_dispatch_comes_twice_on_demand(discord: DiscordServer, peer: Peer, lea: Person) -> None:
    await peer.ready()
    message = lea.says("Bonjour")
    for how, numbers in (("same", [3, 3]), ("fresh", [4, 5])):
        discord.faults.deliver_twice = how
        lea.reacts(message, "💡" if how == "same" else "🧪")
        await discord.until(lambda wanted=numbers: [n for _, n in peer.events][-2:] == wanted)


async def test_dispatches_are_held_and_sent_in_another_order(
    discord: DiscordServer, peer: Peer, lea: Person
) -> None:
    await peer.ready()
    message = lea.says("Bonjour")
    discord.faults.hold = True
    lea.reacts(message, "💡")
    lea.unreacts(message, "💡")
    discord.release(lambda held: held[::-1])
    await peer.hears(4)
    assert [name for name, _ in peer.events[2:]] == ["MESSAGE_REACTION_REMOVE", "MESSAGE_REACTION_ADD"]


async def test_a_key_is_lost_and_an_unheard_of_dispatch_sent(
    discord: DiscordServer, peer: Peer, lea: Person
) -> None:
    await peer.ready()
    message = lea.says("Bonjour")
    discord.faults.lose["MESSAGE_REACTION_ADD"] = "emoji"
    lea.reacts(message, "💡")
    discord.tell("SOMETHING_NEW", {"a": 1})
    lost, new = (await peer.hears(4))[2:]
    assert "emoji" not in lost["d"]
    assert (new["t"], new["d"]) == ("SOMETHING_NEW", {"a": 1})
    lea.unreacts(message, "💡")
    lea.reacts(message, "💡")
    assert "emoji" in (await peer.hears(6))[-1]["d"]


async def test_a_deaf_gateway_answers_no_heartbeat(discord: DiscordServer, peer: Peer, lea: Person) -> None:
    await peer.ready()
    discord.faults.deaf = True
    await peer.say(1)
    discord.tell("SOMETHING_NEW", {})
    await peer.hears(3)
    assert [frame["op"] for frame in peer.frames] == [10, 0, 0, 0]


async def test_it_hangs_up_on_demand(discord: DiscordServer, peer: Peer) -> None:
    await peer.ready()
    discord.gateway.hang_up(4000)
    assert await peer.ended() == 4000
    assert len(discord.gateway.sessions) == 1
