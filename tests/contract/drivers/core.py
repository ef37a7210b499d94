"""No surface at all: people speak to the dispatcher and read what the vocabulary says.

The fastest driver, and the one that shows that a scenario is about the core: what fails here fails
everywhere.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime

from bot.card import Button, Card, Facts, File, Pick, Quote, Row, Text, Words
from bot.command import REACTED, UNREACTED, Door, Surface
from bot.errors import Refusal
from bot.i18n import Voice, plain
from bot.ports import Access, Sent
from bot.refusals import refusal_card
from bot.vocabulary import Account, Form, Place, Reply, Request, Value
from tests.contract.driver import DoorFactory, OpenForm, Person, Where

CHANNEL = Place("core", "realm", "channel")


def card_text(card: Card, voice: Voice) -> str:
    """All the words of a card, in order."""
    parts = [card.title.text if isinstance(card.title, Words) else card.title]
    for block in card.blocks:
        match block:
            case Text(spans):
                parts.append(plain(spans, voice))
            case Row(spans, button):
                parts += [plain(spans, voice), button.label if button else ""]
            case Quote(words):
                parts.append(words)
            case Facts(rows):
                parts += [f"{k} {v.text if isinstance(v, Words) else v}" for k, v in rows]
            case Pick(prompt=prompt, options=options):
                parts += [prompt, *(o.label for o in options)]
            case File(name=name):
                parts.append(name)
    parts += [b.label for b in card.buttons]
    return "\n".join(parts)


@dataclass
class Message:
    where: str  # reply | dm | place
    to: str | None
    card: Card
    voice: Voice

    @property
    def text(self) -> str:
        return card_text(self.card, self.voice)


class RecordingSender:
    """The platform's side of the core driver: keeps what it is given, and knows a nonce again."""

    platform = "core"
    idempotent = True
    edit_every_s = 0.0
    announces_leaves = True

    def __init__(self) -> None:
        self.messages: dict[str, Message] = {}
        self.nonces: dict[str, str] = {}
        self.sends = 0

    async def send(self, to: Place | Account, card: Card, voice: Voice, nonce: str) -> Sent:
        where, user = ("dm", to.user) if isinstance(to, Account) else ("place", None)
        key = self.nonces.setdefault(nonce, f"m{len(self.nonces)}")
        if key not in self.messages:
            self.sends += 1
            self.messages[key] = Message(where, user, card, voice)
        address = to.user if isinstance(to, Account) else to.id
        return Sent(to.realm, address, key)

    async def edit(self, where: Sent, card: Card, voice: Voice) -> None:
        old = self.messages[where.message]
        self.messages[where.message] = Message(old.where, old.to, card, voice)

    async def find(self, to: Place | Account, nonce: str, since: datetime) -> Sent | None:
        return None

    async def stands(self, place: Place, account: Account) -> bool | None:
        return True

    async def access(self, place: Place) -> Access | None:
        return Access.READY

    async def make_place(self, realm: str, name: str, steward: Account, *, again: bool) -> Place | None:
        return Place(self.platform, realm, CHANNEL.id)

    async def admit(self, to: Place, account: Account) -> bool:
        return True


@dataclass
class CoreDriver:
    platform: str = "core"
    place: str = "realm/channel"
    double: bool = False
    sender: RecordingSender = field(default_factory=RecordingSender)
    people: dict[str, CorePerson] = field(default_factory=dict)
    events: itertools.count[int] = field(default_factory=itertools.count)

    async def start(self, door_factory: DoorFactory) -> None:
        self._factory = door_factory
        self.door: Door = door_factory()

    async def stop(self) -> None: ...

    async def restart(self) -> None:
        self.door = self._factory()

    def person(self, name: str, *, administers: bool = False, lang: str = "fr") -> CorePerson:
        user = name.split()[0].lower()
        if user not in self.people:
            self.people[user] = CorePerson(self, name, user, administers, lang)
        return self.people[user]


