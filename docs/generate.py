"""Writes `docs/commands.md` from the commands and both catalogues: `python -m docs.generate`, from the root.

With `--check` nothing is written, and a page that differs makes the exit code 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.command import Command, Surface, Who
from bot.i18n import Voice, command_words
from bot.registry import COMMANDS
from bot.vocabulary import Field, Kind

PAGE = Path(__file__).with_name("commands.md")

# A verb's own button is `button-<verb>`; these are reached by another label.
LABELS = {
    "circle.menu": "button-menu",
    "circle.home": "home-circle",
    "circle.help": "menu-help.button",
    "circle.todo": "menu-todo.button",
    "circle.steward": "menu-steward.button",
    "circle.invited": "button-circle-charter",
    "circle.outside": "button-open",
    "me.settings": "menu-me.button",
    "practice.own": "menu-own.button",
    "session.outcome": "session-followed",
    "practice.preview": "button-open",
    "practice.page": "button-next-page",
    "practice.clear": "reason-prompt",
    "practice.because": "reason-prompt",
    "practice.tag": "tags-prompt",
    "trial.answer": "trial-answer-worked",
    "library.search": "menu-search.button",
    "library.list": "button-library-next",
    "library.filter": "library-filter",
}
FEATURES = ("practice", "library", "review", "trial", "exchange", "session", "circle", "me")

WORDS = {
    "fr": {
        "title": "Commandes",
        "slash": "Ce qui se tape",
        "buttons": "Ce qui se presse",
        "forms": "Ce qui se remplit",
        "menu": "Menu d’un message\u00a0: ",
        "shortcut": "Raccourci (Slack)\u00a0: ",
        "features": {
            "practice": "Fiches",
            "library": "Recherche",
            "review": "Relecture",
            "trial": "Essais",
            "exchange": "Autour d’une fiche",
            "session": "Rencontres",
            "circle": "Cercle",
            "me": "Mes réglages",
        },
        "who": {Who.ANYONE: "chacun", Who.MEMBER: "membre", Who.STEWARD: "responsable du cercle"},
        "head": ("Bouton ou liste", "Verbe", "Qui", "Ouvre une fiche à remplir"),
        "fields": ("Champ", "Nom", "Sorte", "Nécessaire", "Indication"),
        "kinds": {
            Kind.LINE: "une ligne, {} signes",
            Kind.TEXT: "texte, {} signes",
            Kind.PEOPLE: "personnes",
            Kind.PERSON: "personne",
            Kind.PLACE: "salon",
            Kind.YES: "oui ou non",
            Kind.NUMBER: "nombre",
            Kind.MOMENT: "date et heure",
            Kind.MESSAGE: "message",
            Kind.PRACTICE: "pratique",
            Kind.CIRCLE: "cercle",
        },
        "yes": "oui",
        "no": "non",
        "for": "Pour\u00a0:",
    },
    "en": {
        "title": "Commands",
        "slash": "What is typed",
        "buttons": "What is pressed",
        "forms": "What is filled in",
        "menu": "Menu of a message: ",
        "shortcut": "Shortcut (Slack): ",
        "features": {
            "practice": "Practices",
            "library": "Search",
            "review": "Review",
            "trial": "Trials",
            "exchange": "Around a practice",
            "session": "Sessions",
            "circle": "Circle",
            "me": "My settings",
        },
        "who": {Who.ANYONE: "anyone", Who.MEMBER: "member", Who.STEWARD: "steward"},
        "head": ("Button or list", "Verb", "Who", "Opens a form"),
        "fields": ("Field", "Name", "Kind", "Required", "Hint"),
        "kinds": {
            Kind.LINE: "one line, {} characters",
            Kind.TEXT: "text, {} characters",
            Kind.PEOPLE: "people",
            Kind.PERSON: "person",
            Kind.PLACE: "channel",
            Kind.YES: "yes or no",
            Kind.NUMBER: "number",
            Kind.MOMENT: "date and time",
            Kind.MESSAGE: "message",
            Kind.PRACTICE: "practice",
            Kind.CIRCLE: "circle",
        },
        "yes": "yes",
        "no": "no",
        "for": "For:",
    },
}


def page() -> str:
    """The whole page, French first."""
    top = [
        "# Commandes · Commands",
        "",
        "<!-- Written by docs/generate.py from the commands and both catalogues. Change those, not this. -->",
        "",
        "[Français](#français) · [English](#english)",
        "",
        "## Français",
        *_language("fr"),
        "",
        "## English",
        *_language("en"),
    ]
    return "\n".join(top) + "\n"


def _language(lang: str) -> Iterator[str]:
    said, voice = WORDS[lang], Voice(lang)
    yield from ("", f"### {said['slash']}")
    for command in COMMANDS.values():
        if command.surface is not Surface.NONE:
            yield from _typed(command, said, voice)
    for command in COMMANDS.values():
        if command.shortcut:
            key = f"shortcut-{command.verb.replace('.', '-')}"
            what = voice(f"{key}.description")
            yield from ("", f"#### {said['shortcut']}`{voice(key)}` (`{command.verb}`)", "", f"{what}.")
    yield from ("", f"### {said['buttons']}")
    for feature in FEATURES:
        yield from ("", f"#### {said['features'][feature]}", "", *_table(said["head"]))
        for command in COMMANDS.values():
            if command.verb.startswith(f"{feature}.") and (label := label_of(command, voice)):
                form = voice(_form_key(command)) if command.opens and command.asks else ""
                yield _row(label, f"`{command.verb}`", said["who"][command.who], form)
    yield from ("", f"### {said['forms']}")
    for command in COMMANDS.values():
        if command.opens and command.asks and command.fields:
            yield from ("", f"#### {voice(_form_key(command))} (`{command.verb}`)", "")
            yield from _fields(command, said, voice)


def _typed(command: Command, said: dict, voice: Voice) -> Iterator[str]:
    words = " ".join(command_words(command.path, voice.lang))
    described = voice(f"command-{'-'.join(command.path)}.description")
    typed = f"{said['menu']}`{words}`" if command.surface is Surface.MESSAGE else f"`/{words}`"
    verb = f" (`{command.verb}`)" if command.surface is Surface.MESSAGE else ""
    yield from ("", f"#### {typed}{verb}", "", f"{described}. {said['for']} {said['who'][command.who]}.")
    if command.options and command.surface is not Surface.MESSAGE:
        yield from ("", *_fields(command, said, voice))


def _fields(command: Command, said: dict, voice: Voice) -> Iterator[str]:
    yield from _table(said["fields"])
    for field in command.fields:
        key = _key(field)
        hint = voice(f"{key}.hint") if voice.has(f"{key}.hint") else ""
        required = said["yes"] if field.required else said["no"]
        yield _row(voice(key), f"`{field.name}`", _kind(field, said, voice), required, hint)


def _kind(field: Field, said: dict, voice: Voice) -> str:
    if field.choices:
        return " / ".join(voice(f"{_key(field)}-{choice.replace('_', '-')}") for choice in field.choices)
    return said["kinds"][field.kind].format(field.limit)


def label_of(command: Command, voice: Voice) -> str:
    """The words on its button, or over its list; "" for a verb that only answers."""
    key = f"button-{command.verb.replace('.', '-').replace('_', '-')}"
    if voice.has(key):
        return voice(key)
    key = LABELS.get(command.verb, "")
    return voice(key) if key else ""


def _form_key(command: Command) -> str:
    return f"form-{command.verb.replace('.', '-').replace('_', '-')}"


def _key(field: Field) -> str:
    return f"field-{field.name.replace('_', '-')}"


def _table(head: tuple[str, ...]) -> tuple[str, str]:
    return _row(*head), "|" + " --- |" * len(head)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def main() -> None:
    made = page()
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text("utf-8") != made:
            raise SystemExit("docs/commands.md is not what the commands say: python -m docs.generate")
        return
    PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
