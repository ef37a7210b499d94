"""Payloads that Discord accepts, one of each kind, for tests that spoil one thing in them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
WEB = "https://example.org/image.png"
V2 = 1 << 15


def button(custom_id: str = "a", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Oui", "custom_id": custom_id, **more}


def row(*inside: Json) -> Json:
    return {"type": 1, "components": list(inside)}


def words(content: str = "Bonjour") -> Json:
    return {"type": 10, "content": content}


def options(count: int) -> list[Json]:
    return [{"label": f"Choix {n}", "value": f"v{n}"} for n in range(count)]


def picks(custom_id: str = "p", count: int = 3) -> Json:
    return {"type": 3, "custom_id": custom_id, "min_values": 1, "max_values": 2, "options": options(count)}


TEXT: Json = {
    "content": "Bonjour",
    "nonce": "n1",
    "enforce_nonce": True,
    "allowed_mentions": {"parse": ["users"]},
    "embeds": [{"title": "Une fiche", "description": "En bref"}],
    "components": [row(button("a"), {"type": 2, "style": 5, "label": "Lire", "url": WEB}), row(picks())],
}

CARD: Json = {
    "flags": V2,
    "components": [
        {
            "type": 17,
            "accent_color": 0x336699,
            "components": [
                words("### Une fiche"),
                {"type": 9, "components": [words()], "accessory": button("b")},
                {"type": 9, "components": [words()], "accessory": {"type": 11, "media": {"url": WEB}}},
                row(button("a"), button("c", style=4)),
                row(picks()),
                {"type": 14, "divider": True, "spacing": 1},
                {"type": 12, "items": [{"media": {"url": WEB}}]},
            ],
        },
    ],
}


def label(component: Json, text: str = "Titre") -> Json:
    return {"type": 18, "label": text, "description": "En quelques mots", "component": component}


def line(custom_id: str = "t") -> Json:
    return {"type": 4, "custom_id": custom_id, "style": 1, "min_length": 1, "max_length": 80, "value": "Oui"}


FORM: Json = {
    "custom_id": "f",
    "title": "Partager",
    "components": [
        label(line()),
        label(picks()),
        label({"type": 5, "custom_id": "u", "min_values": 0, "max_values": 3, "required": False}),
        label({"type": 8, "custom_id": "c", "channel_types": [0]}),
        words("Envoyer garde ce qui est écrit."),
    ],
}

CHOICES: Json = {
    "custom_id": "f",
    "title": "Choisir",
    "components": [
        label({"type": 21, "custom_id": "r", "options": options(2)}),
        label({"type": 22, "custom_id": "k", "options": options(3), "min_values": 0, "max_values": 3}),
        label({"type": 23, "custom_id": "y", "default": True}),
        row({"type": 4, "custom_id": "o", "style": 2, "label": "Histoire", "max_length": 4000}),
    ],
}


def option(name: str = "titre", **more: Any) -> Json:
    return {"type": 3, "name": name, "description": "Un titre", **more}


COMMAND: Json = {
    "type": 1,
    "name": "practice",
    "name_localizations": {"fr": "pratique"},
    "description": "Practices",
    "description_localizations": {"fr": "Les pratiques"},
    "contexts": [0, 1],
    "integration_types": [0],
    "options": [
        {
            "type": 1,
            "name": "share",
            "description": "Share one",
            "options": [
                option("title", required=True, max_length=80),
                option("kind", choices=[{"name": "Question", "value": "question"}]),
                option("near", autocomplete=True),
            ],
        },
        {
            "type": 2,
            "name": "library",
            "description": "The library",
            "options": [{"type": 1, "name": "find", "description": "Find one", "options": []}],
        },
    ],
}
MENU: Json = {"type": 3, "name": "Garder ce message", "contexts": [0]}
COMMANDS: list[Json] = [COMMAND, MENU]
