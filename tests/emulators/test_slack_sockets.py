"""Socket Mode: links and their ends, envelopes and acknowledgements, redelivery."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from .slack import NotAcknowledged, SlackComplains, SlackServer, User
from .slack.socketmode import LINKS
from .slack.tickets import RESPONSE_S, RESPONSE_USES, TRIGGER_S
from .slack.transport import ACKNOWLEDGE_S
from .slack_peer import Peer
from .slack_toy import Toy


async def test_hello_and_a_link_that_serves_once(slack: SlackServer) -> None:
    async with Peer(slack) as peer, aiohttp.ClientSession() as session:
        address = await peer.address()
        async with session.ws_connect(address) as socket:
            assert json.loads((await socket.receive()).data)["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError, match="404"):
            await session.ws_connect(address)
        assert peer.frames[0]["type"] == "hello"
        assert peer.frames[0]["num_connections"] == 1
        await slack.until(lambda: slack.links == 1)


async def test_an_eleventh_link_is_too_many(slack: SlackServer) -> None:
    peers = [await Peer(slack).__aenter__() for _ in range(10)]
    async with aiohttp.ClientSession() as session, session.ws_connect(await peers[0].address()) as socket:
        frame = json.loads((await socket.receive()).data)
        assert (frame["type"], frame["reason"]) == ("disconnect", "too_many_websockets")
        assert (await socket.receive()).type == aiohttp.WSMsgType.CLOSE
    for peer in peers:
        await peer.__aexit__()


async def test_each_envelope_goes_to_one_link(slack: SlackServer, claire: User) -> None:
    async with Peer(slack) as one, Peer(slack) as two:
        for _ in range(4):
            await claire.slash("/pratique")
        assert (len(one.envelopes), len(two.envelopes)) == (2, 2)
        ids = [envelope["envelope_id"] for envelope in one.envelopes + two.envelopes]
        assert len(set(ids)) == 4


async def test_only_some_envelopes_take_a_payload(slack: SlackServer, claire: User) -> None:
    async with Peer(slack) as peer:
        await claire.slash("/pratique")
        await claire.shortcut("partager")
        await claire.opens_home()
        takes = {envelope["type"]: envelope["accepts_response_payload"] for envelope in peer.envelopes}
        assert takes == {"slash_commands": True, "interactive": False, "events_api": False}


@pytest.mark.parametrize(
    ("frame", "complaint"),
    [
        ("hello", "no acknowledgement"),
        ({"payload": {}}, "no acknowledgement"),
        ({"envelope_id": "never"}, "never sent"),
        ({"envelope_id": "{last}"}, "second time"),
    ],
)
async def test_wrong_frames_are_complained_of(
    slack: SlackServer, claire: User, frame: Any, complaint: str
) -> None:
    async with Peer(slack) as peer:
        await claire.slash("/pratique")
        if isinstance(frame, dict) and frame.get("envelope_id") == "{last}":
            frame = {"envelope_id": peer.envelopes[-1]["envelope_id"]}
        await peer.say(frame)
        await slack.until(lambda: bool(slack.complaints))
        (found,) = slack.forgive()
        assert complaint in found


@pytest.mark.parametrize(
    ("more", "complaint"),
    [({"payload": {"text": "a"}}, "carries a payload"), ({"ok": True}, "unknown fields")],
)
async def test_an_acknowledgement_says_no_more_than_it_may(
    slack: SlackServer, claire: User, more: dict[str, Any], complaint: str
) -> None:
    async with Peer(slack) as peer:

        async def acknowledge(envelope: dict[str, Any]) -> None:
            await peer.say({"envelope_id": envelope["envelope_id"], **more})

        peer._acknowledge = acknowledge  # type: ignore[method-assign]
        with pytest.raises(SlackComplains, match=complaint):
            await claire.shortcut("partager")


async def test_a_wrong_answer_to_a_command_is_complained_of(slack: SlackServer, claire: User) -> None:
    async with Peer(slack) as peer:
        peer.answer = {"text": "a", "colour": "red"}
        with pytest.raises(SlackComplains, match="colour"):
            await claire.slash("/pratique")
        peer.answer = {"text": "a", "response_type": "in_channel"}
        assert [said.text for said in (await claire.slash("/pratique")).messages] == ["a"]


async def test_what_the_program_did_wrong_fails_the_test_at_the_end() -> None:
    slack = await SlackServer.start()
    async with Peer(slack) as peer:
        await peer.say({"envelope_id": "never"})
        await slack.until(lambda: bool(slack.complaints))
    with pytest.raises(SlackComplains, match="never sent"):
        await slack.stop()


async def test_a_late_acknowledgement_counts_for_nothing() -> None:
    async with SlackServer.running(scale=0.01) as slack, Peer(slack) as peer:
        claire = slack.add_user("Claire Morel")
        peer.mute = True
        turn = await claire.slash("/pratique", tolerate=True)
        assert not turn.acknowledged
        assert turn.latency_s >= 0.03
        await peer.say({"envelope_id": peer.envelopes[0]["envelope_id"], "payload": {"text": "trop tard"}})
        peer.mute = False
        await claire.slash("/pratique")
        assert claire.dm_messages() == []


def test_deadlines_are_slacks_own() -> None:
    """Three seconds to acknowledge, and for a trigger; five answers in thirty minutes; ten links."""
    assert (ACKNOWLEDGE_S, TRIGGER_S, RESPONSE_USES, RESPONSE_S, LINKS) == (3.0, 3.0, 5, 1800.0, 10)


async def test_without_a_link_nothing_is_acknowledged(claire: User) -> None:
    with pytest.raises(NotAcknowledged, match="unconnected"):
        await claire.slash("/pratique")


async def test_a_broken_link_loses_its_envelopes(slack: SlackServer, claire: User) -> None:
    async with Peer(slack) as peer:
        peer.mute = True
        turn_of_nobody = claire.slash("/pratique", tolerate=True)

        async def cut() -> None:
            await slack.until(lambda: slack.under_way == 1)
            slack.cut_links()

        turn, _ = await asyncio.gather(turn_of_nobody, cut())
        assert not turn.acknowledged
        assert turn.latency_s < 1


async def test_events_come_again_at_once_after_a_minute_and_after_five() -> None:
    async with SlackServer.running(scale=0.01) as slack, Peer(slack) as peer:
        peer.mute = True
        turn = await slack.add_user("Claire Morel").opens_home(tolerate=True)
        assert len(turn.complaints) == 2
        assert [one["retry_attempt"] for one in peer.envelopes] == [0, 1]
        await slack.skip(59)
        assert len(peer.envelopes) == 2
        await slack.skip(2)
        await slack.skip(298)
        assert len(peer.envelopes) == 3
        await slack.skip(3)
        await slack.skip(3600)
        assert [one["retry_attempt"] for one in peer.envelopes] == [0, 1, 2, 3]
        assert len({one["payload"]["event_id"] for one in peer.envelopes}) == 1
        assert len(slack.forgive()) == 2


async def test_an_event_that_is_not_acknowledged_fails_the_test() -> None:
    async with SlackServer.running(scale=0.01) as slack, Peer(slack) as peer:
        peer.mute = True
        with pytest.raises(SlackComplains, match="app_home_opened"):
            await slack.add_user("Claire Morel").opens_home()


async def test_an_event_waits_for_a_link(slack: SlackServer, claire: User) -> None:
    await claire.opens_home()
    async with Peer(slack) as peer:
        await slack.until(lambda: bool(peer.envelopes))
        await slack.settled()
        assert peer.payloads[0]["event"]["type"] == "app_home_opened"


@pytest.mark.parametrize(("how", "ids"), [("same", 1), ("fresh", 2)])
async def test_everything_delivered_twice(slack: SlackServer, claire: User, how: Any, ids: int) -> None:
    async with Peer(slack) as peer:
        slack.faults.deliver_twice = how
        await claire.slash("/pratique")
        await claire.opens_home()
        commands = [one["payload"] for one in peer.envelopes if one["type"] == "slash_commands"]
        events = [one["payload"] for one in peer.envelopes if one["type"] == "events_api"]
        assert (len(commands), len({one["trigger_id"] for one in commands})) == (2, ids)
        assert (len(events), len({one["event_id"] for one in events})) == (2, ids)


async def test_the_second_copys_answer_counts_for_nothing(slack: SlackServer, claire: User) -> None:
    async with Peer(slack) as peer:
        slack.faults.deliver_twice = "same"
        peer.answer = {"text": "Une seule fois"}
        assert len((await claire.slash("/pratique")).ephemerals) == 1


async def test_bolt_replaces_its_link_when_asked(slack: SlackServer, claire: User, toy: Toy) -> None:
    await slack.refresh_links()
    await slack.connected()
    assert (await claire.slash("/pratique", "dire")).acknowledged


async def test_bolt_comes_back_after_an_abrupt_end(slack: SlackServer, claire: User, toy: Toy) -> None:
    slack.cut_links()
    assert slack.links == 0
    await slack.connected()
    assert (await claire.slash("/pratique", "dire")).acknowledged


async def test_a_frozen_link_gets_everything_and_hears_nothing() -> None:
    async with SlackServer.running(scale=0.1) as slack, Peer(slack) as peer:
        claire = slack.add_user("Claire Morel")
        slack.freeze_links()
        turn = await claire.slash("/pratique", tolerate=True)
        assert (turn.acknowledged, len(peer.envelopes), slack.links) == (False, 1, 1)
        slack.thaw_links()
        assert (await claire.slash("/pratique")).acknowledged


async def test_a_link_waits_for_its_hello(slack: SlackServer) -> None:
    slack.hold_greetings()
    async with aiohttp.ClientSession() as session, Peer.dialling(slack, session) as socket:
        receiving = asyncio.create_task(socket.receive())
        await asyncio.sleep(0)
        assert slack.links == 0
        slack.release_greetings()
        assert json.loads((await receiving).data)["type"] == "hello"


async def test_links_are_turned_away(slack: SlackServer) -> None:
    slack.turn_away(1)
    async with aiohttp.ClientSession() as session:
        async with Peer.dialling(slack, session) as socket:
            assert json.loads((await socket.receive()).data)["reason"] == "too_many_websockets"
        async with Peer.dialling(slack, session) as socket:
            assert json.loads((await socket.receive()).data)["type"] == "hello"


async def test_a_warned_link_is_still_in_use(slack: SlackServer, claire: User) -> None:
    async with Peer(slack) as peer:
        await slack.refresh_links("warning")
        await claire.slash("/pratique")
        assert [one.get("reason") for one in peer.frames if one["type"] == "disconnect"] == ["warning"]
        await slack.refresh_links()
        with pytest.raises(NotAcknowledged, match="unconnected"):
            await claire.slash("/pratique")
