"""Socket Mode through weather: deaf sockets, refreshes, refusals, a Slack that is out of reach."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from time import monotonic
from typing import Any

import pytest

from adapters.slack import admission, make_app, socket
from bot.card import Card
from bot.vocabulary import Place, Reply, Request
from tests.emulators.slack import SlackServer, Turn, User
from tests.slack.toy import ToyDoor

SCALE = 0.25  # our own deadlines: deaf after 6 s, with 1.5 s to spare on a busy machine
OPEN = "apps.connections.open"


class Running:
    """The app on one workspace whose patience is Slack's own, and what it did at each gap."""

    def __init__(self, slack: SlackServer, door: ToyDoor, scale: float) -> None:
        self.slack = slack
        self.door = door
        self.gaps = 0
        door.answers["toy.show"] = Reply(Card("Une étagère"))
        reactable = door.reactable

        async def counted(platform: str) -> Sequence[tuple[Place, str]]:
            self.gaps += 1
            return await reactable(platform)

        door.reactable = counted  # type: ignore[method-assign]
        self.app = make_app(
            door, bot_token=slack.bot_token, app_token=slack.app_token, api_url=slack.base_url, scale=scale
        )
        self.claire: User = slack.add_user("Claire Morel", admin=True)
        slack.on_idle(self.app.idle)
        self.task = asyncio.create_task(self.app.run())

    async def serves(self) -> None:
        """A command is heard and answered."""
        turn = await self.claire.slash("/jouet", "étagère")
        assert len(turn.ephemerals) == 1

    async def opened(self, times: int) -> None:
        """Returns once so many addresses were asked for."""
        await self.slack.until(lambda: self.slack.calls[OPEN] >= times)

    async def stop(self) -> None:
        await self.app.close()
        await self.task
        await self.slack.disconnected()


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer.running(scale=2.0) as slack:
        yield slack


@pytest.fixture
def scale() -> float:
    return 1.0


@pytest.fixture
async def bot(slack: SlackServer, door: ToyDoor, scale: float) -> AsyncIterator[Running]:
    bot = Running(slack, door, scale)
    await slack.connected()
    yield bot
    await bot.stop()


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were asked for, without the waiting and without chance."""
    asked: list[float] = []

    async def at_once(self: admission.Admission, pause_s: float) -> None:
        asked.append(pause_s)
        await asyncio.sleep(0)

    monkeypatch.setattr(admission.Admission, "wait", at_once)
    monkeypatch.setattr("adapters.slack.admission.random.uniform", lambda low, high: 1.0)
    return asked


# --- deaf ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [SCALE])
async def test_a_deaf_socket_is_noticed_and_replaced(slack: SlackServer, bot: Running) -> None:
    """Both sides think it open. Within thirty (scaled) seconds it is red, and another one is asked for."""
    await bot.serves()
    assert bot.app.connected
    slack.hold_greetings()
    slack.freeze_links()
    began = monotonic()
    await bot.opened(2)
    assert monotonic() - began < 30 * SCALE
    assert not bot.app.connected
    slack.thaw_links()
    slack.release_greetings()
    await slack.until(lambda: slack.remained != [] and slack.links == 1)
    await bot.serves()
    assert bot.app.connected
    assert bot.gaps == 2


@pytest.mark.parametrize("scale", [0.05])
async def test_a_quiet_socket_is_not_taken_for_a_deaf_one(
    slack: SlackServer, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing happens for longer than that, but pings are answered."""
    pongs = asyncio.Event()
    heard, wanted = [0], 5

    async def counted(self: socket.Socket) -> bool:
        goes_on = await hear(self)
        heard[0] += 1
        if heard[0] >= wanted * 2:
            pongs.set()
        return goes_on

    hear = socket.Socket._hear
    monkeypatch.setattr(socket.Socket, "_hear", counted)
    await asyncio.wait_for(pongs.wait(), 20)
    assert bot.app.connected
    assert slack.calls[OPEN] == 1


# --- replaced --------------------------------------------------------------------------------------------


async def test_the_next_socket_is_open_before_the_old_one_goes(
    slack: SlackServer, door: ToyDoor, bot: Running
) -> None:
    """Warned, it serves on; what came over it is acknowledged on it, however long that takes."""
    heard, go_on = asyncio.Event(), asyncio.Event()

    async def slow(request: Request) -> Reply:
        heard.set()
        await go_on.wait()
        return Reply(Card("Enfin"))

    door.answers["toy.make"] = slow
    slack.hold_greetings()
    await slack.refresh_links("warning")
    await bot.opened(2)
    await bot.serves()
    acting = asyncio.create_task(bot.claire.slash("/jouet", "fabriquer"))
    await heard.wait()
    slack.release_greetings()
    await slack.connected(2)
    assert slack.remained == []
    go_on.set()
    turn: Turn = await acting
    assert turn.acknowledged
    await slack.until(lambda: slack.remained == [1])
    await bot.serves()
    assert slack.calls[OPEN] == 2
    assert bot.gaps == 1  # nothing was missed: nothing is read again


