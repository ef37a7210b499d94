"""How it is said that something cannot be: what happened, what is safe, what next."""

from __future__ import annotations

from bot.card import Button, Card, Plain, Text
from bot.command import Command, Context
from bot.errors import Invalid, Refusal
from bot.i18n import Voice
from bot.roads import Draft
from bot.vocabulary import Form, FormKey


def refusal_card(refusal: Refusal, voice: Voice, kept: str = "") -> Card:
    """What happened, what is safe, what next."""
    title = voice(refusal.text_key, **refusal.text_args)
    safe = voice("text-kept") if kept else voice(f"{refusal.text_key}.safe", **refusal.text_args)
    label, verb, subject = refusal.button
    buttons = [Button(voice(label), verb, subject)]
    if kept:
        buttons.insert(0, Button(voice("button-reopen"), "draft.reopen", kept))
    return Card(title, (Text((Plain(safe),)),), tuple(buttons), notice=title)


def faulty_card(command: Command, context: Context, invalid: Invalid) -> Card:
    """A typed command with a fault: what is wrong, in words."""
    texts = tuple(Text((Plain(t),)) for t in _fault_texts(context, invalid).values())
    title = context.voice("error-invalid")
    return Card(title, texts, (Button(context.voice("button-menu"), "circle.menu"),), notice=title)


def form_with_faults(command: Command, context: Context, invalid: Invalid, draft: Draft) -> Form:
    """The same form with its faults; `draft` lets a surface that cannot show them inline reopen it."""
    form = context.request.form or FormKey()
    return Form(
        command.verb,
        form_title(command, context.voice),
        command.fields,
        subject=form.subject,
        values=context.request.values,
        errors=_fault_texts(context, invalid),
        circle=form.circle,
        version=form.version,
        opening=form.opening,
        draft=draft.id,
    )


def _fault_texts(context: Context, invalid: Invalid) -> dict[str, str]:
    return {name: context.voice(key, **dict(args)) for name, (key, args) in invalid.fields.items()}


def form_title(command: Command, voice: Voice) -> str:
    return voice(f"form-{command.verb.replace('.', '-').replace('_', '-')}")
