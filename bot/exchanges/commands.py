"""What members do around a practice: keep it, ask, answer, thank, add to it, take it along as a file."""

from __future__ import annotations

from bot.card import Card, File
from bot.command import Command, Context, FileMaker, Filling
from bot.errors import NotFound, WrongMoment
from bot.exchanges import alerting, around, cards, markdown, messages, rules
from bot.exchanges.models import Note, NoteKind
from bot.exchanges.sound import sound
from bot.policy import may
from bot.practices import sharing
from bot.practices.models import Practice, State
from bot.vocabulary import Field, Kind, Reply


async def _practice(context: Context, action: str) -> Practice:
    """A practice that the actor may do that around, now. Raises: NotFound, WrongMoment."""
    practice = await sharing.seen(context, context.subject)
    if not may(context.membership, action, practice):
        raise WrongMoment
    return practice


async def show(context: Context) -> Reply:
    """The last page of *Lire*, where all this stands."""
    practice = await sharing.seen(context, context.subject)
    if practice.state is State.WITHDRAWN:
        raise NotFound
    return Reply(await around.page(context, practice), replaces=True)


async def _done(context: Context, practice: Practice, done: str) -> Reply:
    return Reply(await around.page(context, practice, done), replaces=True)


# --- kept ----------------------------------------------------------------------------------------------


async def keep(context: Context) -> Reply:
    """*Garder*: promises nothing, tells nobody."""
    practice = await _practice(context, "practice.keep")
    await context.tx.notes.keep(context.reader, practice.id)
    return await _done(context, practice, "kept")


async def unkeep(context: Context) -> Reply:
    practice = await sharing.seen(context, context.subject)
    await context.tx.notes.unkeep(context.reader, practice.id)
    return await _done(context, practice, "unkept")


async def kept(context: Context) -> Reply:
    found = await context.tx.notes.kept(context.reader)
    page = context.subject.partition(".")[2]
    at, number = context.circle.prefix, int(page) if page.isdecimal() else 0
    return Reply(cards.kept(found, context.voice, context.reader, at, number), replaces=True)


# --- a question and its answer -------------------------------------------------------------------------


async def _author_in(context: Context, action: str) -> Practice:
    """A peer's practice whose author is still in the circle. Raises: NotFound, WrongMoment."""
    practice = await _practice(context, action)
    if not (await context.tx.notes.bond(context.reader, practice.id)).author_is_in:
        raise WrongMoment
    return practice


async def ask_filling(context: Context) -> Filling:
    """What a form opens with is read in two statements; the rest is asked when it is sent."""
    await _practice(context, "practice.ask")
    return Filling()


async def ask(context: Context) -> Reply:
    """*Poser une question à Claire*: she gets it in private, and so comes her answer."""
    practice = await _author_in(context, "practice.ask")
    words = await sound(context, "question")
    note = _note(context, practice, NoteKind.QUESTION, context.draft, words, practice.author)
    await context.tx.notes.add(note)
    await context.tell(practice.author, "exchange.asked", f"{practice.id}.{note.id}")
    return await _done(context, practice, "asked")


def _note(
    context: Context, practice: Practice, kind: NoteKind, id_: str, words: str, reader: str | None
) -> Note:
    made = id_ or context.circle.prefix + context.tx.new_id()
    return Note(context.circle.id, made, practice.id, kind, context.member.id, words, reader)


async def _thread(context: Context) -> tuple[Practice, Note, Note | None]:
    """A question at one of whose ends the actor is, and its answer. Raises: NotFound, WrongMoment."""
    question, answer = await _asked(context)
    practice = await sharing.seen(context, question.practice)
    if practice.state is not State.SHARED:
        raise WrongMoment
    return practice, question, answer


async def _asked(context: Context) -> tuple[Note, Note | None]:
    id_ = _note_id(context)
    found = await context.tx.notes.thread(context.reader, id_)
    question = next((n for n in found if n.id == id_ and n.kind is NoteKind.QUESTION), None)
    if question is None:
        raise NotFound
    return question, next((n for n in found if n.answers == question.id), None)


def _shown(context: Context, practice: Practice, question: Note, answer: Note | None) -> Card:
    show_to = cards.asked if question.reader == context.member.id else cards.answered
    return show_to(practice, question, answer, context.voice, context.reader)


async def note(context: Context) -> Reply:
    """A question and its answer, to its two ends; thanks and a complement, to whom they were told."""
    said = await context.tx.notes.get(context.reader, _note_id(context))
    if said is None:
        raise NotFound
    if said.kind in (NoteKind.QUESTION, NoteKind.ANSWER):
        return Reply(_shown(context, *await _thread(context)), replaces=True)
    practice = await sharing.seen(context, said.practice)
    if practice.state is not State.SHARED:
        raise WrongMoment
    told = cards.thanked if said.kind is NoteKind.THANKS else cards.complemented
    if practice.author != context.member.id:
        return Reply(await around.page(context, practice), replaces=True)
    return Reply(told(practice, said, context.voice, context.reader), replaces=True)


