"""What all parts of the emulator share: the workspace, its rules of access, and what went wrong."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ..activity import Activity
from ..clock import Clock
from .errors import Refusal, Refused
from .faults import Faults
from .rates import Rates
from .state import Workspace
from .things import Channel
from .tickets import Tickets

# What Entrepairs asks for by default, plus nothing.
SCOPES = frozenset(
    {
        "commands",
        "chat:write",
        "im:write",
        "mpim:write",
        "groups:write",
        "groups:read",
        "reactions:read",
        "users:read",
        "files:write",
    }
)
READ = {"public": "channels:read", "private": "groups:read", "im": "im:read", "mpim": "mpim:read"}
_WRITE = {
    "public": ("channels:manage",),
    "private": ("groups:write",),
    "im": ("im:write",),
    "mpim": ("mpim:write",),
}
_GROUPS = ("group_archive", "group_unarchive", "group_left", "group_deleted")
Event = dict[str, Any]


def _no_listener(event: Event, place: Channel | None) -> None:
    """Nobody is connected yet."""


@dataclass(slots=True)
class Core:
    """One installation of one app in one workspace. `scale` multiplies every protocol deadline."""

    scale: float
    scopes: frozenset[str]
    clock: Clock = field(default_factory=Clock)
    activity: Activity = field(default_factory=Activity)
    faults: Faults = field(default_factory=Faults)
    refusals: list[Refusal] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(12)}")
    app_token: str = field(default_factory=lambda: f"xapp-1-{secrets.token_hex(12)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    uninstalled: bool = False
    home_enabled: bool = True
    address: str = ""
    released: asyncio.Event = field(default_factory=asyncio.Event)
    emit: Callable[[Event, Channel | None], None] = _no_listener
    workspace: Workspace = field(init=False)
    tickets: Tickets = field(init=False)
    rates: Rates = field(init=False)

    def __post_init__(self) -> None:
        self.rates = Rates(self.scale)
        self.workspace = Workspace(self.clock, self.activity.stir)
        self.tickets = Tickets(self.clock, self.scale)

    def complain(self, what: str) -> None:
        """Records a deed that Slack would swallow or answer unpredictably; the test fails on it."""
        self.complaints.append(what)
        self.activity.stir()

    def refuse(self, method: str, refused: Refused) -> None:
        self.refusals.append(Refusal(method, refused.word, refused.details))
        self.workspace.note("refused", self.refusals[-1])

    def need_scope(self, any_of: Iterable[str]) -> None:
        wanted = tuple(any_of)
        if wanted and not self.scopes.intersection(wanted):
            raise Refused("missing_scope", needed=",".join(wanted), provided=",".join(sorted(self.scopes)))

    def need_read(self, place: Channel) -> None:
        self.need_scope([READ[place.kind]])

    def need_write(self, kind: str) -> None:
        self.need_scope(_WRITE[kind])

    def response_url(self, name: str) -> str:
        return f"{self.address}/response/{name}"

    def tell(self, kind: str, place: Channel | None = None, **fields: object) -> None:
        """An event to the app, if its scopes and its membership let it hear of it."""
        needed = {
            "reaction_added": ("reactions:read",),
            "reaction_removed": ("reactions:read",),
            "member_joined_channel": (READ[place.kind],) if place else (),
            "member_left_channel": (READ[place.kind],) if place else (),
            "channel_shared": (READ[place.kind],) if place else (),
            "channel_unshared": (READ[place.kind],) if place else (),
            **dict.fromkeys(_GROUPS, ("groups:read",)),
        }.get(kind, ())
        if not self.scopes.issuperset(needed):
            return
        if place is not None and self.workspace.bot not in place.members:
            return
        event: Event = {"type": kind, **fields}
        if kind not in ("app_uninstalled", "tokens_revoked"):
            event["event_ts"] = self.workspace.mint_ts()
        self.emit(event, place)
