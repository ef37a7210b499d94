"""What is on the files after a kill and at the end, read by somebody else than the process that wrote it."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from adapters.playground import cardjson
from bot.card import Card
from storage.engine import open_engine
from storage.schema import (
    commitments,
    drafts,
    endorsements,
    jobs,
    notes,
    posts,
    practice_versions,
    practices,
    requests,
    reviews,
    rsvps,
    sessions,
    trials,
)

WORDS = ("title", "useful_for", "steps")
SAID = ("question", "answer", "complement", "trial_note", "spot", "attempt")  # fields of the other forms
TABLES = (
    *(practices, practice_versions, reviews, drafts, jobs, posts),
    *(endorsements, trials, notes, requests, sessions, rsvps, commitments),
)


class Trouble(AssertionError):
    """A promise was broken; the first word says which: lost, twice, missing, stuck, different."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of the bot, as the platform keeps it."""

    id: int
    changed: int
    channel: str | None
    viewer: str | None
    answer: bool
    card: Card
    raw: str

    def has(self, verb: str, label: str = "") -> bool:
        return any(b.verb == verb and label in b.label for b in self.card.all_buttons)


def shown(messages: Path, viewer: str | None = None) -> list[Shown]:
    """All that the bot said (that this person sees), the newest writing last."""
    with closing(sqlite3.connect(messages)) as db:
        rows = db.execute(
            "SELECT id, changed, channel, viewer, answer, card FROM messages WHERE card IS NOT NULL "
            "AND (? IS NULL OR viewer IS NULL OR viewer = ?) ORDER BY changed",
            (viewer, viewer),
        ).fetchall()
    return [Shown(*row[:4], bool(row[4]), cardjson.loads(row[5]), _plain(row[5])) for row in rows]


def _plain(raw: str) -> str:
    """With its accents as they are read."""
    return json.dumps(json.loads(raw), ensure_ascii=False)


def _read(url: str) -> dict[str, list[dict[str, Any]]]:
    async def read() -> dict[str, list[dict[str, Any]]]:
        engine = open_engine(url)
        try:
            async with engine.connect() as connection:
                return {
                    table.name: [dict(r._mapping) for r in await connection.execute(select(table))]
                    for table in TABLES
                }
        finally:
            await engine.dispose()

    return asyncio.run(read())


def check_kept(url: str, accepted: Iterable[str]) -> None:
    """Every text that somebody saw accepted is there, as a draft or as a practice; and as one practice."""
    found = _read(url)
    titles = Counter(row["title"] for row in found["practice_versions"] if row["number"] == 1)
    for title, count in titles.items():
        if count > 1:
            raise Trouble(f"twice: {count} practices {title!r}")
    kept = [row[word] for row in found["practice_versions"] for word in WORDS]
    kept += [json.dumps(row["fields"], ensure_ascii=False) for row in found["drafts"] if row["fields"]]
    kept += [tag for row in found["practices"] for tag in row["tags"]]
    kept += [row["words"] for table in ("notes", "requests", "commitments") for row in found[table]]
    kept += [row["note"] for row in found["trials"]]
    kept += [row[word] for row in found["sessions"] for word in ("title", "spot")]
    for text in accepted:
        if not any(text.casefold() in words.casefold() for words in kept):
            raise Trouble(f"lost: {text!r}")


def check_twice(messages: Path) -> None:
    """No notice appears twice, in the channel or in private; one that lags behind is still the same."""
    seen: set[tuple[object, ...]] = set()
    for message in shown(messages):
        if message.answer:
            continue
        offers = next(
            ((b.verb, b.subject) for b in message.card.buttons if _ID.fullmatch(b.subject)), message.raw
        )
        what = (message.channel, message.viewer, offers)
        if what in seen:
            raise Trouble(f"twice: {message.card.title!r} to {message.viewer or message.channel}")
        seen.add(what)


def check_private(messages: Path, secrets: Mapping[str, Collection[str]]) -> None:
    """Nobody outside sees anything, and what is between few was shown to them alone.

    `secrets`: words -> who may be shown them.
    """
    for message in shown(messages):
        if message.viewer == OUTSIDER and not message.answer:
            raise Trouble(f"leaked: {message.card.title!r} to {OUTSIDER}")
        for words, people in secrets.items():
            if words in message.raw and message.viewer not in people:
                raise Trouble(f"leaked: {words!r} to {message.viewer or message.channel}")


def check_whole(url: str, size: int) -> int:
    """A library came in whole, or nothing of it did: how many of its lines are there, and are found."""
    there = sum(row["ref"] is not None for row in _read(url)["practices"])
    if there not in (0, size):
        raise Trouble(f"half: {there} of {size} lines came in")
    return there


def check_jobs(url: str, now: datetime) -> None:
    """Nothing waits for ever: every row is done, or its time has not come."""
    for row in _read(url)["jobs"]:
        if row["state"] != "done" and not (row["state"] == "due" and row["due_at"] > now):
            raise Trouble(f"stuck: {row['kind']} is {row['state']}")


def final(url: str, messages: Path) -> dict[str, list[str]]:
    """The end of a flow without ids and instants: equal for two flows that ended alike."""
    found = _read(url)
    told = {
        name: sorted(
            json.dumps(
                {k: v for k, v in row.items() if not (k.endswith("_at") or k in _IDS)},
                ensure_ascii=False,
                default=str,
            )
            for row in rows
            # a copy may be refreshed once more than needed
            if not (name == "jobs" and row["message"])
        )
        for name, rows in found.items()
    }
    said = [m for m in shown(messages) if not m.answer]
    told["messages"] = sorted(f"{m.channel} {m.viewer} {_shows(m)}" for m in said)
    return told


def _shows(message: Shown) -> str:
    """What stays the same however often a copy is brought up to date.

    The question about a trial is its reader's answer once they gave one, and holds their line where it was
    brought up to date after that: a line was looked for at its author's already.
    """
    if message.has("trial.note"):
        return json.dumps({"title": message.card.title, "notice": message.card.notice}, ensure_ascii=False)
    return _anonymous(message.raw)


OUTSIDER = "ines"  # in no circle
_IDS = {
    "id",
    "key",
    "circle",
    "author",
    "practice",
    "reader",
    "subject",
    "message",
    "member",
    "lane",
    "opening",
    "session",
    "writer",
    "answers",
    "holder",
    "planner",
    "source",
}
_IDS |= {"lease_until", "attempts", "sent_ref", "intent", "held_reason"}
_ID, _INSTANT = re.compile(r"[0-9a-z]+-[a-z2-7]{16}|[a-z2-7]{16}"), re.compile(r"\d{4}-\d\d-\d\dT[0-9:.+Z]+")


def _anonymous(raw: str) -> str:
    return _INSTANT.sub("AT", _ID.sub("ID", raw))
