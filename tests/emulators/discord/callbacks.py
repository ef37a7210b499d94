"""Answers to interactions: the first one in time and once, then edits and more messages by their token."""

from __future__ import annotations

import asyncio
from typing import Any

from . import contents, declaring, messages, modals, payloads
from .calls import Answer, Call, Route
from .core import FIRST_ANSWER_S, TOKEN_LIFE_S, Core
from .errors import Findings, Refused, invalid
from .kit import Json, known, one_of, several
from .things import AUTOCOMPLETE, EPHEMERAL, LOADING, MODAL_SUBMIT, Interaction, Message, Modal

SAY, DEFER, DEFER_UPDATE, UPDATE, SUGGEST, OPEN = 4, 5, 6, 7, 8, 9
CHOICES_MAX = 25
UNKNOWN_INTERACTION = Refused(404, 10062, "Unknown interaction")


def deadline_passed(core: Core, interaction: Interaction) -> bool:
    return asyncio.get_running_loop().time() > interaction.born + FIRST_ANSWER_S * core.scale


# --- the first answer --------------------------------------------------------------------------------------


def _check(call: Call) -> None:
    out = Findings()
    known(call.said, (), out, ("type", "data"))
    kind, data = call.said.get("type"), call.said.get("data")
    one_of(kind, ("type",), out, (SAY, DEFER, DEFER_UPDATE, UPDATE, SUGGEST, OPEN))
    said: Json = data if isinstance(data, dict) else {}
    if kind in (SAY, UPDATE):
        contents.check(said, call.files, out, ("data",))
    elif kind == DEFER:
        known(said, ("data",), out, ("flags",))
        if (said.get("flags") or 0) & ~EPHEMERAL:
            out.add(("data", "flags"), "MESSAGE_FLAGS_INVALID", "Waiting has no flag but ephemeral.")
    elif kind == SUGGEST:
        choices = several(said.get("choices"), ("data", "choices"), out, CHOICES_MAX)
        for position, choice in enumerate(choices):
            declaring.one_choice(choice, ("data", "choices", position), out)
    elif kind == OPEN:
        modals.check(data, ("data",), out)
    out.need_none()
    if kind == SAY:
        contents.need_something(said, call.files)


def _callback(core: Core, call: Call) -> Answer:
    interaction = core.interactions.get(call.names["interaction_token"])
    if interaction is None or interaction.id != call.names["interaction_id"]:
        raise UNKNOWN_INTERACTION
    if interaction.kind is not None:
        raise Refused(400, 40060, "Interaction has already been acknowledged.")
    if interaction.missed or deadline_passed(core, interaction):
        interaction.late += 1
        raise UNKNOWN_INTERACTION
    kind, data = call.said["type"], call.said.get("data") or {}
    _need_possible(interaction, kind)
    _ANSWERS[kind](core, interaction, data, call.files)
    interaction.kind = kind
    if call.query.get("with_response") in ("1", "true"):
        return 200, _response(core, interaction)
    return 204, None


def _need_possible(interaction: Interaction, kind: int) -> None:
    """Which answers an act takes. Raises: Refused."""
    suggests = interaction.type == AUTOCOMPLETE
    if suggests != (kind == SUGGEST):
        raise invalid(("type",), "INTERACTION_CALLBACK_TYPE_INVALID", "Not an answer to this interaction.")
    if kind == OPEN and interaction.type == MODAL_SUBMIT:
        raise invalid(("type",), "INTERACTION_CALLBACK_TYPE_INVALID", "A form cannot answer a form.")
    if kind in (DEFER_UPDATE, UPDATE) and interaction.message is None:
        raise invalid(("type",), "INTERACTION_CALLBACK_TYPE_INVALID", "There is no message to change.")


def _say(core: Core, interaction: Interaction, data: Json, files: dict[str, Any]) -> None:
    message = messages.made(core, interaction.channel, data, files)
    _private(message, interaction, data)
    interaction.original = message
    messages.put(core, interaction.channel, message)


def _defer(core: Core, interaction: Interaction, data: Json, files: dict[str, Any]) -> None:
    _say(core, interaction, data, files)
    assert interaction.original is not None
    interaction.original.flags |= LOADING


def _defer_update(core: Core, interaction: Interaction, data: Json, files: dict[str, Any]) -> None:
    interaction.original = interaction.message


def _update(core: Core, interaction: Interaction, data: Json, files: dict[str, Any]) -> None:
    assert interaction.message is not None
    messages.edit(core, interaction.message, data, files)
    interaction.original = interaction.message


