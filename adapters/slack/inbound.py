"""What Slack says happened, as an `Ask`: whose act it is, what it asks for, and how it can be answered.

Nothing here calls Slack. Verbs are opaque: a command that is declared is heard without a change here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from adapters.slack.fields import label_key, read
from adapters.slack.people import Person
from adapters.slack.render import PICK, from_home, unpack
from bot.command import Command, Registry, Surface
from bot.i18n import LANGUAGES, Voice, command_words
from bot.vocabulary import Field, FormKey, Kind, Place, Request, Value

Json = dict[str, Any]

NEAREST = "circle.nearest"  # answers words that are no command, in `values["text"]`
_TYPED = (Kind.LINE, Kind.TEXT, Kind.CHOICE, Kind.NUMBER, Kind.MOMENT, Kind.PRACTICE, Kind.CIRCLE)


@dataclass(frozen=True, slots=True)
class Ask:
    """One act. `alone`: the message it was done on is seen by the actor only, so that it can be replaced."""

    event: str
    realm: str
    user: str
    name: str
    verb: str
    subject: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    form: FormKey | None = None
    place: str = ""
    trigger: str = ""
    response_url: str = ""
    on_message: bool = False
    said: Mapping[str, Any] | None = None  # the message on which a menu was opened
    alone: bool = False
    home: str | None = (
        None  # done on the Home tab: the version of it that was seen, "" where that is not known
    )

    def request(self, person: Person) -> Request:
        place = Place("slack", self.realm, self.place) if self.place else None
        return Request(
            event=f"slack:{self.event}",
            actor=person.account,
            verb=self.verb,
            subject=self.subject,
            values=self.values,
            locale=person.locale,
            place=place,
            form=self.form,
        )


def realm_of(body: Mapping[str, Any]) -> str:
    """The enterprise where there is one, else the workspace: the person's id is theirs."""
    enterprise, team = body.get("enterprise") or {}, body.get("team") or {}
    above = enterprise.get("id") or body.get("enterprise_id") or body.get("context_enterprise_id")
    return str(above or team.get("id") or body.get("team_id"))


def slash(body: Mapping[str, Any], commands: Registry) -> Ask:
    typed = f"{body['command'].lstrip('/')} {unescaped(body.get('text') or '')}".strip()
    verb, values = route(commands, typed)
    return Ask(
        event=body["trigger_id"],
        realm=realm_of(body),
        user=body["user_id"],
        name=body.get("user_name", ""),
        verb=verb,
        values=values,
        place=body["channel_id"],
        trigger=body["trigger_id"],
        response_url=body["response_url"],
    )


def pressed(body: Mapping[str, Any]) -> Ask | None:
    """A button or a menu; None for what is not ours."""
    action = body["actions"][0]
    name = action.get("value") or action["action_id"]
    values: dict[str, Value] = {}
    if action["action_id"].startswith(PICK):
        name = action["action_id"].removeprefix(PICK)
        chosen = action.get("selected_options") or [action.get("selected_option")]
        values = {"pick": tuple(str(option["value"]) for option in chosen if option)}
    verb, colon, subject = name.partition(":")
    if not colon:
        return None
    place = str((body.get("channel") or {}).get("id", ""))
    ephemeral = bool((body.get("container") or {}).get("is_ephemeral"))
    on = body.get("view") or {}
    return Ask(
        **_who(body),
        event=f"{body['trigger_id']}:{action.get('action_ts', '')}",
        verb=verb,
        subject=subject,
        values=values,
        place=place,
        trigger=body["trigger_id"],
        response_url=body.get("response_url", ""),
        on_message=True,
        alone=ephemeral or place.startswith("D"),
        home=on["hash"] if on.get("type") == "home" else None,
    )


def submitted(body: Mapping[str, Any]) -> Ask:
    shown = body["view"]
    key, place = unpack(shown["private_metadata"])
    return Ask(
        **_who(body),
        event=f"{shown['id']}:{shown['hash']}",
        verb=shown["callback_id"],
        subject=key.subject,
        values=read(shown["state"]["values"], realm_of(body)),
        form=key,
        place=place,
        home="" if from_home(shown["private_metadata"]) else None,
    )


