"""What there is on this Discord: people, servers, channels, messages, interactions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]

TEXT, DM, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 1, 11, 12, 15
THREADS = (PUBLIC_THREAD, PRIVATE_THREAD)
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3


@dataclass(slots=True)
class User:
    """Somebody's account. `takes_dms`: whether the bot may write to them in private."""

    id: str
    name: str
    shown: str
    bot: bool = False
    locale: str = "fr"
    takes_dms: bool = True
    permissions: int = 0


@dataclass(slots=True)
class Message:
    """One message; `only_for` is the one person who sees it, where it is ephemeral."""

    id: str
    channel: str
    author: User
    at: float
    content: str = ""
    flags: int = 0
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    nonce: str | None = None
    only_for: str | None = None
    edited_at: float | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)


@dataclass(slots=True)
class Channel:
    """A text channel, a forum, a thread or a conversation with one person.

    `closed`: what the bot may not do there: "access", see it; "write", send, edit or manage.
    """

    id: str
    kind: int
    name: str = ""
    guild: str | None = None
    parent: str | None = None
    owner: str | None = None
    position: int = 0
    closed: Literal["access", "write"] | None = None
    recipient: User | None = None
    overwrites: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    tags: list[Json] = field(default_factory=list)
    applied: list[str] = field(default_factory=list)
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    archive_min: int = 1440
    made_at: float = 0.0

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS


@dataclass(slots=True)
class Guild:
    id: str
    name: str
    members: dict[str, User] = field(default_factory=dict)
    channels: list[str] = field(default_factory=list)
    makes_channels: bool = True  # the bot may
    makes_threads: bool = True  # private ones, and speak in them
    manages_threads: bool = False  # nor does it ask for that


@dataclass(slots=True)
class Modal:
    """A form that is open before one person."""

    custom_id: str
    title: str
    components: list[Json]
    channel: str
    message: Message | None = None


@dataclass(slots=True)
class Interaction:
    """One act of a person, and what was answered to it.

    `born` is an instant of the loop's clock, `born_at` of the product's. `kind` is the type of the first
    answer, None while there is none; `missed`: there was none in time; `late`: how many came after it.
    `more`: what was shown after the first answer.
    """

    id: str
    token: str
    type: int
    user: User
    channel: Channel
    born: float
    born_at: float
    message: Message | None = None
    from_modal: bool = False
    kind: int | None = None
    missed: bool = False
    original: Message | None = None
    modal: Modal | None = None
    choices: list[Json] = field(default_factory=list)
    followups: list[Message] = field(default_factory=list)
    late: int = 0
    more: int = 0
