"""The playground's sender: what is said out of turn goes into its messages."""

from __future__ import annotations

from datetime import datetime

from adapters.playground.messages import Messages
from adapters.playground.models import PLATFORM, REALM, Message, Room
from bot.card import Card
from bot.errors import Gone
from bot.i18n import Voice
from bot.ports import Access, Sent
from bot.vocabulary import Account, Place


class PlaygroundSender:
    """A `Sender`. The nonce is a unique column: a second send with the same makes no second message."""

    platform = PLATFORM
    idempotent = True
    edit_every_s = 0.0
    announces_leaves = True  # nobody ever leaves it

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        """Raises: Gone."""
        nonce = f"sent:{nonce}"
        if isinstance(to, Place):
            if await self._messages.channel(to.id) is None:
                raise Gone("no such channel")
            id = await self._messages.post(Room(to.id), card, voice, nonce=nonce)
            return Sent(REALM, to.id, str(id))
        if await self._messages.persona(to.user) is None:
            raise Gone("no such persona")
        id = await self._messages.post(Room(), card, voice, nonce=nonce, viewer=to.user)
        return Sent(REALM, to.user, str(id))

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        """Raises: Gone."""
        if not where.message.isdecimal() or not await self._messages.put(int(where.message), card, voice):
            raise Gone("no such message")

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        found = await self._messages.sent(f"sent:{nonce}")
        address = to.id if isinstance(to, Place) else to.user
        if found is None or _address(found) != address:
            return None
        return Sent(REALM, address, str(found.id))

    async def stands(self, place: Place, account: Account) -> bool | None:
        return True

    async def access(self, place: Place) -> Access | None:
        """A channel here is read by whoever is in it."""
        return Access.READY if await self._messages.channel(place.id) else None

    async def make_place(self, realm: str, name: str, steward: Account, *, again: bool) -> Place | None:
        """A channel of that name, or of the next free one."""
        id = await self._messages.make_channel(name, steward.user, again=again)
        return Place(PLATFORM, REALM, id)

    async def admit(self, to: Place, account: Account) -> bool:
        """Put a persona into a channel, whose threads are its own messages. Raises: Gone."""
        if await self._messages.channel(to.id) is None:
            raise Gone("no such channel")
        await self._messages.admit(to.id, account.user)
        return True


def _address(message: Message) -> str:
    return message.channel or message.viewer or ""
