"""One's own page, as Slack's Home tab gets it: no word of another circle, none that is not theirs."""

from __future__ import annotations

import itertools
import json

import pytest

import storage.sessions
from adapters.slack.home import view
from bot.card import Audience, Card
from bot.command import HOME
from bot.dispatch import Dispatcher
from bot.i18n import Voice, voice_of
from bot.registry import COMMANDS
from bot.vocabulary import Request
from tests.flows import world
from tests.flows.conftest import Records

USERS = (
    *(f"{who}1" for who in ("steward", "lead", "author", "reader", "noting", "passed", "plain", "former")),
    *("invited1", "plain2", "both", "stranger"),
)
THERE = {  # who -> some of what stands on their own page: a sweep that misses it proves nothing
    "author1": {"zq01name", "zq01meetplannedtitle"},
    "reader1": {"zq01name", "zq01reviewtitle", "zq01meetplannedtitle"},
    "plain1": {"zq01name", "zq01meetplannedtitle"},
    "invited1": {"zq01name"},
    "both": {"zq02name", "zq02meetplannedtitle", "zq03name", "zq03meetplannedtitle"},
    "former1": set[str](),
    "stranger": set[str](),
}


async def published(database: world.Rehearsal, user: str, subject: str, pick: str) -> str:
    """The payload of the tab after somebody asked for the page of a circle, by whatever way."""
    values = {"pick": (pick,)} if pick else {}
    where = world.place(2) if subject else None
    request = Request("core:home", world.account(user), HOME, subject, values, place=where)
    reply = await world.rehearsed(database, Dispatcher(database, COMMANDS, scale=20), request)
    assert isinstance(reply.content, Card)
    assert reply.content.audience is None or reply.content.audience.member != ""
    return json.dumps(view(reply.content, voice_of(reply, Voice())), ensure_ascii=False)


async def everything(database: world.Rehearsal, user: str) -> set[str]:
    prefixes = ("", *(f"{number:x}-" for number in world.NUMBERS))
    asked = [*itertools.product(prefixes, prefixes), *((subject, "") for subject in world.subjects(1))]
    return {word for ask in asked for word in world.canaries(await published(database, user, *ask))}


@pytest.mark.parametrize("user", USERS)
async def test_the_page_holds_nothing_that_is_not_its_readers(
    user: str, rehearsal: world.Rehearsal, logged: Records
) -> None:
    seen = await everything(rehearsal, user)
    assert seen - world.allowed(user) == set()
    assert THERE.get(user, set()) - seen == set()
    assert world.canaries("\n".join(logged.texts)) == set()


@pytest.mark.parametrize(("shown", "other"), [(2, 3), (3, 2)])
async def test_of_a_second_circle_it_says_the_name_alone(
    shown: int, other: int, rehearsal: world.Rehearsal
) -> None:
    for subject, pick in ((f"{shown:x}-", ""), ("", f"{shown:x}-"), (f"{other:x}-", f"{shown:x}-")):
        seen = world.canaries(await published(rehearsal, "both", subject, pick))
        assert f"zq0{shown}meetplannedtitle" in seen
        assert {word for word in seen if word.startswith(f"zq0{other}")} == {f"zq0{other}name"}


async def test_a_planted_leak_is_found(rehearsal: world.Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions are read as somebody of another circle would read them."""
    theirs = Audience("circle2", world.id_of(2, "plain"))
    whole = storage.sessions.visible_sessions
    monkeypatch.setattr(storage.sessions, "visible_sessions", lambda reader: whole(theirs))
    seen = await everything(rehearsal, "plain1")
    assert "zq02meetplannedtitle" in seen - world.allowed("plain1")
