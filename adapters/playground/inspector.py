"""What the other platforms would receive, and how much of their limits it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.card import Card
from bot.i18n import Voice

Payloads = Callable[[Card, Voice], Mapping[str, Any]]  # {"slack": …, "discord": …}, from the real adapters


@dataclass(frozen=True, slots=True)
class Gauge:
    """One limit of a platform: `n` of `limit`; `key` names it in the catalogue."""

    key: str
    n: int
    limit: int


def gauges(platform: str, payload: Any) -> list[Gauge]:
    """The two limits that a card comes near to first."""
    parts = list(_objects(payload))
    if platform == "slack":
        labels = [units(p["text"]["text"]) for p in parts if p.get("type") == "button"]
        return [
            Gauge("ui-gauge-blocks", len(payload.get("blocks", ())), 50),
            Gauge("ui-gauge-button", max(labels, default=0), 75),
        ]
    components = [p for p in parts if isinstance(p.get("type"), int)]
    text = sum(units(p["content"]) for p in components if p["type"] == 10)
    return [Gauge("ui-gauge-components", len(components), 40), Gauge("ui-gauge-text", text, 4_000)]


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _objects(inner)