async def test_what_happens_while_one_refreshes_is_heard(
    slack: SlackServer, door: ToyDoor, bot: Running
) -> None:
    """The old socket gets no more; events wait for the new one."""
    circle = slack.add_channel("cercle", members=[bot.claire], bot=True)
    said = await bot.claire.posts(circle, "Bonjour")
    for emoji in ("bulb", "test_tube"):
        await slack.refresh_links()
        await bot.claire.reacts(said, emoji)
        await slack.connected()
        await slack.settled()
    assert [request.values["emoji"] for request in door.asked] == ["shiny", "spun"]
    await slack.until(lambda: slack.remained == [1, 1])


async def test_a_refresh_while_slack_is_out_of_reach_goes_on_serving(
    slack: SlackServer, bot: Running, waited: list[float]
) -> None:
    slack.faults.server_error(OPEN, times=4)
    await slack.refresh_links("warning")
    await bot.serves()
    await slack.until(lambda: slack.remained == [1])
    assert waited[:4] == [0.0, 1.0, 2.0, 4.0]
    assert bot.app.connected
    assert bot.gaps == 1


# --- lost, refused, out of reach ---------------------------------------------------------------------------


async def test_after_an_abrupt_end_it_comes_back_and_reads_again(slack: SlackServer, bot: Running) -> None:
    slack.hold_greetings()
    slack.cut_links()
    await bot.opened(2)
    assert not bot.app.connected
    slack.release_greetings()
    await slack.connected()
    await bot.serves()
    assert bot.gaps == 2


async def test_what_came_before_an_abrupt_end_is_done(
    slack: SlackServer, door: ToyDoor, bot: Running
) -> None:
    """Its acknowledgement is lost, not the words: they were being kept."""
    heard, go_on, kept = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(request: Request) -> Reply:
        heard.set()
        await go_on.wait()
        kept.set()
        return Reply(Card("Gardé"))

    await bot.claire.slash("/jouet", "fabriquer")
    door.answers["toy.make"] = slow
    words = {"Nom": "Toupie", "Couleur": "Rouge"}
    acting = asyncio.create_task(bot.claire.submit(values=words, tolerate=True))
    await heard.wait()
    slack.cut_links()
    assert not (await acting).acknowledged
    await slack.connected()
    go_on.set()
    await asyncio.wait_for(kept.wait(), 5)
    await slack.settled()


async def test_too_many_sockets_are_no_storm(slack: SlackServer, door: ToyDoor, waited: list[float]) -> None:
    slack.turn_away(8)
    bot = Running(slack, door, 1.0)
    await slack.connected()
    assert slack.calls[OPEN] == 9
    assert waited == [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0]
    await bot.serves()
    await bot.stop()


async def test_sockets_that_end_at_once_are_no_storm(
    slack: SlackServer, bot: Running, waited: list[float]
) -> None:
    for _ in range(4):
        slack.cut_links()
        await slack.connected()
    assert waited == [0.0, 1.0, 2.0, 4.0]


async def test_one_that_was_open_for_long_is_followed_at_once(
    slack: SlackServer, bot: Running, waited: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "STEADY_S", 0.0)
    for _ in range(3):
        slack.cut_links()
        await slack.connected()
    assert waited == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("trouble", ["server_error", "drop_after_commit", "rate_limit"])
async def test_a_slack_out_of_reach_is_asked_less_and_less(
    slack: SlackServer, bot: Running, waited: list[float], trouble: str
) -> None:
    how: dict[str, Any] = {"retry_after_s": 30} if trouble == "rate_limit" else {}
    getattr(slack.faults, trouble)(OPEN, times=7, **how)
    slack.cut_links()
    await slack.connected()
    assert slack.calls[OPEN] == 1 + 8
    growing = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0]
    assert waited == [0.0, *([max(30.0, one) for one in growing] if how else growing)]
    await bot.serves()
    assert bot.gaps == 2


async def test_a_token_that_is_taken_back_ends_nobody(
    slack: SlackServer, bot: Running, waited: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    """At the start it is a line and an end; later, other platforms are served meanwhile."""
    good, slack._core.app_token = slack.app_token, "xapp-another"
    slack.cut_links()
    await bot.opened(4)
    assert not bot.app.connected
    slack._core.app_token = good
    await slack.connected()
    await bot.serves()
    assert "refused" in [record.message for record in caplog.records]


@pytest.mark.parametrize("frame", ["nonsense", "[]", '{"type": "later"}', '{"envelope_id": 1}'])
async def test_frames_that_nobody_can_read_are_left(slack: SlackServer, bot: Running, frame: str) -> None:
    await slack._sockets.links[0].socket.send_str(frame)
    await bot.serves()
    assert slack.calls[OPEN] == 1


def test_pauses_grow_to_a_minute_and_are_never_in_step() -> None:
    waits = admission.pauses()
    found = [next(waits) for _ in range(12)]
    for pause_s, wanted in zip(found, (1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60), strict=True):
        assert 0.8 * wanted <= pause_s <= 1.2 * wanted
    assert len(set(found)) == 12
