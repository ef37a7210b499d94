"""A member among the others: writes, reacts, comes, goes, opens the app's Home."""

from __future__ import annotations

from collections.abc import Callable

from . import payloads, places
from .envelopes import Acknowledgement
from .errors import ClientRefuses, Refused, SlackComplains
from .screen import Json, Screen
from .things import Channel, Message
from .turn import Turn

DONE = Acknowledgement("acknowledged", 0.0)


class Presence(Screen):
    """What a person does in the workspace; the app hears of it by events, if at all."""

    async def posts(self, channel: Channel | str | None, text: str, thread: Message | None = None) -> Message:
        """Writes a message."""
        place = self._place(channel)
        self._need_member(place)
        ts = self._core.workspace.mint_ts()
        said = Message(place.id, ts, self.id, text, thread_ts=thread.ts if thread else None)
        return self._core.workspace.post(said)

    async def reacts(self, said: Message, name: str, *, tolerate: bool = False) -> Turn:
        said = self._message(said)
        place = self._core.workspace.channels[said.channel]
        return await self._does(lambda: places.react(self._core, place, said.ts, name, self.id), tolerate)

    async def unreacts(self, said: Message, name: str, *, tolerate: bool = False) -> Turn:
        said = self._message(said)
        place = self._core.workspace.channels[said.channel]
        return await self._does(lambda: places.unreact(self._core, place, said.ts, name, self.id), tolerate)

    async def joins(self, channel: Channel | str, *, tolerate: bool = False) -> Turn:
        """Joins, or is let in by somebody."""
        place = self._place(channel)
        if self.id in place.members:
            raise ClientRefuses("already there")
        return await self._does(lambda: places.enter(self._core, place, self.id), tolerate)

    async def leaves(self, channel: Channel | str, *, tolerate: bool = False) -> Turn:
        place = self._place(channel)
        self._need_member(place)
        return await self._does(lambda: places.leave(self._core, place, self.id), tolerate)

    async def opens_home(self, *, tab: str = "home", tolerate: bool = False) -> Turn:
        """Opens the app's Home tab, or the one of messages: Slack tells of both alike."""
        fields: Json = {"user": self.id, "channel": self.dm.id, "tab": tab}
        if self.home is not None and tab == "home":
            fields["view"] = payloads.view(self._core.workspace, self.home)
        return await self._does(lambda: self._core.tell("app_home_opened", None, **fields), tolerate)

    async def _does(self, deed: Callable[[], None], tolerate: bool) -> Turn:
        begin = self._delivery.marks()
        try:
            deed()
        except Refused as refused:
            raise ClientRefuses(refused.word) from None
        await self._core.activity.settled()
        turn = self._delivery.turn(self.id, begin, DONE, {})
        if turn.complaints and not tolerate:
            raise SlackComplains("; ".join(turn.complaints))
        return turn
