"""Cards and forms as Discord's own widgets: Components V2 for cards, a modal for a form. Pure functions.

Each call builds afresh and stops what it built, so that the library keeps no register of views: every press
comes back as a plain interaction and is understood from its `custom_id` alone, after a restart too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import discord
from discord import ui

from adapters.discord import custom_ids
from adapters.discord.fields import labelled
from adapters.discord.markup import escaped, one_line, quoted, rendered
from bot.card import (
    Block,
    Button,
    Card,
    Chart,
    Facts,
    File,
    Pick,
    Plain,
    Quote,
    Row,
    Strong,
    Style,
    Text,
    Words,
)
from bot.i18n import Voice
from bot.limits import LimitExceeded
from bot.vocabulary import Form

NO_FILES: Mapping[File, str] = MappingProxyType({})
NO_IDS: Mapping[str, str] = MappingProxyType({})
COMPONENTS_MAX, CHARACTERS_MAX = 40, 4_000
MODAL_TITLE_MAX = 45
BESIDE_MAX, NEW_LINE = 40, "\n"
REOPEN = "draft.reopen"  # a modal cannot answer a modal: a faulty form comes back by a button
_STYLES = {
    Style.PLAIN: discord.ButtonStyle.secondary,
    Style.MAIN: discord.ButtonStyle.primary,
    Style.DANGER: discord.ButtonStyle.danger,
}

Item = ui.Item[Any]


# --- cards -------------------------------------------------------------------------------------------------


def card(
    what: Card, voice: Voice, attached: Mapping[File, str] = NO_FILES, ids: Mapping[str, str] = NO_IDS
) -> ui.LayoutView:
    """The card as one container. `attached`: the files that go with it, by name; others are only named.

    `ids`: of our commands, by their words; a command that has none is named in plain text.

    Raises:
        LimitExceeded: it holds more than Discord takes, which the vocabulary's limits should have prevented.
    """
    items = list(_items(what, voice, attached, ids))
    if _count(items) + 1 > COMPONENTS_MAX:
        items = list(_joined(items))
    if (count := _count(items) + 1) > COMPONENTS_MAX:
        raise LimitExceeded(f"card: {count} components, limit {COMPONENTS_MAX}")
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*items))
    view.stop()
    if view.content_length() > CHARACTERS_MAX:
        raise LimitExceeded(f"card: {view.content_length()} characters, limit {CHARACTERS_MAX}")
    return view


def _items(what: Card, voice: Voice, attached: Mapping[File, str], ids: Mapping[str, str]) -> Iterator[Item]:
    title = what.title.text if isinstance(what.title, Words) else what.title
    yield ui.TextDisplay(f"### {one_line(title)}")
    for block in what.blocks:
        if isinstance(block, File) and block in attached:
            yield ui.File(f"attachment://{attached[block]}")
        else:
            yield from _block(block, voice, ids)
    if what.buttons:
        yield ui.ActionRow(*map(_button, what.buttons))


def _block(block: Block, voice: Voice, ids: Mapping[str, str]) -> Iterator[Item]:
    match block:
        case Row(spans, button) if button is not None:
            yield ui.Section(ui.TextDisplay(rendered(spans, voice, ids)), accessory=_button(button))
        case Pick():
            yield ui.TextDisplay(one_line(block.prompt))
            yield ui.ActionRow(_select(block))
        case _:
            if content := _content(block, voice, ids):
                yield ui.TextDisplay(content)


def _content(block: Block, voice: Voice, ids: Mapping[str, str]) -> str:
    match block:
        case Text(spans) | Row(spans):
            return rendered(spans, voice, ids)
        case Quote(words):
            return quoted(words) if words.strip() else ""
        case Facts(rows):
            return "\n".join(_fact(label, value) for label, value in rows)
        case Chart(title, _, sentence):
            return f"**{one_line(title)}**\n{escaped(sentence)}"
        case File(name):
            return one_line(name)
        case Pick(prompt=prompt):
            return one_line(prompt)


def _fact(label: str, value: str | Words) -> str:
    """A short value beside its label, a sentence under it."""
    told = one_line(value.text if isinstance(value, Words) else value)
    return f"**{one_line(label)}**{' ' if len(told) <= BESIDE_MAX else NEW_LINE}{told}"


def _button(button: Button) -> ui.Button[Any]:
    return ui.Button(style=_STYLES[button.style], label=button.label, custom_id=custom_ids.of_button(button))


def _select(pick: Pick) -> ui.Select[Any]:
    return ui.Select(
        custom_id=custom_ids.of_pick(pick),
        min_values=0 if pick.max > 1 else 1,  # several can be taken back, one is exchanged for another
        max_values=pick.max,
        options=[discord.SelectOption(label=o.label, value=o.value, default=o.chosen) for o in pick.options],
    )


def _count(items: Sequence[Item]) -> int:
    return sum(1 + len(list(item.walk_children())) if hasattr(item, "walk_children") else 1 for item in items)


def _joined(items: Sequence[Item]) -> Iterator[Item]:
    """The same with neighbouring texts in one component: many short blocks would not fit otherwise."""
    held: list[str] = []
    for item in items:
        if isinstance(item, ui.TextDisplay):
            held.append(item.content)
            continue
        if held:
            yield ui.TextDisplay("\n".join(held))
            held = []
        yield item
    if held:
        yield ui.TextDisplay("\n".join(held))


# --- forms -------------------------------------------------------------------------------------------------


def form(what: Form, voice: Voice) -> ui.Modal:
    """The form with what is already known in it. Raises: LimitExceeded."""
    modal = ui.Modal(title=_title(what.title), custom_id=custom_ids.of_form(what), timeout=None)
    for field in what.fields:
        fault = what.errors.get(field.name, "")
        modal.add_item(labelled(field, what.values.get(field.name, ""), fault, voice))
    modal.stop()
    return modal


def confirmation(custom_id: str, label: str) -> ui.Modal:
    """Asks before a press counts: the button's own words, and Discord's buttons to send or to cancel."""
    modal = ui.Modal(title=label[:MODAL_TITLE_MAX], custom_id=custom_ids.confirmed(custom_id), timeout=None)
    modal.add_item(ui.TextDisplay(one_line(label)))
    modal.stop()
    return modal


def faults(what: Form, voice: Voice) -> Card:
    """What has to be taken up again, and the button that opens the filled form."""
    title = voice("form-faults-title")
    named = {field.name: field for field in what.fields}
    blocks = tuple(
        Text((Strong(voice(f"field-{name.replace('_', '-')}")), Plain(f" {sentence}")))
        if name in named
        else Text((Plain(sentence),))
        for name, sentence in what.errors.items()
    )
    return Card(title, blocks, _reopening(what, voice("button-correct")), notice=title)


def waiting(what: Form, voice: Voice) -> Card:
    """A button that opens the form, where Discord takes none: after a modal, or too late for one."""
    return Card(what.title, buttons=_reopening(what, voice("button-open-form")), notice=what.title)


def _reopening(what: Form, label: str) -> tuple[Button, ...]:
    if what.draft:
        return (Button(label, REOPEN, what.draft, Style.MAIN),)
    return (Button(label, what.verb, what.subject, Style.MAIN),)


def _title(text: str) -> str:
    if len(text) > MODAL_TITLE_MAX:
        raise LimitExceeded(f"form title: {len(text)} characters, limit {MODAL_TITLE_MAX}")
    return text
