"""What people do on Discord as requests, and the replies back to them.

Commands and presses are acknowledged before anything is read; what may open a form cannot be, for a form
has to be the first answer. A submitted form is answered only when its words are kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord
from discord.app_commands import Choice

from adapters.discord import custom_ids, declare, fields, files, pointed, render, replies
from bot.card import File, Option
from bot.command import Door
from bot.errors import Refusal, TooLate
from bot.i18n import Voice, language, voice_of
from bot.refusals import refusal_card
from bot.vocabulary import Account, FormKey, Place, Reply, Request, Value, Values

PLATFORM = "discord"
FIRST_ANSWER_S = 2.0  # Discord waits 3 s for the first answer; past ours what may open a form is acknowledged
SUGGESTED_MAX = 25
UNKNOWN, ANSWERED = 10062, 40060  # too late; already answered: it was delivered twice
ASLEEP = (50083, 160005)  # the thread was archived or locked meanwhile: nothing is shown there any more

Interaction = discord.Interaction[Any]
Kind_ = discord.InteractionType

log = logging.getLogger("entrepairs.discord")


class Inbound:
    """Answers every interaction with the door's reply."""

    def __init__(self, door: Door, *, scale: float = 1.0) -> None:
        self._door = door
        self._scale = scale
        self._named = declare.by_name(door.commands)
        self._work: set[asyncio.Task[Any]] = set()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Never raises: what goes wrong is said to the person, and logged without their words."""
        task = asyncio.current_task()
        assert task is not None
        self._work.add(task)
        try:
            await self._heard(interaction)
        finally:
            self._work.discard(task)

    async def stop(self, patience_s: float) -> None:
        """Lets the answers under way end, for that long."""
        if self._work:
            await asyncio.wait(set(self._work), timeout=patience_s)
        left = set(self._work)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _heard(self, interaction: Interaction) -> None:
        voice = Voice(language(interaction.locale.value))
        try:
            await self._answer(interaction, voice)
        except TooLate:
            log.warning("late", extra={"platform": PLATFORM})
        except Exception as error:
            if isinstance(error, discord.HTTPException) and error.code in (UNKNOWN, ANSWERED):
                log.info("answered_already", extra={"platform": PLATFORM, "code": str(error.code)})
                return
            if isinstance(error, discord.HTTPException) and error.code in ASLEEP:
                log.warning("not_shown", extra={"platform": PLATFORM, "code": str(error.code)})
                return
            code = secrets.token_hex(3)
            log.error("defect", exc_info=error, extra={"code": code, "platform": PLATFORM})
            with contextlib.suppress(Exception):  # the line itself may be what broke
                await replies.give(
                    interaction, Reply(refusal_card(Refusal("error-defect", code=code), voice)), voice
                )

    async def _answer(self, interaction: Interaction, voice: Voice) -> None:
        if interaction.type is Kind_.autocomplete:
            await self._suggest(interaction)
            return
        if interaction.type not in (Kind_.application_command, Kind_.component, Kind_.modal_submit):
            return
        custom_id = str(_data(interaction).get("custom_id", ""))
        press = _pressed(custom_id) if custom_id else None
        if isinstance(press, custom_ids.Press) and press.asks:
            asked = render.confirmation(custom_id, _label(interaction, custom_id))
            await interaction.response.send_modal(asked)
            return
        request = self._request(interaction)
        if request.form is not None:
            reply = await self._door.answer(request)
        elif self._may_open(request) and interaction.type is not Kind_.modal_submit:
            reply = await self._first(interaction, request)
        else:
            await replies.acknowledge(interaction)
            reply = await self._door.answer(request)
        reply, made = await self._with_files(interaction, request, reply, voice_of(reply, voice))
        await replies.give(interaction, reply, voice_of(reply, voice), made)

    async def _with_files(
        self, interaction: Interaction, request: Request, reply: Reply, voice: Voice
    ) -> tuple[Reply, Mapping[File, bytes]]:
        """The reply with the bytes of its files, made now; a refusal takes the place of both."""
        wanted = files.of(reply.content)
        if not wanted:
            return reply, {}
        if not interaction.response.is_done():
            await replies.acknowledge(interaction)
        try:
            return reply, {one: await self._door.made(one, request.actor, request.place) for one in wanted}
        except Refusal as refusal:
            return Reply(refusal_card(refusal, voice), speech=reply.speech), {}

    async def _suggest(self, interaction: Interaction) -> None:
        """What may be meant by what was typed so far; nothing, where that cannot be said in time."""
        offered: Sequence[Option] = ()
        try:
            _, options = _unnested(_data(interaction))
            asked = next(option for option in options if option.get("focused"))
            async with asyncio.timeout(FIRST_ANSWER_S * self._scale):
                offered = await self._door.suggest(
                    self._request(interaction), asked["name"], str(asked["value"])
                )
        except Exception as error:
            log.warning("no_suggestions", exc_info=error, extra={"platform": PLATFORM})
        choices = [Choice(name=one.label, value=one.value) for one in offered[:SUGGESTED_MAX]]
        await interaction.response.autocomplete(choices)

    def _may_open(self, request: Request) -> bool:
        command = self._door.commands.get(request.verb)
        return command is not None and command.opens

    async def _first(self, interaction: Interaction, request: Request) -> Reply:
        """The reply; acknowledged on the way when it takes longer than Discord waits."""
        task = asyncio.ensure_future(self._door.answer(request))
        try:
            done, _ = await asyncio.wait({task}, timeout=FIRST_ANSWER_S * self._scale)
            if not done:
                await replies.acknowledge(interaction)
            return await task
        finally:
            task.cancel()

    # --- requests --------------------------------------------------------------------------------------

    def _request(self, interaction: Interaction) -> Request:
        verb, subject, values, key = self._asked(interaction)
        return Request(
            event=f"{PLATFORM}:{interaction.id}",
            actor=account(interaction),
            verb=verb,
            subject=subject,
            values=values,
            locale=interaction.locale.value,
            place=_place(interaction),
            form=key,
        )

    def _asked(self, interaction: Interaction) -> tuple[str, str, Values, FormKey | None]:
        data = _data(interaction)
        if interaction.type in (Kind_.application_command, Kind_.autocomplete):
            return self._ordered(interaction, data)
        what = _pressed(data["custom_id"])
        if isinstance(what, custom_ids.Press):
            values = {"pick": tuple(data["values"])} if "values" in data else {}
            return what.verb, what.subject, values, None
        verb, key = what
        return verb, key.subject, self._filled(verb, data, _realm(interaction)), key

    def _ordered(
        self, interaction: Interaction, data: Mapping[str, Any]
    ) -> tuple[str, str, Values, FormKey | None]:
        path, options = _unnested(data)
        command = self._named.get((data["type"], path))
        if command is None:
            return "", "", {}, None  # an older declaration's: the door says that the moment is past
        if data["type"] == declare.MESSAGE_MENU:
            return command.verb, "", _given(pointed.values(interaction, data)), None
        kinds = {f.name: f.kind for f in command.fields}
        values = {
            o["name"]: fields.typed(kinds[o["name"]], o["value"], _realm(interaction))
            for o in options
            if o["name"] in kinds and not o.get("focused")
        }
        return command.verb, "", _given(values), None

    def _filled(self, verb: str, data: Mapping[str, Any], realm: str) -> Values:
        command = self._door.commands.get(verb)
        kinds = {f.name: f.kind for f in command.fields} if command else {}
        return _given(
            {
                component["custom_id"]: fields.sent(kinds.get(component["custom_id"]), component, realm)
                for component in _components(data)
            }
        )


def account(interaction: Interaction) -> Account:
    user = interaction.user
    permissions = interaction.permissions
    return Account(
        PLATFORM,
        "",
        str(user.id),
        name=user.display_name,
        administers=interaction.guild_id is not None
        and (permissions.administrator or permissions.manage_guild),
    )


def _place(interaction: Interaction) -> Place | None:
    """The channel, a thread's being the one it hangs in; none in private messages."""
    if interaction.guild_id is None or interaction.channel_id is None:
        return None
    channel = interaction.channel
    inside = channel.parent_id if isinstance(channel, discord.Thread) else interaction.channel_id
    return Place(PLATFORM, str(interaction.guild_id), str(inside))


