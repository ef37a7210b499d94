"""What a component carries back to us in its `custom_id`: nothing else survives a restart.

A button is `verb:subject`, with `?` behind it when the press has to be confirmed first; a list to pick from
is `verb:subject*`; a form is `verb#key`. Discord takes 100 characters, unique in a message.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.card import Button, Pick
from bot.limits import LimitExceeded
from bot.vocabulary import Form, FormKey

CUSTOM_ID_MAX = 100
_ASKS, _PICKS = "?", "*"


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button or a picked list; `asks`: show the confirmation, nothing is pressed yet."""

    verb: str
    subject: str
    asks: bool = False


def of_button(button: Button) -> str:
    return _held(f"{button.verb}:{button.subject}{_ASKS if button.confirm else ''}")


def of_pick(pick: Pick) -> str:
    return _held(f"{pick.verb}:{pick.subject}{_PICKS}")


def of_form(form: Form) -> str:
    return _held(f"{form.verb}#{form.key.pack()}")


def confirmed(custom_id: str) -> str:
    """The id of the press itself, once the question is answered."""
    return custom_id.removesuffix(_ASKS)


def read(custom_id: str) -> Press | tuple[str, FormKey]:
    """Raises: ValueError, when no version of ours wrote it."""
    verb, hash_, packed = custom_id.partition("#")
    if hash_:
        return verb, FormKey.unpack(packed)
    verb, colon, subject = custom_id.partition(":")
    if not colon:
        raise ValueError("custom_id: neither a press nor a form")
    return Press(verb, subject.rstrip(_ASKS + _PICKS), subject.endswith(_ASKS))


def _held(custom_id: str) -> str:
    if len(custom_id) > CUSTOM_ID_MAX:
        raise LimitExceeded(f"custom_id: {len(custom_id)} characters, limit {CUSTOM_ID_MAX}")
    return custom_id
