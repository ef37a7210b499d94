"""The playground's demo circle: five coaches, played through the one way in."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Awaitable, Callable
from datetime import datetime
from importlib.resources import files
from typing import Any

from bot.card import Card
from bot.command import Door
from bot.playing import START, ZONE
from bot.vocabulary import Account, Form, FormKey, Reply, Request, Value

Walk = Callable[[datetime], Awaitable[object]]  # on to an instant, everything due before it done
Say = Callable[[str, str], Awaitable[object]]  # a person's words in the channel


def demo(lang: str = "fr") -> dict[str, Any]:
    """Who they are and what they share: data. French has all of it, another language what is said."""
    told = _read("demo.toml")
    if lang != "fr":
        said = _read(f"demo-{lang}.toml")
        told["circle"] |= said["circle"]
        for many in ("words", "practices"):
            told[many] = [one | other for one, other in zip(told[many], said[many], strict=True)]
    return told


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("bot").joinpath(name).read_text("utf-8"))


def begins_at() -> datetime:
    """When the demo's circle opens: where its clock starts, before it is told."""
    return demo()["circle"]["at"].replace(tzinfo=ZONE)  # type: ignore[no-any-return]


class Cast:
    """Plays the demo: acts as its people, through a door, from the day the circle opens to the day you come.

    `place` is the value of the circle's place, `lang` the language in which all of it is said.
    """

    def __init__(
        self,
        door: Door,
        account: Callable[[str], Account],
        place: str,
        walk: Walk,
        say: Say,
        lang: str = "fr",
    ) -> None:
        self._lang = lang
        self._door = door
        self._account = account
        self._place = place
        self._walk = walk
        self._say = say
        self._events = itertools.count()

    async def play(self) -> None:
        """A circle, its members, an invitation that waits, two practices (one still to be read)."""
        told = demo(self._lang)
        circle, people = told["circle"], told["circle"]["members"]
        steward = people["steward"]
        opened = await self._do(steward, "circle.create")
        assert isinstance(opened.content, Form)
        values = {**opened.content.values, "name": circle["name"], "place": self._place}
        values |= {"register": circle["register"], "objectives": circle["objectives"]}
        await self._submit(steward, opened.content, values)
        await self._do(steward, "circle.announce")
        names = (*people["accepted"], *people["invited"])
        refs = tuple(f"{self._account(n).realm}/{n}" for n in names)
        invite = await self._do(steward, "circle.invite")
        assert isinstance(invite.content, Form)
        await self._submit(steward, invite.content, {"people": refs})
        for name in people["accepted"]:
            menu = await self._do(name, "circle.menu")
            invitation = _subject(menu, "circle.invited")
            await self._do(name, "circle.accept", invitation)
        await self._until(circle["at"])
        days = [*told["practices"], *told["words"]]
        for one in sorted(days, key=lambda one: one["at"]):
            await self._until(one["at"])
            if "words" in one:
                await self._say(one["author"], one["words"])
            else:
                await self._share(one, names)
        await self._walk(START)

    async def _until(self, wall: datetime) -> None:
        await self._walk(wall.replace(tzinfo=ZONE))

    async def _share(self, told: dict[str, Any], names: tuple[str, ...]) -> None:
        author = told["author"]
        opened = await self._do(author, "practice.share")
        assert isinstance(opened.content, Form)
        values = {f.name: told[f.name] for f in opened.content.fields}
        preview = await self._submit(author, opened.content, values)
        practice = _subject(preview, "practice.send")
        await self._do(author, "practice.send", practice)
        await self._until(told["at"])
        if told["reader"]:
            await self._until(told["read_at"])
            for name in (told_steward(), *names):
                if name != author:
                    await self._do(name, f"review.{told['reader']}", practice)
        if told.get("tags"):
            form = await self._do(author, "practice.newtags", practice)
            assert isinstance(form.content, Form)
            await self._submit(author, form.content, {"tags": told["tags"]})

    async def _do(self, who: str, verb: str, subject: str = "") -> Reply:
        return await self._door.answer(
            Request(self._event(), self._account(who), verb, subject, locale=self._lang)
        )

    async def _submit(self, who: str, form: Form, values: dict[str, Value]) -> Reply:
        key = FormKey(form.subject, form.version, form.circle, form.opening)
        event, account = self._event(), self._account(who)
        request = Request(event, account, form.verb, form.subject, values, locale=self._lang, form=key)
        return await self._door.answer(request)

    def _event(self) -> str:
        return f"demo:{next(self._events)}"


def told_steward() -> str:
    return str(demo()["circle"]["members"]["steward"])


def _subject(reply: Reply, verb: str) -> str:
    """The subject of a card's button. Raises: LookupError, where the demo and the product disagree."""
    assert isinstance(reply.content, Card)
    for button in reply.content.all_buttons:
        if button.verb == verb:
            return button.subject
    raise LookupError(verb)
