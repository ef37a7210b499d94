"""How notes are shown: beside a practice on *Lire*, and to the one person whom each is for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.card import Audience, Block, Button, Card, Confirm, Plain, Quote, Row, Style, Text, Words
from bot.exchanges import rules
from bot.exchanges.models import Alert, Bond, Note
from bot.i18n import Voice
from bot.members.models import first_name
from bot.practices.author_cards import withdraw_button
from bot.practices.cards import ROWS, Beside, button, text
from bot.practices.models import Practice
from bot.practices.rules import shortened
from bot.roads import Draft

QUOTED = (1_300, 700)  # of a note: at most that cost, at most that length


# --- beside a practice -------------------------------------------------------------------------------


def beside(
    practice: Practice,
    notes: Sequence[Note],
    bond: Bond,
    voice: Voice,
    reader: Audience,
    prefix: str,
    done: str,
) -> Beside:
    """Complements, and what this reader can do around the practice. `done`: what they have just done."""
    me, author = reader.member or "", first_name(practice.author_name)
    last: list[Block] = [text(voice, f"done-{done}", name=Words(author))] if done else []
    waits, mine = rules.open_question(notes, me), rules.own_question(notes, me)
    if waits:
        asks = voice.spans("question-for-you", name=Words(first_name(waits.writer_name)))
        last.append(Row(asks, button(voice, "exchange.answer", waits.id, Style.MAIN)))
    elif mine:
        last.append(Row(voice.spans("question-of-yours"), button(voice, "exchange.note", mine.id)))
    last.append(Row(voice.spans("file-of-it"), button(voice, "exchange.markdown", practice.id)))
    if practice.author != me:
        last.append(Row(voice.spans("alert-row"), button(voice, "exchange.worry", practice.id)))
    buttons = []
    if practice.author != me:
        buttons.append(button(voice, "exchange.unkeep" if bond.kept else "exchange.keep", practice.id))
        thanks = rules.thanks_id(prefix, practice.id, me, practice.number)
        if bond.author_is_in:
            buttons.append(Button(voice("ask-author", name=author), "exchange.ask", practice.id))
        if bond.author_is_in and all(note.id != thanks for note in notes):
            buttons.append(Button(voice("thank-author", name=author), "exchange.thank", practice.id))
    buttons.append(button(voice, "exchange.complement", practice.id))
    said = tuple(_complement(note, voice, me) for note in rules.complements(notes))
    return Beside(said, tuple(last), tuple(buttons))


def _complement(note: Note, voice: Voice, me: str) -> Row:
    """A signed line, on one line; its writer and the author may take it back."""
    words = Words(" ".join(note.words.split()))
    spans = voice.spans("complement-line", name=Words(note.writer_name), words=words)
    return Row(spans, remove_button(note, voice) if me in (note.writer, note.author) else None)


def remove_button(note: Note, voice: Voice) -> Button:
    sure = Confirm(
        voice("remove-title"), voice("remove-text"), voice("button-exchange-remove"), voice("form-cancel")
    )
    return Button(voice("button-exchange-remove"), "exchange.remove", note.id, Style.DANGER, sure)


# --- to one person -----------------------------------------------------------------------------------


def _card(
    practice: Practice,
    voice: Voice,
    reader: Audience,
    kind: str,
    name: str,
    blocks: Sequence[Block],
    *buttons: Button,
) -> Card:
    """« Karim te pose une question sur « La question miroir ». », what it says, and the way back."""
    title = voice(f"note-{kind}-title", name=first_name(name), title=practice.content.title)
    back = button(voice, "exchange.around", practice.id)
    return Card(Words(title), tuple(blocks), (*buttons, back), reader, voice(f"note-{kind}-notice"))


def _quote(note: Note) -> Quote:
    return Quote(shortened(note.words, *QUOTED))


def asked(practice: Practice, question: Note, answer: Note | None, voice: Voice, reader: Audience) -> Card:
    """To the author: the question; once answered, the answer too."""
    blocks: list[Block] = [_quote(question)]
    if answer:
        said = (*blocks, text(voice, "asked-answered"), _quote(answer))
        return _card(practice, voice, reader, "asked", question.writer_name, said)
    reply = button(voice, "exchange.answer", question.id, Style.MAIN)
    return _card(practice, voice, reader, "asked", question.writer_name, blocks, reply)


def answered(practice: Practice, question: Note, answer: Note | None, voice: Voice, reader: Audience) -> Card:
    """To who asked: the answer, or that it is still to come."""
    blocks: list[Block] = [_quote(question)]
    kind = "answered" if answer else "waiting-for"
    blocks += [text(voice, "answered-so"), _quote(answer)] if answer else [text(voice, "answered-soon")]
    return _card(practice, voice, reader, kind, practice.author_name, blocks)


def thanked(practice: Practice, thanks: Note, voice: Voice, reader: Audience) -> Card:
    """To the author: « Inès te remercie pour ta fiche. », with a word if there is one."""
    words = (_quote(thanks),) if thanks.words else ()
    return _card(practice, voice, reader, "thanked", thanks.writer_name, words)


def complemented(practice: Practice, complement: Note, voice: Voice, reader: Audience) -> Card:
    """To the author: what a peer added, and how to take it away."""
    words, remove = (_quote(complement),), remove_button(complement, voice)
    return _card(practice, voice, reader, "complemented", complement.writer_name, words, remove)


def alerted(practice: Practice, alert: Alert, voice: Voice, reader: Audience) -> Card:
    """To the author and to the peer: a worry about this practice; whose it is only where they signed."""
    author = first_name(practice.author_name)
    blocks: list[Block] = [text(voice, f"alert-worry-{alert.worry.value}")]
    if alert.words:
        blocks.append(Quote(shortened(alert.words, *QUOTED)))
    if alert.signed:
        blocks.append(text(voice, "alert-signed-by", name=Words(alert.reporter_name)))
    if reader.member != alert.author:
        blocks.append(text(voice, "alert-for-peer", name=Words(author)))
        ask = Button(voice("ask-author", name=author), "exchange.ask", practice.id)
        return _card(practice, voice, reader, "alert-peer", practice.author_name, blocks, ask)
    blocks.append(text(voice, "alert-for-author" if alert.peer else "alert-for-author-alone"))
    mend = button(voice, "practice.edit", practice.id, Style.MAIN)
    return _card(practice, voice, reader, "alert", author, blocks, mend, withdraw_button(practice, voice))


def alert_sent(
    practice: Practice, voice: Voice, reader: Audience, signed: bool, author_in: bool, told: int
) -> Card:
    """To who raised it: who reads it, and whether their name is said."""
    readers = "two" if told > 1 else "author" if author_in else "peer"
    name = Words(first_name(practice.author_name))
    blocks = (
        text(voice, f"alert-read-by-{readers}", name=name),
        text(voice, "alert-signed" if signed else "alert-unsigned"),
    )
    back = button(voice, "exchange.around", practice.id)
    return Card(voice("alert-sent"), blocks, (back,), reader, voice("alert-sent"))


def sentence(voice: Voice, key: str) -> Card:
    """What a copy becomes when there is nothing to show, or a short answer of ours."""
    return Card(voice(key), (), (Button(voice("button-menu"), "circle.menu"),), None, voice(key))


# --- kept --------------------------------------------------------------------------------------------


def kept(found: Sequence[Practice], voice: Voice, reader: Audience, at: str, page: int) -> Card:
    """*Gardées*, newest first, six a page. `at`: the circle's prefix."""
    rows = tuple(
        Row(
            voice.spans("kept-row", title=Words(p.content.title), name=Words(first_name(p.author_name))),
            button(voice, "practice.read", p.id),
        )
        for p in found[page * ROWS : (page + 1) * ROWS]
    )
    onward: tuple[Button, ...] = ()
    if len(found) > (page + 1) * ROWS:
        onward = (Button(voice("button-next-page"), "exchange.kept", f"{at}.{page + 1}", Style.MAIN),)
    title = voice("kept-title" if rows else "kept-empty")
    return Card(title, rows, (*onward, Button(voice("button-menu"), "circle.menu", at)), reader, title)


