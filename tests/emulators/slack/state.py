"""The state of one workspace and the questions asked of it: who is where, who sees what, what is open."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ..clock import Clock
from .errors import Refused
from .things import Act, Blocks, Change, Channel, Kind, Message, Profile, Upload, View

Answer = dict[str, Any]


class Workspace:
    """All state of one workspace. Every change goes through `note`, which wakes whoever waits."""

    def __init__(self, clock: Clock, on_change: Callable[[], None] = lambda: None) -> None:
        self.clock = clock
        self.team_id, self.domain, self.app_id = "T0ENTREPAIRS", "entrepairs", "A0ENTREPAIRS"
        self._numbers = itertools.count(1)
        self._last_ts = 0
        self._on_change = on_change
        self.people: dict[str, Profile] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self.reactions: dict[tuple[str, str], dict[str, list[str]]] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.typed: dict[str, dict[tuple[str, str], Answer]] = {}
        self.uploads: dict[str, Upload] = {}
        self.tickets_of_uploads: dict[str, str] = {}
        self.changes: list[Change] = []
        bot = Profile(self.mint("U"), "entrepairs", "Entrepairs", is_bot=True)
        self.people[bot.id] = bot
        self.bot, self.bot_id = bot.id, self.mint("B")

    def mint(self, letter: str) -> str:
        return f"{letter}0{next(self._numbers):08d}"

    def mint_ts(self) -> str:
        """A timestamp id: later than every earlier one."""
        self._last_ts = max(self._last_ts + 1, int(self.clock.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def note(self, act: Act, what: Any, by: str = "") -> None:
        self.changes.append(Change(act, what, by))
        self._on_change()

    # places

    def add_channel(self, name: str, kind: Kind, members: set[str], creator: str) -> Channel:
        letter = {"im": "D", "mpim": "G"}.get(kind, "C")
        channel = Channel(self.mint(letter), name, kind, members, creator, int(self.clock.now()))
        self.channels[channel.id] = channel
        return channel

    def direct(self, *people: str) -> Channel:
        """The conversation of exactly these people, opened if need be."""
        wanted = set(people)
        for channel in self.channels.values():
            if channel.kind in ("im", "mpim") and channel.members == wanted:
                return channel
        kind: Kind = "im" if len(wanted) == 2 else "mpim"
        name = "directmessage" if kind == "im" else "mpdm-" + "--".join(sorted(wanted)).lower()
        return self.add_channel(name, kind, wanted, self.bot)

    def place(self, wanted: str, *, person_too: bool = False) -> Channel:
        """The conversation the bot names. One that the bot is not in and that is not public is not found."""
        if person_too and wanted in self.people:
            if wanted == self.bot or self.people[wanted].deleted:
                raise Refused("channel_not_found")
            return self.direct(wanted, self.bot)
        channel = self.channels.get(wanted)
        if channel is None or (channel.is_private and self.bot not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def person(self, wanted: str) -> Profile:
        if wanted not in self.people:
            raise Refused("user_not_found")
        return self.people[wanted]

    # messages

    def find(self, channel: str, ts: str) -> Message:
        """A message that all of the channel see, or message_not_found."""
        message = self.messages.get((channel, ts))
        if message is None or message.only_for:
            raise Refused("message_not_found")
        return message

    def post(self, message: Message) -> Message:
        message = replace(message, blocks=self.named(message.blocks))
        self.messages[message.channel, message.ts] = message
        self.note("ephemeral" if message.only_for else "posted", message, message.author)
        return message

    def rewrite(self, old: Message, new: Message) -> Message:
        new = replace(new, blocks=self.named(new.blocks), edited=True)
        self.messages[old.channel, old.ts] = new
        self.note("ephemeral_replaced" if old.only_for else "updated", new, new.author)
        return new

    def remove(self, message: Message) -> None:
        self.messages.pop((message.channel, message.ts), None)
        self.reactions.pop((message.channel, message.ts), None)
        self.note("ephemeral_deleted" if message.only_for else "deleted", message, message.author)

    def seen_by(self, person: str, channel: str) -> Iterator[Message]:
        """What this person sees there, oldest first."""
        if person in self.channels[channel].members:
            for (place, _), message in sorted(self.messages.items()):
                if place == channel and message.only_for in (None, person):
                    yield message

    # views

    def view_named(self, view_id: str | None, external_id: str | None) -> View | None:
        """An open view or a Home, by id or external id."""
        every = [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())
        for view in every:
            if view_id == view.id or (external_id and external_id == view.body.get("external_id")):
                return view
        return None

    def named(self, blocks: Blocks) -> Blocks:
        """The blocks as Slack gives them back: with block and action ids where the program gave none."""
        out: Blocks = []
        for block in blocks:
            new = {**block, "block_id": block.get("block_id") or self.mint("b")}
            for name in ("accessory", "element"):
                if name in new:
                    new[name] = self._acting(new[name])
            if new["type"] == "actions":
                new["elements"] = [self._acting(element) for element in new["elements"]]
            out.append(new)
        return out

    def _acting(self, element: dict[str, Any]) -> dict[str, Any]:
        if element["type"] == "image":
            return element
        return {**element, "action_id": element.get("action_id") or self.mint("a")}