def _realm(interaction: Interaction) -> str:
    return str(interaction.guild_id or "")


def _data(interaction: Interaction) -> Mapping[str, Any]:
    data: Any = interaction.data
    return data or {}


def _unnested(data: Mapping[str, Any]) -> tuple[tuple[str, ...], list[Mapping[str, Any]]]:
    path, options = [data["name"]], data.get("options", [])
    while options and options[0]["type"] in (declare.SUBCOMMAND, declare.SUBCOMMAND_GROUP):
        path.append(options[0]["name"])
        options = options[0].get("options", [])
    return tuple(path), options


def _pressed(custom_id: str) -> custom_ids.Press | tuple[str, FormKey]:
    """What we wrote there; where nobody of ours did, the door says that the moment is past."""
    try:
        return custom_ids.read(custom_id)
    except ValueError:
        return custom_ids.Press("", "")


def _given(values: Mapping[str, Value]) -> Values:
    return {name: value for name, value in values.items() if value}


def _components(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for component in data.get("components", ()):
        inside = component.get("component")
        for found in (inside,) if inside else component.get("components", ()):
            if "custom_id" in found:
                yield found


def _label(interaction: Interaction, custom_id: str) -> str:
    """The label of the button that was pressed, as its card shows it."""
    waiting: list[Any] = list(interaction.message.components) if interaction.message else []
    for component in waiting:
        if getattr(component, "custom_id", None) == custom_id:
            return str(component.label)
        waiting.extend(getattr(component, "children", ()))
        if accessory := getattr(component, "accessory", None):
            waiting.append(accessory)
    return custom_id
