"""What came of one act of a person: the acknowledgement, and everything that changed until all was quiet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .errors import Refusal
from .things import Act, Change, Message, View


@dataclass(frozen=True, slots=True)
class Turn:
    """One act and its consequences, as that person sees them.

    `acknowledged` within the deadline, after `latency_s` seconds; `payload` came with it. `errors` are the
    inline errors of a refused form, by field label; `changes` is everything that happened in the workspace,
    whoever sees it; `refusals` are calls that Slack refused, `complaints` what it would have swallowed.
    """

    user: str
    acknowledged: bool
    latency_s: float
    payload: Any
    changes: tuple[Change, ...]
    seen: frozenset[str]
    errors: dict[str, str]
    refusals: tuple[Refusal, ...] = ()
    complaints: tuple[str, ...] = ()

    def _of(self, *acts: Act) -> Iterable[Any]:
        return (change.what for change in self.changes if change.act in acts)

    def _messages(self, *acts: Act) -> list[Message]:
        return [said for said in self._of(*acts) if said.channel in self.seen]

    @property
    def views(self) -> list[View]:
        """Modals opened, pushed or updated for this person, oldest first."""
        found = self._of("view_opened", "view_pushed", "view_updated")
        return [view for view in found if view.user == self.user]

    @property
    def messages(self) -> list[Message]:
        """New messages that all of a place see, where this person is."""
        return self._messages("posted")

    @property
    def updated(self) -> list[Message]:
        return self._messages("updated")

    @property
    def deleted(self) -> list[Message]:
        return self._messages("deleted")

    @property
    def ephemerals(self) -> list[Message]:
        """Private answers to this person, new or replaced."""
        found = self._of("ephemeral", "ephemeral_replaced")
        return [said for said in found if said.only_for == self.user]