def shortcut(body: Mapping[str, Any]) -> Ask:
    """A shortcut's `callback_id` is its verb. What a message says is read later: names have to be asked."""
    said = body.get("message")
    return Ask(
        **_who(body),
        event=body["trigger_id"],
        verb=body["callback_id"],
        place=str((body.get("channel") or {}).get("id", "")),
        trigger=body["trigger_id"],
        response_url=body.get("response_url", ""),
        on_message=bool(said),
        said=said,
    )


def suggesting(body: Mapping[str, Any]) -> tuple[Ask, str, str] | None:
    """Somebody types in a list of a form: whose, which field, and what so far; None for what is not ours."""
    shown = body.get("view")
    if not shown:
        return None
    _, _, name = body["action_id"].partition(":")
    return submitted(body), name, str(body.get("value") or "")


def _who(body: Mapping[str, Any]) -> dict[str, Any]:
    user = body["user"]
    return {"realm": realm_of(body), "user": user["id"], "name": user.get("name", "")}


# --- words typed after a slash -------------------------------------------------------------------------


def route(commands: Registry, typed: str) -> tuple[str, dict[str, Value]]:
    """The verb whose path begins these words, in any language, accents and case aside; and what follows.

    The rest names a choice of the first field that has choices, or else fills the first field that can be
    typed. Words that belong to no command go to `NEAREST`.
    """
    words = typed.split()
    paths, longest = _paths(_Declared(commands, tuple(commands)))
    folded = tuple(fold(word) for word in words[:longest])
    for length in range(len(folded), 0, -1):
        command = paths.get(folded[:length])
        if command is None:
            continue
        rest = " ".join(words[length:])
        if not rest or command.fields:
            return command.verb, filled(command.fields, rest)
        break
    return NEAREST, {"text": typed}


@dataclass(frozen=True, slots=True, eq=False)
class _Declared:
    """A registry to remember something by: this very one, with these verbs."""

    commands: Registry
    verbs: tuple[str, ...]

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, _Declared) and other.commands is self.commands
        return same and other.verbs == self.verbs  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return id(self.commands)


@lru_cache(maxsize=4)
def _paths(declared: _Declared) -> tuple[Mapping[tuple[str, ...], Command], int]:
    """Each command by the words that call it, and how many the longest has: folding takes time."""
    found: dict[tuple[str, ...], Command] = {}
    for command in declared.commands.values():
        if command.surface is Surface.SLASH:
            for path in [*(command_words(command.path, lang) for lang in LANGUAGES), command.path]:
                found.setdefault(tuple(fold(word) for word in path), command)
    return found, max(map(len, found), default=0)


def filled(fields: tuple[Field, ...], rest: str) -> dict[str, Value]:
    if not rest:
        return {}
    chooser = next((one for one in fields if one.kind is Kind.CHOICE), None)
    if chooser is not None:
        for choice in chooser.choices:
            if fold(rest) in {fold(choice), *_labels(chooser, choice)}:
                return {chooser.name: choice}
    first = next((one for one in fields if one.kind in _TYPED), None)
    return {first.name: rest} if first else {}


def _labels(chooser: Field, choice: str) -> Iterable[str]:
    key = label_key(chooser, choice)
    return [fold(voice(key)) for voice in map(Voice, LANGUAGES) if voice.has(key)]


_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"  # text: typed by hand as a straight one


def fold(text: str) -> str:
    """Without accents, case and typographic marks, so that a hurried hand is understood."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace(_APOSTROPHE, "'"))
    return "".join(char for char in bare if not unicodedata.combining(char))


_LINK = re.compile(r"<(https?://[^|>]+)(?:\|[^>]*)?>")


def unescaped(text: str) -> str:
    """What was typed, of a text that Slack escaped; mentions stay as Slack writes them."""
    text = _LINK.sub(r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
