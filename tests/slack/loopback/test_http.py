"""Signed requests: who is let in, what is refused before anybody looks at it, and when."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest

from adapters import web
from adapters.slack import Refused, make_app
from adapters.slack.http import PATH
from bot.vocabulary import Reply, Request
from tests.contract.drivers.slack import SlackDriver, SlackPerson
from tests.contract.drivers.slack_http import HttpSlackDriver, Replica
from tests.emulators.slack import SlackServer
from tests.emulators.slack.signedhttp import signed
from tests.slack.toy import ToyDoor


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def captured(driver: HttpSlackDriver) -> tuple[bytes, dict[str, str]]:
    """A command that Slack really sent, as it left."""
    claire = driver.person("Claire Morel", administers=True)
    await claire.runs("toy show")
    posted = driver.slack.posted[-1]
    return posted.body, dict(posted.headers)


async def status(
    session: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str], verb: str = "POST"
) -> int:
    async with session.request(verb, url, data=BytesIO(body), headers=headers) as answer:
        await answer.read()
        return answer.status


# --- on either road ----------------------------------------------------------------------------------------


async def test_a_form_is_opened_corrected_and_answered(claire: SlackPerson) -> None:
    await claire.runs("toy make")
    await claire.submits(name="?", colour="red")
    assert claire.form is not None
    assert claire.form["errors"] == {"name": "Un nom, en quelques mots."}
    await claire.submits(name="Toupie", colour="red")
    assert claire.form is None
    assert claire.sees("Toupie", "reply")


async def test_slack_is_asked_once_who_we_are(driver: SlackDriver, claire: SlackPerson) -> None:
    """And never with an act: bolt is told."""
    for _ in range(3):
        await claire.runs("toy show")
        await claire.presses("toy.keep")
    await driver.restart()
    await claire.runs("toy show")
    assert driver.slack.calls["auth.test"] == 2  # one for each start


# --- who is let in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    ["forged", "altered", "unsigned", "stale", "ahead", "no time", "a word for a time", "another's time"],
)
async def test_what_slack_did_not_sign_has_no_effect(
    hosted: HttpSlackDriver, door: ToyDoor, session: aiohttp.ClientSession, wrong: str
) -> None:
    body, headers = await captured(hosted)
    before = len(door.asked)
    secret, now = hosted.slack.signing_secret, time.time()
    match wrong:
        case "forged":
            headers = signed("0" * 32, body)
        case "altered":
            body = body.replace(b"team_domain=entrepairs", b"team_domain=elsewhere")
        case "unsigned":
            del headers["X-Slack-Signature"]
        case "stale":
            headers = signed(secret, body, at=now - 302)
        case "ahead":
            headers = signed(secret, body, at=now + 302)
        case "no time":
            del headers["X-Slack-Request-Timestamp"]
        case "a word for a time":
            headers["X-Slack-Request-Timestamp"] = "yesterday"
        case _:
            headers["X-Slack-Request-Timestamp"] = str(int(headers["X-Slack-Request-Timestamp"]) - 1)
    assert await status(session, hosted.replica.url, body, headers) == 401
    await hosted.slack.settled()
    assert len(door.asked) == before


async def test_what_it_signed_within_five_minutes_is_heard(
    hosted: HttpSlackDriver, door: ToyDoor, session: aiohttp.ClientSession
) -> None:
    """The other side of the window: the test above refuses by time, not by accident."""
    body, _ = await captured(hosted)
    for at in (-290, 290):
        headers = signed(hosted.slack.signing_secret, body, at=time.time() + at)
        assert await status(session, hosted.replica.url, body, headers) == 200
    await hosted.slack.settled()
    assert len({request.event for request in door.asked}) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{", 400),
        (b"payload=%7B", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 401),
        (b'{"a":' * 100_000, 400),
        (b"", 401),
        (b"payload=", 400),
    ],
)
async def test_what_cannot_be_read_is_no_defect_of_ours(
    hosted: HttpSlackDriver,
    session: aiohttp.ClientSession,
    caplog: pytest.LogCaptureFixture,
    body: bytes,
    expected: int,
) -> None:
    headers = {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=0"}
    assert await status(session, hosted.replica.url, body, headers) == expected
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_one_path_and_nothing_else(hosted: HttpSlackDriver, session: aiohttp.ClientSession) -> None:
    url, headers = hosted.replica.url, signed(hosted.slack.signing_secret, b"a=b")
    assert await status(session, url, b"", {}, "GET") == 405
    for other in ("/", "/livez", "/readyz", "/health", f"{PATH}/more"):
        assert await status(session, url.replace(PATH, other), b"a=b", headers) == 404
    assert await status(session, url, b"a" * (1024**2 + 1), headers) == 413


async def test_slacks_own_questions_are_answered(hosted: HttpSlackDriver) -> None:
    await hosted.slack.set_request_urls(hosted.replica.url)  # a challenge
    assert await hosted.slack.checks_certificate(hosted.replica.url) == 200


# --- when ------------------------------------------------------------------------------------------------


async def test_nobody_is_served_before_slack_knows_us(door: ToyDoor, session: aiohttp.ClientSession) -> None:
    async with SlackServer.running() as slack:
        slack.faults.server_error("auth.test", times=10**6)
        replica = Replica(slack, door, 0.02)
        starting = asyncio.create_task(replica.start())
        await slack.until(lambda: slack.calls["auth.test"] > 1)
        assert not replica.app.connected
        body = b"command=%2Fjouet"
        assert await status(session, replica.url, body, signed(slack.signing_secret, body)) == 503
        slack.faults.waiting.clear()
        await starting
        assert replica.app.connected
        await slack.set_request_urls(replica.url)
        await replica.stop()


async def test_a_wrong_token_is_one_line(door: ToyDoor) -> None:
    async with SlackServer.running() as slack:
        app = make_app(
            door, bot_token="xoxb-secret", signing_secret=slack.signing_secret, api_url=slack.base_url
        )
        with pytest.raises(Refused) as refused:
            await app.run()
        assert refused.value.line.startswith("SLACK_BOT_TOKEN: ")
        assert "secret" not in refused.value.line
        assert not app.connected
        await app.close()


def test_one_road_and_not_both(door: ToyDoor) -> None:
    for keys in ({}, {"app_token": "xapp-1", "signing_secret": "0"}):
        with pytest.raises(ValueError, match="either"):
            make_app(door, bot_token="xoxb-1", api_url="http://127.0.0.1:1/api/", **keys)


async def test_what_was_taken_is_answered_before_it_closes(
    hosted: HttpSlackDriver, door: ToyDoor, session: aiohttp.ClientSession
) -> None:
    """New acts are sent away meanwhile; the form under way is acknowledged and its answer shown."""
    body, headers = await captured(hosted)
    claire = hosted.person("Inès", administers=True)
    await claire.runs("toy make")
    asked, go_on, answer = asyncio.Event(), asyncio.Event(), door.answer

    async def slow(request: Request) -> Reply:
        asked.set()
        await go_on.wait()
        return await answer(request)

    door.answer = slow  # type: ignore[method-assign]
    sending = asyncio.create_task(claire.submits(name="Toupie", colour="red"))
    await asked.wait()
    closing = asyncio.create_task(hosted.replica.app.close())
    await asyncio.sleep(0)
    assert not hosted.replica.app.connected
    assert await status(session, hosted.replica.url, body, headers) == 503
    assert not closing.done()
    go_on.set()
    await sending
    await closing
    assert claire.form is None
    assert claire.sees("Toupie", "reply")


async def test_loopback_stays_the_rule_for_our_own_pages() -> None:
    with pytest.raises(ValueError, match="not loopback"):
        await web.serve(web.make_platform_app(()), host="0.0.0.0", port=0)
