"""What every surface's driver can do: start and stop the surface, and be people who use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, TypedDict

from bot.command import Door
from bot.ports import Sender
from bot.vocabulary import Value

Where = Literal["reply", "dm", "place", "any"]
DoorFactory = Callable[[], Door]


class OpenForm(TypedDict):
    """A form as a person has it before them."""

    title: str
    fields: tuple[str, ...]
    values: dict[str, Value]
    errors: dict[str, str]


class Person(Protocol):
    """Somebody in front of the surface; they see what it shows them and do what it lets them do."""

    name: str

    @property
    def ref(self) -> str:
        """The value of a PERSON field that names them."""

    @property
    def form(self) -> OpenForm | None: ...

    async def runs(self, path: str, **options: Value) -> None:
        """A slash command by its canonical English path: "circle", "practice share"."""

    async def submits(self, **values: Value) -> None:
        """Send the open form, with these fields changed."""

    async def presses(self, verb: str, label: str | None = None) -> None:
        """The button of that verb (and label) on the newest card that has one."""

    async def picks(self, verb: str, *values: str) -> None: ...

    async def reacts(self, emoji: str) -> None:
        """Puts this emoji under the newest card in the place."""

    async def unreacts(self, emoji: str) -> None:
        """Takes it away from there."""

    async def uses_menu(self, path: str, text: str, by: Person) -> None:
        """`by` writes that text in the place; this person opens the menu of that path on it."""

    async def points(self, path: str) -> None:
        """Opens the menu of that path on the newest card in the place."""

    def receives_file(self, name: str) -> bytes:
        """The newest file of that name that was given to them."""

    def sees(self, text: str, where: Where = "any") -> bool: ...

    def texts(self, where: Where = "any") -> list[str]:
        """All the text visible there, one string a message, newest last."""

    def buttons(self) -> list[str]:
        """The verbs of the buttons on the newest answer, the newest private message and the newest card."""


class Driver(Protocol):
    """One surface with people in front of it."""

    platform: str
    place: str  # value of a PLACE field for the circle's channel
    double: bool  # every native event is delivered twice
    sender: Sender

    async def start(self, door_factory: DoorFactory) -> None: ...

    async def stop(self) -> None: ...

    async def restart(self) -> None:
        """The bot's process dies and comes back on the same state."""

    def person(self, name: str, *, administers: bool = False, lang: str = "fr") -> Person: ...
