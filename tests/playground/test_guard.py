"""Who is let in: this computer's own pages, and nobody else."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from adapters.playground.messages import Messages
from adapters.playground.models import Persona, Room
from adapters.web import PortBusy, make_app, serve
from tests.playground.toy import ToyClock, ToyDoor

ACT = {"as": "claire", "room": "dm", "event": "abcdefgh", "kind": "say", "text": "/jouet"}


@pytest.fixture
async def messages(clock: ToyClock, tmp_path: Path) -> AsyncIterator[Messages]:
    messages = await Messages.open(tmp_path / "m.db", clock)
    yield messages
    await messages.close()


@pytest.fixture
async def port(messages: Messages, door: ToyDoor) -> AsyncIterator[int]:
    runner = await serve(make_app(door, messages, [Persona("claire", "Claire Morel")]), port=0)
    yield runner.addresses[0][1]
    await runner.cleanup()


@pytest.fixture
async def http(port: int) -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", cookie_jar=jar) as session:
        yield session


async def get(http: aiohttp.ClientSession, path: str = "/", **headers: str) -> int:
    async with http.get(path, headers=headers) as response:
        await response.read()
        return response.status


async def post(http: aiohttp.ClientSession, body: object, **headers: str) -> int:
    async with http.post("/act", json=body, headers=headers) as response:
        await response.read()
        return response.status


async def test_another_name_for_this_address_is_refused(http: aiohttp.ClientSession, port: int) -> None:
    assert await get(http, Host=f"localhost:{port}") == 200
    for host in (f"evil.example:{port}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.evil.example:{port}", ""):
        assert await get(http, Host=host) in (400, 421), host


async def test_another_sites_page_is_refused(http: aiohttp.ClientSession, port: int, door: ToyDoor) -> None:
    own = f"http://127.0.0.1:{port}"
    assert await get(http) == 200  # the cookie
    assert await post(http, ACT, Origin=own) == 200
    for origin in ("http://evil.example", "null", f"http://127.0.0.1:{port + 1}", f"http://localhost:{port}"):
        assert await post(http, ACT, Origin=origin) == 403, origin
        assert await get(http, "/", Origin=origin) == 403, origin
    assert await post(http, ACT) == 403  # browsers always name the origin of a POST
    assert len(door.requests) == 1


async def test_only_a_page_from_here_acts_and_listens(http: aiohttp.ClientSession, port: int) -> None:
    own = f"http://127.0.0.1:{port}"
    assert await post(http, ACT, Origin=own) == 403
    assert await get(http, "/events?as=claire&since=0") == 403
    async with http.get("/") as response:
        cookie = response.cookies[f"entrepairs-{port}"]
        assert cookie["samesite"] == "Strict"
        assert cookie["httponly"]
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in policy
        assert "http" not in policy
    assert await post(http, ACT, Origin=own) == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"as": "nobody"},
        {"as": 1},
        {"event": ""},
        {"event": "a b c d e f"},
        {"room": "in-nowhere"},
        {"room": "x"},
        {"kind": "shout"},
        {"kind": "press", "message": 99, "verb": "toy.next", "subject": ""},
        {"kind": "press", "message": "1", "verb": "toy.next", "subject": ""},
        {"kind": "submit", "verb": "toy.share", "key": "a|b", "values": {}},
        {"kind": "submit", "verb": "Toy", "key": "|0||", "values": {}},
        {"kind": "submit", "verb": "toy.share", "key": "|0||", "values": {"titre": 3}},
        {"kind": "run", "path": ["rm"]},
    ],
)
async def test_what_no_page_sends_is_refused(
    wrong: dict[str, object], http: aiohttp.ClientSession, port: int, door: ToyDoor
) -> None:
    await get(http)
    assert await post(http, {**ACT, **wrong}, Origin=f"http://127.0.0.1:{port}") == 400
    assert door.requests == []


async def test_a_defect_is_answered(http: aiohttp.ClientSession, port: int, door: ToyDoor) -> None:
    await get(http)
    door.breaks = True
    async with http.post("/act", json=ACT, headers={"Origin": f"http://127.0.0.1:{port}"}) as response:
        assert response.status == 500
        assert "Le texte est gardé" in (await response.json())["defect"]


async def test_a_message_of_somebody_else_is_not_there(
    http: aiohttp.ClientSession, port: int, messages: Messages, door: ToyDoor
) -> None:
    await messages.enrol([Persona("karim", "Karim Benali")])
    await get(http)
    own = f"http://127.0.0.1:{port}"
    assert await post(http, ACT, Origin=own) == 200
    press = {**ACT, "event": "ijklmnop", "kind": "press", "message": 1, "verb": "toy.next", "subject": "42"}
    assert await post(http, {**press, "as": "karim"}, Origin=own) == 400
    assert await post(http, press, Origin=own) == 200


async def test_a_busy_port_is_one_clear_error(messages: Messages, door: ToyDoor, port: int) -> None:
    with pytest.raises(PortBusy, match=f"port {port} is busy"):
        await serve(make_app(door, messages, []), port=port)


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.168.1.2"])
async def test_it_listens_on_loopback_alone(host: str, messages: Messages, door: ToyDoor) -> None:
    with pytest.raises(ValueError, match="loopback"):
        await serve(make_app(door, messages, []), host, 0)


async def test_the_file_is_its_owners(messages: Messages, tmp_path: Path) -> None:
    await messages.enrol([Persona("claire", "Claire Morel")])
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


async def test_it_stops_while_pages_listen(messages: Messages, door: ToyDoor) -> None:
    runner = await serve(make_app(door, messages, [Persona("claire", "Claire Morel")]), port=0)
    own = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession(own, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        await get(session)
        async with session.get("/events?as=claire&since=0") as stream:
            assert (await stream.content.readline()) == b"event: now\n"
            async with asyncio.timeout(1.5):
                await runner.cleanup()


async def test_a_page_that_was_away_hears_what_it_missed_and_no_more(
    http: aiohttp.ClientSession, messages: Messages
) -> None:
    await get(http)
    claire = await messages.persona("claire")
    assert claire is not None
    for number in (1, 2):
        await messages.say(Room(), claire, "bonjour", nonce=f"n{number}")
    async with http.get("/events?as=claire&since=0", headers={"Last-Event-ID": "1"}) as stream:
        heard = await read_until_now(stream)
        assert [id for id in (1, 2, 3) if f"m-{id}\\" in heard] == [2]
        assert "id: 2\n" in heard
        await messages.say(Room(), claire, "encore", nonce="n3")
        heard = await read_until_now(stream)
        assert [id for id in (1, 2, 3) if f"m-{id}\\" in heard] == [3]


async def read_until_now(stream: aiohttp.ClientResponse) -> str:
    """The stream up to the end of its batch."""
    heard = ""
    async with asyncio.timeout(5):
        while "event: now" not in heard or not heard.endswith("\n\n"):
            heard += (await stream.content.readline()).decode()
    return heard
