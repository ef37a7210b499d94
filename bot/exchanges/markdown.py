"""One practice as a Markdown file, made when it is fetched, in its reader's language, through the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.card import Instant, InstantStyle
from bot.command import Context
from bot.errors import NotFound
from bot.exchanges import rules
from bot.exchanges.models import Note
from bot.i18n import Voice
from bot.practices import sharing
from bot.practices.cards import badges
from bot.practices.models import Practice, State

KIND = "practice.markdown"


async def made(context: Context) -> bytes:
    """UTF-8. Raises: NotFound, where the reader may not see the practice (any more)."""
    practice = await sharing.seen(context, context.subject)
    if practice.state is State.WITHDRAWN:
        raise NotFound
    notes = await context.tx.notes.about(context.reader, practice.id)
    return page(practice, rules.complements(notes), context.voice).encode()


def page(practice: Practice, complements: Sequence[Note], voice: Voice) -> str:
    """Title, what it is and whose, every field that is filled, tags, complements, date."""
    return "\n\n".join(_parts(practice, complements, voice)) + "\n"


def _parts(practice: Practice, complements: Sequence[Note], voice: Voice) -> Iterator[str]:
    content, words = practice.content, rules.markdown
    yield f"# {words(content.title)}"
    by = voice("practice-by", name=words(practice.author_name), badge=badges(practice, voice))
    about = [voice(f"field-aim-{content.kind.value}"), by]
    if practice.shared_at:
        year = practice.shared_at.astimezone(ZoneInfo(voice.zone)).year
        day = voice.instant(Instant(practice.shared_at, InstantStyle.DATE))
        about.append(voice("file-shared", day=f"{day} {year}"))
    yield "\n".join(f"- {line}" for line in about)
    for name in ("useful_for", "steps", "duration", "limits", "support", "attribution"):
        if said := getattr(content, name):
            yield f"## {voice('practice-' + name.replace('_', '-'))}"
            yield said if name == "support" else words(said)
    if practice.tags:
        yield f"## {voice('practice-tags')}"
        yield words(", ".join(practice.tags))
    if complements:
        yield f"## {voice('practice-said')}"
        yield "\n".join(f"- {_line(note, voice)}" for note in complements)


def _line(note: Note, voice: Voice) -> str:
    said = " ".join(rules.markdown(note.words).split())
    return voice("complement-line", name=rules.markdown(note.writer_name), words=said)