@dataclass
class CorePerson:
    driver: CoreDriver
    name: str
    user: str
    administers: bool
    lang: str
    replies: list[Message] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    _form: Form | None = None

    @property
    def ref(self) -> str:
        return f"realm/{self.user}"

    @property
    def account(self) -> Account:
        return Account("core", "realm", self.user, self.name, self.administers)

    @property
    def form(self) -> OpenForm | None:
        if self._form is None:
            return None
        f = self._form
        return OpenForm(
            title=f.title,
            fields=tuple(x.name for x in f.fields),
            values=dict(f.values),
            errors=dict(f.errors),
        )

    async def ask(self, request: Request, pressed: Message | None = None) -> None:
        for _ in range(2 if self.driver.double else 1):
            self.take(await self._given(await self.driver.door.answer(request)), pressed)

    def take(self, reply: Reply, pressed: Message | None) -> None:
        voice = Voice(self.lang)
        match reply.content:
            case Form() as form:
                self._form = form
            case Card() as card:
                self._form = None
                if reply.replaces and pressed is not None:
                    pressed.card = card
                    if pressed in self.replies:
                        self.replies.remove(pressed)
                        self.replies.append(pressed)
                else:
                    self.replies.append(Message("reply", self.user, card, voice))
            case files:
                self._form = None
                assert files, "a reply of no file"

    async def _given(self, reply: Reply) -> Reply:
        """Files are made when they are given; a refusal takes their place."""
        content = reply.content
        found = content.blocks if isinstance(content, Card) else content if isinstance(content, tuple) else ()
        try:
            for file in found:
                if isinstance(file, File):
                    self.files[file.name] = await self.driver.door.made(file, self.account, CHANNEL)
        except Refusal as refusal:
            return Reply(refusal_card(refusal, Voice(self.lang)))
        return reply

    def request(self, verb: str, subject: str = "", **more: object) -> Request:
        event = f"core:{next(self.driver.events)}"
        return Request(event, self.account, verb, subject, locale=self.lang, place=CHANNEL, **more)  # type: ignore[arg-type]

    async def runs(self, path: str, **options: Value) -> None:
        wanted = tuple(path.split())
        verb = next(c.verb for c in self.driver.door.commands.values() if c.path == wanted)
        await self.ask(self.request(verb, values=options))

    async def submits(self, **values: Value) -> None:
        assert self._form is not None, f"{self.name} has no form open"
        form = self._form
        filled = {**form.values, **values}
        await self.ask(self.request(form.verb, form.subject, values=filled, form=form.key))

    async def presses(self, verb: str, label: str | None = None) -> None:
        message, button = self._find(verb, label)
        await self.ask(self.request(button.verb, button.subject), message)

    def _find(self, verb: str, label: str | None) -> tuple[Message, Button]:
        for message in reversed(self.messages("any")):
            for button in message.card.all_buttons:
                if button.verb == verb and (label is None or button.label == label):
                    return message, button
        raise AssertionError(f"{self.name} sees no button {verb}; they see {self.buttons()}")

    async def picks(self, verb: str, *values: str) -> None:
        for message in reversed(self.messages("any")):
            for block in message.card.blocks:
                if isinstance(block, Pick) and block.verb == verb:
                    await self.ask(self.request(verb, block.subject, values={"pick": values}), message)
                    return
        raise AssertionError(f"{self.name} sees no list {verb}")

    async def reacts(self, emoji: str) -> None:
        await self._emoji(REACTED, emoji)

    async def unreacts(self, emoji: str) -> None:
        await self._emoji(UNREACTED, emoji)

    async def _emoji(self, verb: str, emoji: str) -> None:
        """Means something or nothing; its answer is read by nobody."""
        newest = [key for key, m in self.driver.sender.messages.items() if m.where == "place"][-1]
        meaning = self.driver.door.reactions.get(emoji)
        if meaning is None:
            return
        request = self.request(verb, values={"message": newest, "emoji": meaning})
        for _ in range(2 if self.driver.double else 1):
            await self.driver.door.answer(request)

    def _menu(self, path: str) -> str:
        return next(
            command.verb
            for command in self.driver.door.commands.values()
            if command.path == tuple(path.split()) and command.surface is Surface.MESSAGE
        )

    async def points(self, path: str) -> None:
        newest = [key for key, m in self.driver.sender.messages.items() if m.where == "place"][-1]
        await self.ask(self.request(self._menu(path), values={"by": "realm/bot", "message_id": newest}))

    async def uses_menu(self, path: str, text: str, by: Person) -> None:
        number = f"said{next(self.driver.events)}"
        values = {"message": text, "by": by.ref, "message_id": number}
        await self.ask(self.request(self._menu(path), values=values))

    def receives_file(self, name: str) -> bytes:
        return self.files[name]

    def messages(self, where: Where) -> list[Message]:
        """What this person sees, oldest first: the place, their private messages, their answers."""
        sent = list(self.driver.sender.messages.values())
        place = [m for m in sent if m.where == "place"]
        direct = [m for m in sent if m.where == "dm" and m.to == self.user]
        return {"place": place, "dm": direct, "reply": self.replies, "any": place + direct + self.replies}[
            where
        ]

    def sees(self, text: str, where: Where = "any") -> bool:
        return any(text in t for t in self.texts(where))

    def texts(self, where: Where = "any") -> list[str]:
        return [m.text for m in self.messages(where)]

    def buttons(self) -> list[str]:
        newest = [m[-1] for w in ("place", "dm", "reply") if (m := self.messages(w))]  # type: ignore[arg-type]
        return [b.verb for m in newest for b in m.card.all_buttons]
