"""`entrepairs search`: what chat would show, on the command line and line by line."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from bot.card import Audience
from bot.circles.models import Circle
from bot.i18n import Voice
from bot.library import rules
from bot.library.models import Found, Hit, Reason
from bot.ports import Database, Transaction


class CannotSearch(Exception):
    """One line: what is missing, and what to give instead."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """Whose view it is: a member's, or the circle's own."""

    circle: Circle
    reader: Audience

    @property
    def voice(self) -> Voice:
        return Voice(self.circle.lang, self.circle.register, self.circle.zone)


async def seeker(tx: Transaction, circle: str, member: str | None) -> Seeker:
    """The circle of that name or id, seen by the member of that id or exact name, or by its place.

    Raises: CannotSearch.
    """
    found = list(await tx.circles.named(circle))
    if not found and (by_id := await tx.circles.get(circle)):
        found = [by_id]
    if not found:
        raise CannotSearch(f"No circle is called “{circle}”.")
    if len(found) > 1:
        ids = ", ".join(c.id for c in found)
        raise CannotSearch(f"{len(found)} circles are called “{circle}”: give one of their ids ({ids}).")
    if member is None:
        return Seeker(found[0], Audience(found[0].id))
    members = [
        m.member.id for m in await tx.members.active(found[0].id) if member in (m.member.id, m.member.name)
    ]
    if not members:
        raise CannotSearch(f"Nobody in “{circle}” has that id or exact name.")
    if len(members) > 1:
        raise CannotSearch(f"{len(members)} members have that name: give one of their ids.")
    return Seeker(found[0], Audience(found[0].id, members[0]))


async def search_lines(database: Database, circle: str, member: str | None, words: str) -> list[str]:
    """The hits, a line each: title, reason. Raises: CannotSearch."""
    async with database.read() as tx:
        who = await seeker(tx, circle, member)
        if not rules.wish(words).words:
            raise CannotSearch("Say what to look for: one to four words.")
        found = await _find(tx, who, words)
    voice = who.voice
    if not found.hits:
        return [voice("library-nothing-on", words=words)]
    lines = [voice("library-meant", words=" ".join(found.meant))] if found.meant else []
    lines += [voice("library-any")] if not found.every else []
    lines += [f"{hit.title} · {reason(hit, words, found, voice)}" for hit in found.hits]
    last = voice("library-shown", first=1, last=len(found.hits), total=found.total)
    return [*lines, last] if found.total > len(found.hits) else lines


async def answer_lines(
    database: Database, circle: str, member: str | None, lines: Iterable[str]
) -> AsyncIterator[str]:
    """For each JSON object with a `q`, one with its `hits`, in order; a bad line gets an `error`.

    Raises: CannotSearch, before the first answer.
    """
    async with database.read() as tx:
        who = await seeker(tx, circle, member)
    for line in lines:
        if line.strip():
            yield json.dumps(await _answer(database, who, line), ensure_ascii=True)


async def _answer(database: Database, who: Seeker, line: str) -> dict[str, object]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "this line is not JSON"}  # text: for scripts
    if not isinstance(asked, dict) or not isinstance(asked.get("q"), str):
        return {"error": '"q" is missing or not a string'}  # text: for scripts
    if not rules.wish(asked["q"]).words:
        return {"error": '"q" holds no word'}  # text: for scripts
    async with database.read() as tx:
        found = await _find(tx, who, asked["q"])
    voice = who.voice
    hits = [
        {"id": hit.ref or hit.id, "title": hit.title, "reason": reason(hit, asked["q"], found, voice)}
        for hit in found.hits
    ]
    return {"hits": hits}


async def _find(tx: Transaction, who: Seeker, words: str) -> Found:
    wish = rules.wish(words)
    return await tx.library.find(who.reader, who.circle.num, wish, count=rules.ROWS)


def reason(hit: Hit, words: str, found: Found, voice: Voice) -> str:
    """Why it is among the hits, in words."""
    if hit.reason is Reason.NEAR:
        return voice("library-reason-near", words=" ".join(found.meant) or words)
    return voice(f"library-reason-{hit.reason.value}")
