"""What all parts of the emulator share: the world, the token, the switches, and what went wrong."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..activity import Activity
from ..clock import Clock
from .errors import Refusal, Refused, details
from .faults import Faults
from .state import World
from .things import Channel, Interaction

FIRST_ANSWER_S = 3.0
TOKEN_LIFE_S = 15 * 60.0
NONCE_LIFE_S = 5 * 60.0

Emit = Callable[[str, dict[str, Any], "Channel | None"], None]


def _no_listener(kind: str, said: dict[str, Any], place: Channel | None) -> None:
    """Nobody is connected yet."""


@dataclass(slots=True)
class Asked:
    """One request that reached the API, kept for the test; `at` is an instant of the loop's clock."""

    method: str
    path: str
    body: Any
    status: int = 0
    at: float = field(default_factory=lambda: asyncio.get_running_loop().time())


@dataclass(slots=True)
class Core:
    """One application with its bot. `scale` multiplies every deadline of the protocol and every rate.

    `privileged`: the privileged intents that the application may ask for.
    """

    scale: float
    privileged: int = 0
    clock: Clock = field(default_factory=Clock)
    activity: Activity = field(default_factory=Activity)
    faults: Faults = field(default_factory=Faults)
    refusals: list[Refusal] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    token: str = field(default_factory=lambda: f"loopback.{secrets.token_hex(16)}")
    commands: list[dict[str, Any]] = field(default_factory=list)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    address: str = ""
    released: asyncio.Event = field(default_factory=asyncio.Event)
    emit: Emit = _no_listener
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(self.clock)

    def complain(self, what: str) -> None:
        """Records a deed that Discord punishes or swallows; the test fails on it unless it forgives."""
        self.complaints.append(what)
        self.activity.stir()

    def refuse(self, method: str, path: str, refused: Refused) -> None:
        self.refusals.append(Refusal(method, path, refused.status, refused.code, details(refused.tree)))

    def tell(self, kind: str, said: dict[str, Any], place: Channel | None = None) -> None:
        """A dispatch to every session whose intents let it hear of it."""
        self.emit(kind, said, place)
        self.activity.stir()
