"""The world: who and what there is, and where to find it. Nothing here knows of requests."""

from __future__ import annotations

from ..clock import Clock
from .errors import Refused
from .things import DM, Channel, Guild, Message, User

_EPOCH_MS = 1_420_070_400_000


class World:
    """Everything by its id. Ids grow with time, as Discord's do."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self.users: dict[str, User] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.application = self.mint()
        self.owner = self.add_user("proprietaire", "Propriétaire")
        self.bot = User(self.application, "entrepairs", "Entrepairs", bot=True)
        self.users[self.bot.id] = self.bot

    def now(self) -> float:
        return self._clock.now()

    def mint(self) -> str:
        moment = (int(self._clock.now() * 1000) - _EPOCH_MS) << 22
        self._last = max(moment, self._last + 1)
        return str(self._last)

    def add_user(self, name: str, shown: str, *, bot: bool = False, locale: str = "fr") -> User:
        user = User(self.mint(), name, shown, bot, locale)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str) -> Guild:
        guild = Guild(self.mint(), name, {self.bot.id: self.bot})
        self.guilds[guild.id] = guild
        return guild

    def add_channel(
        self, kind: int, name: str, guild: Guild | None = None, parent: Channel | None = None
    ) -> Channel:
        channel = Channel(self.mint(), kind, name, guild.id if guild else None, made_at=self.now())
        if parent is not None:
            channel.parent = parent.id
        self.channels[channel.id] = channel
        if guild is not None:
            channel.position = len(guild.channels)
            guild.channels.append(channel.id)
        return channel

    def dm(self, user: User) -> Channel:
        """The conversation of the bot with one person, made when it is first asked for."""
        for channel in self.channels.values():
            if channel.kind == DM and channel.recipient is user:
                return channel
        channel = self.add_channel(DM, "")
        channel.recipient = user
        return channel

    # what the API looks up

    def channel(self, id_: str) -> Channel:
        """Raises: Refused, where there is none or the bot may not see it."""
        channel = self.channels.get(id_)
        if channel is None:
            raise Refused(404, 10003, "Unknown Channel")
        parent = self.channels.get(channel.parent or "")
        if "access" in (channel.closed, parent.closed if parent else None):
            raise Refused(403, 50001, "Missing Access")
        return channel

    def writable(self, id_: str) -> Channel:
        """Raises: Refused, where the bot may not write."""
        channel = self.channel(id_)
        parent = self.channels.get(channel.parent or "")
        if "write" in (channel.closed, parent.closed if parent else None):
            raise Refused(403, 50013, "Missing Permissions")
        return channel

    def message(self, channel: Channel, id_: str) -> Message:
        """Raises: Refused. An ephemeral message is found by nobody here."""
        message = channel.messages.get(id_)
        if message is None or message.only_for is not None:
            raise Refused(404, 10008, "Unknown Message")
        return message

    def guild(self, id_: str) -> Guild:
        if id_ not in self.guilds:
            raise Refused(404, 10004, "Unknown Guild")
        return self.guilds[id_]

    def user(self, id_: str) -> User:
        if id_ not in self.users:
            raise Refused(404, 10013, "Unknown User")
        return self.users[id_]