# --- a message ---------------------------------------------------------------------------------------


def too_long(draft: Draft, excess: str, fault: str, voice: Voice, reader: Audience) -> Card:
    """One's own message is longer than a practice: it is kept whole; here is what is in excess."""
    blocks = (Text((Plain(fault),)), text(voice, "message-excess"), Quote(shortened(excess, 1_700, 1_200)))
    again = Button(voice("button-reopen"), "draft.reopen", draft.id, Style.MAIN)
    title = voice("message-too-long")
    return Card(title, blocks, (again, Button(voice("button-menu"), "circle.menu")), reader, title)


def offered(name: str, voice: Voice, reader: Audience) -> Card:
    """To who proposed it: the author decides, and that is all they learn."""
    title = voice("offered", name=first_name(name))
    back = Button(voice("button-menu"), "circle.menu")
    return Card(title, (text(voice, "offered-text"),), (back,), reader, voice("offered-notice"))


def proposed(draft: Draft, by: str, voice: Voice, reader: Audience) -> Card:
    """To the author of a message: « Claire pense que ton message ferait une bonne fiche. »"""
    said = (draft.fields or {}).get("steps", "")
    words = said if isinstance(said, str) else ""
    buttons = (
        Button(voice("button-make-practice"), "draft.reopen", draft.id, Style.MAIN),
        button(voice, "exchange.decline", draft.id),
    )
    blocks = (Quote(shortened(words, 900, 500)), text(voice, "proposed-text"))
    title = voice("proposed-title", name=first_name(by))
    return Card(title, blocks, buttons, reader, voice("proposed-notice"))
