"""What is said in a thread: under the card, and in the channel too, where everybody who comes will see it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.vocabulary import Thread
from tests.slack.test_looking import CARD, VOICE, World, ago, world


async def under(w: World) -> Thread:
    """A thread under a card of ours."""
    card = await w.sender.send(w.place, CARD, VOICE, "ep-1")
    return Thread(w.place.platform, w.place.realm, w.place.id, "Codév, jeudi à 18 h", card.message)


async def test_it_hangs_under_the_card_and_shows_in_the_channel() -> None:
    async with world() as w:
        thread = await under(w)
        sent = await w.sender.send(thread, CARD, VOICE, "ep-2")
        card, reply = w.claire.messages(w.place.id)
        assert (reply.thread_ts, reply.broadcast) == (card.ts, True)
        assert sent.address == w.place.id
        await w.sender.edit(sent, CARD, VOICE)
        assert w.claire.messages(w.place.id)[1].thread_ts == card.ts
        assert await w.sender.admit(thread, w.account())  # whoever is in the channel reads it


async def test_an_unclear_one_is_found() -> None:
    async with world() as w:
        thread = await under(w)
        sent = await w.sender.send(thread, CARD, VOICE, "ep-2")
        assert await w.sender.find(thread, "ep-2", ago(minutes=1)) == sent


@pytest.mark.parametrize("why", ["gone", "not known", "takes none"])
async def test_without_the_card_it_is_said_in_the_channel(why: str) -> None:
    """Taken away by hand since, not known at all, or nothing that can be replied to."""
    async with world() as w:
        thread = await under(w)
        (card,) = w.claire.messages(w.place.id)
        if why == "gone":
            w.slack.workspace.remove(card)
        elif why == "takes none":
            w.slack.workspace.rewrite(card, replace(card, only_for=w.claire.id))
        else:
            thread = replace(thread, under="")
        await w.sender.send(thread, CARD, VOICE, "ep-2")
        assert w.claire.messages(w.place.id)[-1].thread_ts is None