def _note_id(context: Context) -> str:
    """The note that a button is about: alone, or behind its practice as a message names it."""
    return context.subject.rpartition(".")[2]


def _unanswered(context: Context, question: Note, answer: Note | None) -> None:
    """Raises: NotFound, WrongMoment, where it is not the actor's to answer (any more)."""
    if not may(context.membership, "note.answer", question):
        raise NotFound
    if answer is not None:
        raise WrongMoment(button=("button-open", "exchange.note", question.id))


async def answer_filling(context: Context) -> Filling:
    _unanswered(context, *await _asked(context))
    return Filling()


async def answer(context: Context) -> Reply:
    """*Répondre*: once, to the one who asked."""
    practice, question, given = await _thread(context)
    _unanswered(context, question, given)
    words = await sound(context, "answer")
    id_ = rules.answer_id(context.circle.prefix, question.id)
    kind = NoteKind.ANSWER
    said = Note(
        context.circle.id, id_, practice.id, kind, context.member.id, words, question.writer, question.id
    )
    if not await context.tx.notes.add(said):
        raise WrongMoment(button=("button-open", "exchange.note", question.id))
    subject = f"{practice.id}.{question.id}"
    await context.tell(question.writer, "exchange.answered", subject)
    await context.tx.jobs.refresh(context.circle.id, subject, "answered")
    return Reply(_shown(context, practice, question, said), replaces=True)


# --- thanks and complements ----------------------------------------------------------------------------


async def thank(context: Context) -> Reply:
    """*Remercier Claire*: once for each version of the words, with or without a line."""
    practice = await _author_in(context, "practice.ask")
    words = await sound(context, "thanks")
    id_ = rules.thanks_id(context.circle.prefix, practice.id, context.member.id, practice.number)
    if not await context.tx.notes.add(_note(context, practice, NoteKind.THANKS, id_, words, practice.author)):
        raise WrongMoment(button=("button-exchange-around", "exchange.around", practice.id))
    await context.tell(practice.author, "exchange.thanked", f"{practice.id}.{id_}")
    return await _done(context, practice, "thanked")


async def complement_filling(context: Context) -> Filling:
    await _practice(context, "practice.complement")
    return Filling()


async def complement(context: Context) -> Reply:
    """*Ajouter un complément*: a signed line that stays with the practice; the author is told."""
    practice = await _practice(context, "practice.complement")
    words = await sound(context, "complement")
    said = _note(context, practice, NoteKind.COMPLEMENT, context.draft, words, None)
    await context.tx.notes.add(said)
    await context.tx.jobs.refresh(context.circle.id, practice.id, f"with-{said.id}")
    if practice.author != context.member.id:
        await context.tell(practice.author, "exchange.added", f"{practice.id}.{said.id}")
    return await _done(context, practice, "complemented")


async def remove(context: Context) -> Reply:
    """A complement is taken back by its writer, or away by the author of the practice."""
    said = await context.tx.notes.get(context.reader, context.subject)
    if said is None or not may(context.membership, "note.remove", said):
        raise NotFound
    practice = await sharing.seen(context, said.practice)
    await context.tx.notes.erase(said)
    await context.tx.jobs.refresh(context.circle.id, practice.id, f"without-{said.id}")
    return await _done(context, practice, "removed")


# --- a file --------------------------------------------------------------------------------------------


async def file(context: Context) -> Reply:
    """One practice as Markdown, made when it is fetched."""
    practice = await sharing.seen(context, context.subject)
    if practice.state is State.WITHDRAWN:
        raise NotFound
    name = f"{rules.slug(practice.content.title, practice.id)}.md"
    return Reply((File(name, "text/markdown", markdown.KIND, practice.id),))


QUESTION = (Field("question", Kind.TEXT, limit=rules.WORDS_MAX),)
ANSWER = (Field("answer", Kind.TEXT, limit=rules.WORDS_MAX),)
THANKS = (Field("thanks", Kind.LINE, required=False),)
COMPLEMENT = (Field("complement", Kind.TEXT, limit=rules.COMPLEMENT_MAX),)
HERE = "exchange.around"

COMMANDS = (
    Command("exchange.around", show, reads=True),
    Command("exchange.keep", keep, shows="exchange.keep"),
    Command("exchange.unkeep", unkeep, shows="exchange.unkeep"),
    Command("exchange.kept", kept, reads=True),
    Command("exchange.ask", ask, QUESTION, fill=ask_filling, shows=HERE),
    Command("exchange.note", note, reads=True),
    Command("exchange.answer", answer, ANSWER, fill=answer_filling, shows="exchange.note"),
    Command("exchange.thank", thank, THANKS, fill=ask_filling, shows=HERE),
    Command("exchange.complement", complement, COMPLEMENT, fill=complement_filling, shows=HERE),
    Command("exchange.remove", remove),
    Command("exchange.markdown", file, reads=True),
    *messages.COMMANDS,
    *alerting.COMMANDS,
)
FILES: dict[str, FileMaker] = {markdown.KIND: markdown.made}
