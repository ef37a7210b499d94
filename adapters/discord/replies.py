"""A reply put before the one who asked, and nobody else.

Discord takes one first answer within three seconds; a form can be nothing but that, and never follows a form.
"""

from __future__ import annotations

from typing import Any

import discord

from adapters.discord import render
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


async def give(interaction: Interaction, reply: Reply, voice: Voice) -> None:
    """Show the reply by the one way that is still open. Raises: discord.HTTPException, LimitExceeded."""
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
        content = _named(content)
    await _show(interaction, render.card(content, voice), replaces=reply.replaces)


async def _show(interaction: Interaction, view: discord.ui.LayoutView, *, replaces: bool) -> None:
    """For the actor's eyes alone: a reply never takes the place of a card that others see."""
    replaces = replaces and _is_private(interaction)
    how = interaction.response.type
    if how is None and replaces:
        await interaction.response.edit_message(view=view)
    elif how is None:
        await interaction.response.send_message(view=view, ephemeral=True)
    elif how is discord.InteractionResponseType.deferred_channel_message or replaces:
        await interaction.edit_original_response(view=view)
    else:
        await interaction.followup.send(view=view, ephemeral=True)


def _is_private(interaction: Interaction) -> bool:
    message = interaction.message
    return message is not None and (message.flags.ephemeral or interaction.guild_id is None)


def _named(files: tuple[File, ...]) -> Card:
    name = files[0].name
    return Card(name, files[1:], notice=name)
