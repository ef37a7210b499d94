"""The things of a workspace, as plain data: people, places, messages, views, and what happens to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from .reading import buttons, labels, words

Blocks = list[dict[str, Any]]
Kind = Literal["public", "private", "im", "mpim"]
Act = Literal[
    "posted",
    "updated",
    "deleted",
    "ephemeral",
    "ephemeral_replaced",
    "ephemeral_deleted",
    "view_opened",
    "view_pushed",
    "view_updated",
    "view_closed",
    "home_published",
    "refused",
    "member_joined",
    "member_left",
]


@dataclass(frozen=True, slots=True)
class Profile:
    """A person or bot of the workspace, as users.info knows them."""

    id: str
    name: str
    real_name: str
    tz: str = "Europe/Paris"
    locale: str = "fr-FR"
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    is_guest: bool = False
    team_id: str = "T0ENTREPAIRS"  # another's where somebody comes by a shared channel


@dataclass(slots=True)
class Channel:
    """A public or private channel, a direct message (`im`) or a group one (`mpim`)."""

    id: str
    name: str
    kind: Kind
    members: set[str]
    creator: str
    created: int
    archived: bool = False
    ext_shared: bool = False
    pending_shared: bool = False  # another workspace is invited, and has not answered

    @property
    def is_private(self) -> bool:
        return self.kind != "public"


@dataclass(slots=True, eq=False)
class Upload:
    """A file of the app: announced, then sent, then shared."""

    id: str
    name: str
    length: int
    title: str = ""
    content: bytes | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message at one moment. `only_for` is the person who alone sees it, when it is ephemeral."""

    channel: str
    ts: str
    author: str
    text: str
    blocks: Blocks = field(default_factory=list)
    attachments: Blocks = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    broadcast: bool = False  # a reply that the channel shows as well
    only_for: str | None = None
    edited: bool = False
    files: tuple[Upload, ...] = ()

    @property
    def words(self) -> str:
        """Every text that is seen, line by line; the fallback `text` when there is no block."""
        return words(self.blocks) if self.blocks else self.text

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in reading order."""
        return buttons(self.blocks)


@dataclass(frozen=True, slots=True)
class View:
    """One version of a modal or Home view. Two versions of a view share `id` and differ in `hash`."""

    id: str
    user: str
    hash: str
    body: dict[str, Any]
    root_id: str
    previous_id: str | None = None

    @property
    def blocks(self) -> Blocks:
        found: Blocks = self.body["blocks"]
        return found

    @property
    def title(self) -> str:
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def submit(self) -> str | None:
        """The label of the submit button, if it has one."""
        return self.body["submit"]["text"] if "submit" in self.body else None

    @property
    def callback_id(self) -> str:
        return str(self.body.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.body.get("private_metadata", ""))

    @property
    def words(self) -> str:
        return words(self.blocks)

    @property
    def labels(self) -> list[str]:
        """The labels of its input fields, in reading order."""
        return labels(self.blocks)

    @property
    def buttons(self) -> list[str]:
        return buttons(self.blocks)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened in the workspace, for tests that ask what came of an act."""

    act: Act
    what: Any
    by: str = ""