def _suggest(core: Core, interaction: Interaction, data: Json, files: dict[str, Any]) -> None:
    interaction.choices = data.get("choices") or []


def _open(core: Core, interaction: Interaction, data: Json, files: dict[str, Any]) -> None:
    interaction.modal = Modal(
        data["custom_id"], data["title"], data["components"], interaction.channel.id, interaction.message
    )


_ANSWERS = {
    SAY: _say,
    DEFER: _defer,
    DEFER_UPDATE: _defer_update,
    UPDATE: _update,
    SUGGEST: _suggest,
    OPEN: _open,
}


def _private(message: Message, interaction: Interaction, data: Json) -> None:
    if (data.get("flags") or 0) & EPHEMERAL:
        message.flags |= EPHEMERAL
        message.only_for = interaction.user.id


def _response(core: Core, interaction: Interaction) -> Json:
    said: Json = {"id": interaction.id, "type": interaction.type}
    whole: Json = {"interaction": said}
    if interaction.kind in (SAY, DEFER, UPDATE) and interaction.original is not None:
        said |= {
            "response_message_id": interaction.original.id,
            "response_message_loading": interaction.original.loading,
            "response_message_ephemeral": interaction.original.only_for is not None,
        }
    if interaction.kind in (SAY, UPDATE) and interaction.original is not None:
        shown = payloads.message(interaction.original, core.world)
        whole["resource"] = {"type": interaction.kind, "message": shown}
    return whole


# --- afterwards, by the token ------------------------------------------------------------------------------


def _answered(core: Core, call: Call) -> Interaction:
    """Raises: Refused, where the token is of no interaction, too old, or not answered yet."""
    interaction = core.interactions.get(call.names["webhook_token"])
    if interaction is None or call.names["webhook_id"] != core.world.application:
        raise Refused(404, 10015, "Unknown Webhook")
    if core.clock.now() > interaction.born_at + TOKEN_LIFE_S:
        raise Refused(401, 50027, "Invalid Webhook Token")
    if interaction.kind is None:
        raise Refused(404, 10015, "Unknown Webhook")
    return interaction


def _follow(core: Core, call: Call) -> Answer:
    """One more message; the first one after a sign of waiting takes its place."""
    interaction = _answered(core, call)
    waiting = interaction.original
    if waiting is not None and waiting.loading:
        _show(core, interaction, waiting, call)
        return _as_asked(core, call, waiting)
    message = messages.made(core, interaction.channel, call.said, call.files)
    _private(message, interaction, call.said)
    interaction.followups.append(message)
    interaction.more += 1
    messages.put(core, interaction.channel, message)
    return _as_asked(core, call, message)


def _as_asked(core: Core, call: Call, message: Message) -> Answer:
    if call.query.get("wait") in ("1", "true"):
        return 200, payloads.message(message, core.world)
    return 204, None


def _show(core: Core, interaction: Interaction, message: Message, call: Call) -> None:
    """The sign of waiting goes once there is something to see."""
    loading = message.loading
    message.flags &= ~LOADING
    try:
        messages.edit(core, message, call.said, call.files)
    except Refused:
        message.flags |= LOADING if loading else 0
        raise
    interaction.more += 1


def _of(interaction: Interaction, call: Call) -> Message:
    """The message that the path names. Raises: Refused."""
    id_ = call.names.get("message_id")
    own = [interaction.original] if id_ is None else [*interaction.followups, interaction.original]
    for message in own:
        if message is not None and id_ in (None, message.id) and message.id in interaction.channel.messages:
            return message
    raise Refused(404, 10008, "Unknown Message")


def _get(core: Core, call: Call) -> Answer:
    return 200, payloads.message(_of(_answered(core, call), call), core.world)


def _patch(core: Core, call: Call) -> Answer:
    interaction = _answered(core, call)
    message = _of(interaction, call)
    _show(core, interaction, message, call)
    return 200, payloads.message(message, core.world)


def _delete(core: Core, call: Call) -> Answer:
    messages.remove(core, _of(_answered(core, call), call))
    return 204, None


_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
_TOKEN = {"open": True, "counted": False}
ROUTES = (
    Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", _callback, _check, **_TOKEN),
    Route("POST", _HOOK, _follow, contents.followed, **_TOKEN),
    *(
        route
        for which in ("@original", "{message_id}")
        for route in (
            Route("GET", f"{_HOOK}/messages/{which}", _get, **_TOKEN),
            Route("PATCH", f"{_HOOK}/messages/{which}", _patch, **_TOKEN),
            Route("DELETE", f"{_HOOK}/messages/{which}", _delete, **_TOKEN),
        )
    ),
)
