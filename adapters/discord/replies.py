"""A reply put before the one who asked, and nobody else.

Discord takes one first answer within three seconds; a form can be nothing but that, and never follows a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from adapters.discord import files, render
from bot.card import Card, File
from bot.i18n import Voice
from bot.vocabulary import Form, Reply

Interaction = discord.Interaction[Any]


async def acknowledge(interaction: Interaction) -> None:
    """Privately in all cases; a press without a sign of waiting, its card may be replaced."""
    if interaction.message is not None:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def give(
    interaction: Interaction, reply: Reply, voice: Voice, made: Mapping[File, bytes] | None = None
) -> None:
    """Show the reply, with its files, by the one way that is still open.

    Raises: discord.HTTPException, LimitExceeded.
    """
    made = made or {}
    content = reply.content
    if isinstance(content, Form):
        first = (
            not interaction.response.is_done()
            and interaction.type is not discord.InteractionType.modal_submit
        )
        if first:
            await interaction.response.send_modal(render.form(content, voice))
            return
        content = render.faults(content, voice) if content.errors else render.waiting(content, voice)
    elif isinstance(content, tuple):
        said = voice("files-here", count=len(content))
        content = Card(said, content, notice=said)
    view = render.card(content, voice, files.named(tuple(made)), interaction.client.command_ids)
    await _show(interaction, view, files.attached(made), replaces=reply.replaces)


async def _show(
    interaction: Interaction, view: discord.ui.LayoutView, sent: list[discord.File], *, replaces: bool
) -> None:
    """For the actor's eyes alone: a reply never takes the place of a card that others see."""
    replaces = replaces and _is_private(interaction)
    how = interaction.response.type
    if how is None and replaces:
        await interaction.response.edit_message(view=view, attachments=sent)
    elif how is None:
        await interaction.response.send_message(view=view, ephemeral=True, files=sent)
    elif how is discord.InteractionResponseType.deferred_channel_message or replaces:
        await interaction.edit_original_response(view=view, attachments=sent)
    else:
        await interaction.followup.send(view=view, ephemeral=True, files=sent)


def _is_private(interaction: Interaction) -> bool:
    message = interaction.message
    return message is not None and (message.flags.ephemeral or interaction.guild_id is None)
