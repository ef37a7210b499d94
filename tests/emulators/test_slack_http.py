"""Request URLs: what arrives and how it is signed, what may be answered, what comes again."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from .slack import NotAcknowledged, SlackComplains, SlackServer, User
from .slack.signedhttp import signed
from .slack_peer import HttpPeer


@pytest.fixture
async def peer(slack: SlackServer) -> AsyncIterator[HttpPeer]:
    async with HttpPeer(slack) as peer:
        await slack.set_request_urls(peer.url)
        yield peer


async def test_commands_interactions_and_events_arrive_signed(
    slack: SlackServer, claire: User, peer: HttpPeer
) -> None:
    """The peer checks every signature with the SDK's own verifier, and answers 401 where it is wrong."""
    await claire.slash("/pratique", "Écouter & se taire")
    await claire.shortcut("partager")
    await claire.opens_home()
    command, shortcut, event = peer.payloads
    assert (command["command"], command["text"]) == ("/pratique", "Écouter & se taire")
    assert (shortcut["type"], shortcut["callback_id"]) == ("shortcut", "partager")
    assert (event["type"], event["event"]["type"]) == ("event_callback", "app_home_opened")
    kinds = [headers["Content-Type"] for headers, _ in peer.requests]
    assert kinds == ["application/x-www-form-urlencoded"] * 2 + ["application/json"]
    assert not any("X-Slack-Retry-Num" in headers for headers, _ in peer.requests)


async def test_a_wrong_secret_is_refused(slack: SlackServer, claire: User, peer: HttpPeer) -> None:
    slack._core.signing_secret = "another"
    with pytest.raises(NotAcknowledged, match=r"refused .* status 401"):
        await claire.slash("/pratique")
    assert peer.requests == []


@pytest.mark.parametrize("at", [-301, 301])
async def test_an_old_signature_is_one_that_the_peer_refuses(
    slack: SlackServer, peer: HttpPeer, at: int
) -> None:
    body = b"command=%2Fpratique"
    async with aiohttp.ClientSession() as session:
        for when, status in ((time.time() + at, 401), (None, 200)):
            headers = signed(slack.signing_secret, body, at=when)
            async with session.post(peer.url, data=body, headers=headers) as answer:
                assert answer.status == status


@pytest.mark.parametrize("answers", [{"challenge": "another"}, {}, "text"])
async def test_an_address_that_does_not_answer_the_challenge_is_not_taken(
    slack: SlackServer, claire: User, answers: Any
) -> None:
    async def wrong(_: web.Request) -> web.Response:
        return web.Response(text=answers) if isinstance(answers, str) else web.json_response(answers)

    app = web.Application()
    app.router.add_post("/slack", wrong)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        with pytest.raises(SlackComplains, match="challenge"):
            await slack.set_request_urls(f"http://127.0.0.1:{runner.addresses[0][1]}/slack")
    finally:
        await runner.cleanup()
    with pytest.raises(NotAcknowledged, match="unconnected"):
        await claire.slash("/pratique")


async def test_a_commands_answer_is_words_or_json(slack: SlackServer, claire: User, peer: HttpPeer) -> None:
    for answer in ("C’est dit", {"text": "C’est dit"}):
        peer.answer = answer
        turn = await claire.slash("/pratique")
        assert [said.text for said in turn.ephemerals] == ["C’est dit"]
    peer.answer = {"text": "a", "colour": "red"}
    with pytest.raises(SlackComplains, match="colour"):
        await claire.slash("/pratique")


async def test_other_answers_say_nothing_more(slack: SlackServer, claire: User, peer: HttpPeer) -> None:
    for answer in ({"text": "a"}, "a"):
        peer.answer = answer
        with pytest.raises(SlackComplains, match="carries a payload"):
            await claire.shortcut("partager")


@pytest.mark.parametrize("status", [201, 302, 404, 500])
async def test_only_200_acknowledges_an_act(
    slack: SlackServer, claire: User, peer: HttpPeer, status: int
) -> None:
    peer.status = status
    with pytest.raises(NotAcknowledged, match=f"status {status}"):
        await claire.slash("/pratique")


async def test_a_late_answer_is_none() -> None:
    async with SlackServer.running(scale=0.01) as slack, HttpPeer(slack) as peer:
        await slack.set_request_urls(peer.url)
        peer.mute = True
        with pytest.raises(NotAcknowledged, match="late"):
            await slack.add_user("Claire Morel").slash("/pratique")


@pytest.mark.parametrize(
    ("trouble", "reason"), [("status", "http_error"), ("mute", "http_timeout"), ("gone", "connection_failed")]
)
async def test_events_come_again_with_their_number_and_reason(trouble: str, reason: str) -> None:
    async with SlackServer.running(scale=0.02) as slack, HttpPeer(slack) as peer:
        await slack.set_request_urls(peer.url)
        peer.status, peer.mute = (500 if trouble == "status" else 200), trouble == "mute"
        if trouble == "gone":
            await peer.__aexit__()
        await slack.add_user("Claire Morel").opens_home(tolerate=True)
        for seconds in (59, 2, 298, 3, 3600):
            await slack.skip(seconds)
        tries = [one.headers for one in slack.posted]
        assert [one.get("X-Slack-Retry-Num") for one in tries] == [None, "1", "2", "3"]
        assert [one.get("X-Slack-Retry-Reason") for one in tries[1:]] == [reason] * 3
        assert len({one.body for one in slack.posted}) == 1
        slack.forgive()


async def test_an_app_may_ask_for_no_more(slack: SlackServer, claire: User, peer: HttpPeer) -> None:
    peer.status, peer.headers = 500, {"X-Slack-No-Retry": "1"}
    await claire.opens_home()
    await slack.skip(3600)
    assert len(peer.requests) == 1


@pytest.mark.parametrize(("how", "ids"), [("same", 1), ("fresh", 2)])
async def test_everything_delivered_twice(
    slack: SlackServer, claire: User, peer: HttpPeer, how: Any, ids: int
) -> None:
    slack.faults.deliver_twice = how
    await claire.slash("/pratique")
    await claire.opens_home()
    commands = [one for one in peer.payloads if "command" in one]
    events = [one for one in peer.payloads if one.get("type") == "event_callback"]
    assert (len(commands), len({one["trigger_id"] for one in commands})) == (2, ids)
    assert (len(events), len({one["event_id"] for one in events})) == (2, ids)


async def test_events_are_held_and_sent_in_another_order(
    slack: SlackServer, claire: User, peer: HttpPeer
) -> None:
    slack.faults.hold_events = True
    for _ in range(3):
        await claire.opens_home()
    assert peer.requests == []
    await slack.release_events(lambda waiting: waiting[::-1])
    ids = [one["event_id"] for one in peer.payloads]
    assert ids == sorted(ids, reverse=True)


async def test_replicas_take_turns(slack: SlackServer, claire: User) -> None:
    async with HttpPeer(slack) as one, HttpPeer(slack) as two:
        await slack.set_request_urls(one.url, two.url)
        for _ in range(4):
            await claire.slash("/pratique")
        assert (len(one.requests), len(two.requests)) == (2, 2)


async def test_a_certificate_is_checked_with_a_command_that_is_none(
    slack: SlackServer, peer: HttpPeer
) -> None:
    assert await slack.checks_certificate(peer.url) == 200
    assert peer.payloads[-1]["ssl_check"] == "1"
