"""From a person's act to a Turn: the envelope, its acknowledgement applied, the quiet after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from . import chat, modals
from .core import Core
from .envelopes import Acknowledgement, Envelope
from .errors import NotAcknowledged, Refused, SlackComplains
from .judge import judge
from .kit import Findings, array, exactly_one, record
from .objects import GROUP, OPTION, options_of
from .payloads import event_callback
from .surfaces import need_view
from .things import Channel as Place
from .things import View
from .tickets import Response
from .transport import Events
from .turn import Turn

Json = dict[str, Any]
Apply = Callable[[Any], dict[str, str]]


def nothing(payload: Any) -> dict[str, str]:
    """An acknowledgement that says nothing more."""
    return {}


class Delivery:
    """Sends what people do, judged first by the published types, and tells what came of it."""

    def __init__(self, core: Core, events: Events) -> None:
        self._core = core
        self._events = events
        self.waiting: list[tuple[Json, int]] = []
        core.emit = self.event

    def event(self, event: Json, place: Place | None) -> None:
        judge(event["type"], event)
        for _ in range(1 if self._core.faults.deliver_twice != "fresh" else 2):
            event_id = self._core.workspace.mint("Ev")
            payload = event_callback(self._core, event, event_id)
            copies = [(payload, 0)]
            if self._core.faults.deliver_twice == "same":
                copies.append((payload, 1))
            self.waiting += copies
        if not self._core.faults.hold_events:
            self.release()

    def release(self, order: Callable[[list[tuple[Json, int]]], Iterable[tuple[Json, int]]] = list) -> None:
        """Sends the events that wait, in that order."""
        waiting, self.waiting = self.waiting, []
        for payload, attempt in order(waiting):
            self._events.send(payload, attempt)

    async def act(
        self,
        user: str,
        kind: str,
        build: Callable[[], Json],
        *,
        apply: Apply = nothing,
        channel: Envelope = "interactive",
        takes_payload: bool = False,
        tolerate: bool = False,
    ) -> Turn:
        """Delivers what `build` makes, applies the acknowledgement's payload, waits until all is quiet.

        Raises NotAcknowledged or SlackComplains unless the test says that it tolerates it.
        """
        begin = self.marks()
        payload = build()
        copies = [payload]
        if self._core.faults.deliver_twice:
            copies.append(build() if self._core.faults.deliver_twice == "fresh" else payload)
        for copy in copies:
            judge(kind, copy)
        transport = self._events.transport
        sent = [transport.send(channel, copy, takes_payload=takes_payload) for copy in copies]
        answers = await asyncio.gather(*sent)
        first = answers[0]
        errors = apply(first.payload) if first.fate == "acknowledged" else {}
        late = [answer.fate for answer in answers if answer.fate != "acknowledged"]
        if not set(late) & {"lost", "unconnected"}:
            await self._core.activity.settled()
        turn = self.turn(user, begin, first, errors)
        if not tolerate:
            if late:
                told = f" with status {first.status}" if late[0] == "refused" else ""
                raise NotAcknowledged(f"{kind}: {late[0]} after {first.latency_s:.3f} s{told}")
            if turn.complaints:
                raise SlackComplains("; ".join(turn.complaints))
        return turn

    def marks(self) -> tuple[int, int, int]:
        """Where the books stand before an act."""
        return len(self._core.workspace.changes), len(self._core.refusals), len(self._core.complaints)

    def turn(
        self, user: str, begin: tuple[int, int, int], answer: Acknowledgement, errors: dict[str, str]
    ) -> Turn:
        """Everything since `begin`; its complaints are from now on the turn's, no longer the server's."""
        core = self._core
        changes, refusals, complaints = begin
        turn = Turn(
            user=user,
            acknowledged=answer.fate == "acknowledged",
            latency_s=answer.latency_s,
            payload=answer.payload,
            changes=tuple(core.workspace.changes[changes:]),
            seen=frozenset(place.id for place in core.workspace.channels.values() if user in place.members),
            errors=errors,
            refusals=tuple(core.refusals[refusals:]),
            complaints=tuple(core.complaints[complaints:]),
        )
        del core.complaints[complaints:]
        return turn

    # what an acknowledgement can say

    def command_answer(self, response: Response) -> Apply:
        def apply(payload: Any) -> dict[str, str]:
            if payload:
                self._tried(lambda: chat.respond(self._core, response, payload))
            return {}

        return apply

    def form_answer(self, view: View) -> Apply:
        """close (nothing said), errors, update, push or clear."""

        def apply(payload: Any) -> dict[str, str]:
            if view.id not in [open_.id for open_ in self._core.workspace.stacks.get(view.user, [])]:
                return {}  # closed meanwhile
            errors: dict[str, str] = {}
            self._tried(lambda: errors.update(self._apply_form(view, payload or {})))
            return errors

        return apply

    def _apply_form(self, view: View, payload: Json) -> dict[str, str]:
        action = payload.get("response_action")
        wanted = {"errors": {"errors"}, "update": {"view"}, "push": {"view"}}.get(action or "", set())
        if payload and (set(payload) - {"response_action"} != wanted or action not in _ACTIONS):
            raise Refused("invalid_response", [f"fields {sorted(payload)} with response_action {action}"])
        if action == "errors":
            return self._field_errors(view, payload["errors"])
        if action == "update":
            current = self._core.workspace.view_named(view.id, None)
            assert current is not None
            modals.replace_view(self._core, current, need_view(payload["view"], "modal"))
        elif action == "push":
            modals.push_on_stack(self._core, view.user, need_view(payload["view"], "modal"))
        elif action == "clear":
            modals.forget(self._core, view.user)
        else:
            modals.close_top(self._core, view.user)
        return {}

    def _field_errors(self, view: View, errors: Any) -> dict[str, str]:
        inputs = {block["block_id"]: block for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            raise Refused("invalid_response", ["errors must name fields"])
        if not all(isinstance(text, str) and text for text in errors.values()):
            raise Refused("invalid_response", ["each error is a text"])
        if strangers := sorted(set(errors) - set(inputs)):
            raise Refused("invalid_response", [f"no such input block: {name}" for name in strangers])
        return {inputs[name]["label"]["text"]: text for name, text in errors.items()}

    def _tried(self, what: Callable[[], Any]) -> None:
        """An acknowledgement that Slack would not take: the person sees that something went wrong."""
        try:
            what()
        except Refused as refused:
            self._core.complain(f"acknowledgement refused: {refused.word} {'; '.join(refused.details)}")


_ACTIONS = frozenset({"errors", "update", "push", "clear"})


def offered(payload: Any) -> list[Json]:
    """The options in the answer to a suggestion request. Raises Refused."""
    out: Findings = []
    check = record(
        {},
        {"options": array(OPTION, 100, 0), "option_groups": array(GROUP, 100)},
        exactly_one("options", "option_groups"),
    )
    check(payload or {}, "", out)
    if out:
        raise Refused("invalid_options", out)
    return options_of(payload)
