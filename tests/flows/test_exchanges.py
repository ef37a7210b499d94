"""Around a practice, on SQLite: twice, too late, withdrawn meanwhile, by nobody's leave; in two languages."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from bot.card import Audience, Card, File
from bot.dispatch import Dispatcher
from bot.errors import NotFound
from bot.exchanges.models import NoteKind
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.members.models import Status
from bot.registry import COMMANDS, FILES, JOBS
from bot.vocabulary import Form, Reply, Request
from storage.engine import WRITE
from storage.schema import circles, drafts, members, notes
from storage.transaction import SqlDatabase
from tests.contract.drivers.core import RecordingSender, card_text
from tests.flows import world
from tests.flows.test_races import asks, opened, said, sent
from tests.support.clock import HandClock

SAID = {"message": "Se taire, puis compter dix secondes.", "by": "realm/author1", "message_id": "m9"}


@pytest.fixture
def clock(database: SqlDatabase) -> HandClock:
    found = database._clock
    assert isinstance(found, HandClock)
    return found


@pytest.fixture
def dispatcher(database: SqlDatabase) -> Dispatcher:
    return Dispatcher(database, COMMANDS, files=FILES, scale=20)


class Circle:
    """What is said later, to whom."""

    def __init__(self, database: SqlDatabase, clock: HandClock) -> None:
        self.sender = RecordingSender()
        self._jobs = Jobs(database, JOBS, {"core": self.sender}, clock)

    async def hears(self) -> dict[str, list[str]]:
        await self._jobs.run_due()
        found: dict[str, list[str]] = {}
        for message in self.sender.messages.values():
            found.setdefault(message.to or "place", []).append(message.text)
        return found


@pytest.fixture
def circle(database: SqlDatabase, clock: HandClock) -> Circle:
    return Circle(database, clock)


async def fill(dispatcher: Dispatcher, who: world.Requests, verb: str, subject: str, **values: str) -> Reply:
    return await dispatcher.answer(sent(who, await opened(dispatcher, who, verb, subject), **values))


async def count(database: SqlDatabase, kind: NoteKind) -> int:
    async with database.engine.connect() as connection:
        found = (
            select(func.count()).select_from(notes).where(notes.c.circle == "circle1", notes.c.kind == kind)
        )
        return int(await connection.scalar(found) or 0)


async def change(database: SqlDatabase, statement: object) -> None:
    async with database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(statement)  # type: ignore[call-overload]


# --- twice -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "user", "subject", "kind"),
    [
        ("exchange.ask", "plain1", "1-shared", NoteKind.QUESTION),
        ("exchange.thank", "plain1", "1-shared", NoteKind.THANKS),
        ("exchange.complement", "plain1", "1-shared", NoteKind.COMPLEMENT),
        ("exchange.answer", "author1", "1-sharedo", NoteKind.ANSWER),
    ],
)
async def test_a_form_sent_twice_is_one_note_and_one_message(
    verb: str,
    user: str,
    subject: str,
    kind: NoteKind,
    dispatcher: Dispatcher,
    database: SqlDatabase,
    circle: Circle,
) -> None:
    who, before = asks(user), await count(database, kind)
    form = await opened(dispatcher, who, verb, subject)
    request = sent(who, form, **{form.fields[0].name: "Mots à lire."})
    first, again = await dispatcher.answer(request), await dispatcher.answer(request)
    assert isinstance(first.content, Card)
    assert isinstance(again.content, Card)
    assert await count(database, kind) == before + 1
    heard = await circle.hears()
    reader = "lead1" if verb == "exchange.answer" else "author1"
    assert sum("Mots à lire." in text for text in heard[reader]) == 1
    assert not any("Mots à lire." in text for text in heard.get("steward1", []) + heard.get("place", []))


async def test_a_question_is_answered_once_whatever_was_open(
    dispatcher: Dispatcher, database: SqlDatabase, circle: Circle
) -> None:
    who = asks()
    one, two = [await opened(dispatcher, who, "exchange.answer", "1-sharedo") for _ in range(2)]
    await dispatcher.answer(sent(who, one, answer="La première."))
    reply = await dispatcher.answer(sent(who, two, answer="La seconde."))
    assert "n’est plus à jour" in said(reply)
    assert isinstance(reply.content, Card)
    (again,) = [b for b in reply.content.buttons if b.verb == "draft.reopen"]  # its words are kept
    assert again.subject
    heard = (await circle.hears())["lead1"]
    assert any("La première." in text for text in heard)
    assert not any("La seconde." in text for text in heard)


async def test_thanks_are_said_once_for_a_version_of_the_words(
    dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    reply = await fill(dispatcher, asks("reader1"), "exchange.thank", "1-shared", thanks="Merci encore.")
    assert "n’est plus à jour" in said(reply)  # the world's reader did already
    await fill(dispatcher, asks(), "practice.edit", "1-shared", title="Un autre titre")
    await fill(dispatcher, asks("reader1"), "exchange.thank", "1-shared")
    assert await count(database, NoteKind.THANKS) == len(world.STATES) + 1


# --- meanwhile -------------------------------------------------------------------------------------------


async def test_what_was_on_its_way_says_nothing_once_the_practice_is_withdrawn(
    dispatcher: Dispatcher, circle: Circle
) -> None:
    await fill(dispatcher, asks("plain1"), "exchange.ask", "1-shared", question="Et à deux ?")
    await dispatcher.answer(asks().one("practice.withdraw", "1-shared", None))
    assert "author1" not in await circle.hears()


async def test_copies_lose_their_words_when_the_practice_is_withdrawn(
    dispatcher: Dispatcher, circle: Circle
) -> None:
    await fill(dispatcher, asks("plain1"), "exchange.ask", "1-shared", question="Et à deux ?")
    await fill(dispatcher, asks(), "exchange.answer", "1-sharedo", answer="Oui, à deux.")
    heard = await circle.hears()
    assert any("Et à deux ?" in text for text in heard["author1"])
    assert any("Oui, à deux." in text for text in heard["lead1"])
    await dispatcher.answer(asks().one("practice.withdraw", "1-shared", None))
    after = await circle.hears()
    assert all("à deux" not in text for texts in after.values() for text in texts)
    assert after["lead1"] == ["Cette fiche n’est plus partagée."]


async def test_a_form_opened_before_the_withdrawal_keeps_its_words(dispatcher: Dispatcher) -> None:
    who = asks("plain1")
    form = await opened(dispatcher, who, "exchange.ask", "1-shared")
    await dispatcher.answer(asks().one("practice.withdraw", "1-shared", None))
    reply = await dispatcher.answer(sent(who, form, question="Et à deux ?"))
    assert "Cette page n’est pas disponible ici." in said(reply)
    assert isinstance(reply.content, Card)
    assert reply.content.buttons[0].verb == "draft.reopen"


async def test_an_edit_meanwhile_is_in_the_message(dispatcher: Dispatcher, circle: Circle) -> None:
    await fill(dispatcher, asks("plain1"), "exchange.ask", "1-shared", question="Et à deux ?")
    await fill(dispatcher, asks(), "practice.edit", "1-shared", title="Un titre tout neuf")
    assert any("Un titre tout neuf" in text for text in (await circle.hears())["author1"])


async def test_nobody_asks_or_thanks_an_author_who_left(
    dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    who = asks("plain1")
    form = await opened(dispatcher, who, "exchange.ask", "1-shared")
    await change(database, update(members).where(members.c.id == "1-author").values(status=Status.FORMER))
    assert "n’est plus à jour" in said(await dispatcher.answer(sent(who, form, question="Et à deux ?")))
    reply = await dispatcher.answer(who.one("exchange.around", "1-shared", None))
    assert isinstance(reply.content, Card)
    assert {b.verb for b in reply.content.buttons} == {"exchange.unkeep", "exchange.complement"}


# --- who may ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "verb", "subject"),
    [
        ("author1", "exchange.ask", "1-shared"),
        ("author1", "exchange.thank", "1-shared"),
        ("author1", "exchange.keep", "1-shared"),
        ("plain1", "exchange.answer", "1-sharedo"),
        ("lead1", "exchange.answer", "1-sharedo"),  # who asked does not answer
        ("reader1", "exchange.remove", "1-sharedc"),
        ("steward1", "exchange.remove", "1-sharedc"),
        ("plain1", "exchange.remove", "1-sharedq"),
        ("author1", "exchange.remove", "1-sharedq"),
        ("author1", "exchange.answer", "1-sharedq"),  # it is answered
        ("plain2", "exchange.keep", "1-shared"),
        ("plain1", "exchange.complement", "1-review"),
    ],
)
async def test_what_is_not_ones_to_do_changes_nothing(
    user: str, verb: str, subject: str, dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    who = asks(user)
    before = await everything(database)
    reply = await dispatcher.answer(who.one(verb, subject, None))
    assert isinstance(reply.content, Card)
    assert "exchange." not in str([b.verb for b in reply.content.buttons if b.verb != "exchange.note"])
    assert await everything(database) == before


async def everything(database: SqlDatabase) -> list[tuple[object, ...]]:
    async with database.engine.connect() as connection:
        found = await connection.execute(select(notes).order_by(notes.c.circle, notes.c.id))
        return [tuple(row) for row in found]


@pytest.mark.parametrize(
    ("verb", "field", "user", "subject"),
    [
        ("exchange.ask", "question", "plain1", "1-shared"),
        ("exchange.thank", "thanks", "plain1", "1-shared"),
        ("exchange.complement", "complement", "plain1", "1-shared"),
        ("exchange.answer", "answer", "author1", "1-sharedo"),
    ],
)
async def test_an_identifier_is_held_and_the_text_stays_in_the_form(
    verb: str, field: str, user: str, subject: str, dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    before = await everything(database)
    words = "Demander à jean@exemple.fr ou au 06 12 34 56 78."
    reply = await fill(dispatcher, asks(user), verb, subject, **{field: words})
    assert isinstance(reply.content, Form)
    assert reply.content.values[field] == words
    assert field in reply.content.errors
    assert await everything(database) == before


async def test_a_colleagues_name_is_no_client(dispatcher: Dispatcher, database: SqlDatabase) -> None:
    reply = await fill(
        dispatcher, asks("plain1"), "exchange.complement", "1-shared", complement="Vu chez Sophie Lenoir."
    )
    assert isinstance(reply.content, Card)


# --- a file ----------------------------------------------------------------------------------------------


async def test_a_file_goes_through_the_gate(dispatcher: Dispatcher) -> None:
    reply = await dispatcher.answer(asks("plain1").one("exchange.markdown", "1-shared", None))
    assert isinstance(reply.content, tuple)
    (file,) = reply.content
    assert file == File("titre-zq01sharedtitle.md", "text/markdown", "practice.markdown", "1-shared")
    made = (await dispatcher.made(file, world.account("plain1"))).decode()
    assert world.canaries(made) - world.allowed("plain1") == set()
    assert {"zq01sharedtitle", "zq01sharedsteps", "zq01sharedcomplement"} <= world.canaries(made)
    for user, subject in (("plain2", "1-shared"), ("plain1", "1-draft"), ("author1", "1-withdrawn")):
        with pytest.raises(NotFound):
            await dispatcher.made(File("x.md", "", "practice.markdown", subject), world.account(user))


# --- a message -------------------------------------------------------------------------------------------


async def propose(dispatcher: Dispatcher, user: str, **changes: str) -> Reply:
    return await dispatcher.answer(
        asks(user).one("exchange.propose", "", world.place(1), {**SAID, **changes})  # type: ignore[dict-item]
    )


async def kept(database: SqlDatabase) -> list[tuple[object, ...]]:
    async with database.engine.connect() as connection:
        row = select(drafts.c.account, drafts.c.fields).where(drafts.c.id.not_in(("1-kept", "1-said")))
        found = await connection.execute(row.where(drafts.c.circle == "circle1"))
        return [tuple(row) for row in found]


async def proposal(database: SqlDatabase) -> str:
    """The id of the draft that was made of a message."""
    async with database.engine.connect() as connection:
        row = select(drafts.c.id).where(drafts.c.id.not_in(("1-kept", "1-said")))
        return str(await connection.scalar(row.where(drafts.c.circle == "circle1")))


async def test_two_who_propose_the_same_message_are_one_draft_and_one_question(
    dispatcher: Dispatcher, database: SqlDatabase, circle: Circle
) -> None:
    replies = [said(await propose(dispatcher, user)) for user in ("plain1", "reader1", "plain1")]
    assert len(set(replies)) == 1
    ((owner, fields),) = await kept(database)
    assert owner == "core:realm:author1"
    assert fields is not None
    heard = (await circle.hears())["author1"]
    assert len(heard) == 1
    assert "Zq01nplain pense que ton message" in heard[0]
    assert SAID["message"] in heard[0]


async def test_a_no_is_for_good_and_tells_nobody(
    dispatcher: Dispatcher, database: SqlDatabase, circle: Circle
) -> None:
    yes = said(await propose(dispatcher, "plain1"))
    await circle.hears()
    draft = await proposal(database)
    other = await dispatcher.answer(asks("plain1").one("exchange.decline", draft, None))
    assert "Cette page n’est pas disponible ici." in said(other)
    await dispatcher.answer(asks().one("exchange.decline", draft, None))
    ((_, fields),) = await kept(database)
    assert fields is None
    heard = await circle.hears()
    assert SAID["message"] not in str(heard)
    assert said(await propose(dispatcher, "reader1")) == yes  # the same answer as before
    assert await circle.hears() == heard
    assert isinstance((await dispatcher.answer(asks().one("draft.reopen", draft, None))).content, Card)


async def test_without_an_answer_the_words_are_forgotten_but_not_what_was_made_of_them(
    dispatcher: Dispatcher, database: SqlDatabase, circle: Circle, clock: HandClock
) -> None:
    await propose(dispatcher, "plain1")
    await circle.hears()
    draft = await proposal(database)
    form = await opened(dispatcher, asks(), "draft.reopen", draft)
    reply = await dispatcher.answer(sent(asks(), form, tried="few", useful_for=""))
    assert isinstance(reply.content, Form)  # not complete: the author's own words are kept
    clock.pass_(days=14, seconds=1)
    heard = await circle.hears()
    assert SAID["message"] not in str(heard)
    fields = [fields for _, fields in await kept(database)]
    assert sorted(f is None for f in fields) == [False, True]


@pytest.mark.parametrize("by", ["realm/stranger", "realm/former1", "realm/plain2", "realm/", "", "bot"])
async def test_a_strangers_message_is_refused_in_plain_words(
    by: str, dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    assert "n’est pas du cercle" in said(await propose(dispatcher, "plain1", by=by))
    assert await kept(database) == []


async def test_a_message_without_words_is_refused(dispatcher: Dispatcher) -> None:
    assert "ne contient pas de texte" in said(await propose(dispatcher, "plain1", message=" \u200b"))


async def test_a_stranger_proposes_nothing(dispatcher: Dispatcher, database: SqlDatabase) -> None:
    reply = await propose(dispatcher, "stranger", by="realm/stranger")
    assert "réservé aux membres" in said(reply)
    assert await kept(database) == []


async def test_ones_own_message_leaves_nothing_behind_until_it_is_sent(
    dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    reply = await propose(dispatcher, "author1")
    assert isinstance(reply.content, Form)
    assert reply.content.verb == "practice.share"
    assert await kept(database) == []
    done = await dispatcher.answer(
        sent(asks(), reply.content, tried="few", useful_for="Quand un codir se tait, chacun écrit.")
    )
    assert "Voici ce que verra le cercle." in said(done)


async def test_a_long_message_of_ones_own_is_kept_whole_once(
    dispatcher: Dispatcher, database: SqlDatabase
) -> None:
    text = "Se taire. " * 900 + "La fin."
    for _ in range(2):
        assert "6\u202f107 signes de trop" in said(await propose(dispatcher, "author1", message=text))
    ((owner, fields),) = await kept(database)
    assert owner == "core:realm:author1"
    assert isinstance(fields, dict)
    assert fields["steps"] == text


# --- how it is said --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "register", "words"),
    [
        ("fr", "tu", "te pose une question sur «\u00a0Titre zq01sharedtitle\u00a0»."),
        ("fr", "vous", "vous pose une question sur «\u00a0Titre zq01sharedtitle\u00a0»."),
        ("en", "tu", "has a question about “Titre zq01sharedtitle”."),
    ],
)
async def test_a_message_speaks_as_its_reader_is_spoken_to(
    lang: str, register: str, words: str, dispatcher: Dispatcher, database: SqlDatabase, circle: Circle
) -> None:
    await change(database, update(circles).where(circles.c.id == "circle1").values(register=register))
    await change(database, update(members).where(members.c.id == "1-author").values(lang=lang))
    await fill(dispatcher, asks("plain1"), "exchange.ask", "1-shared", question="Et à deux ?")
    assert any(words in text for text in (await circle.hears())["author1"])


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_lire_names_its_author_in_both_languages(lang: str, dispatcher: Dispatcher) -> None:
    request = asks("plain1").one("exchange.around", "1-shared", None)
    spoken = Request(request.event, request.actor, request.verb, request.subject, locale=lang)
    reply = await dispatcher.answer(spoken)
    assert isinstance(reply.content, Card)
    text = card_text(reply.content, Voice(lang, "tu"))
    first = "Zq01nauthor"
    asked = {
        "fr": (f"Poser une question à {first}", "Compléments"),
        "en": (f"Ask {first} a question", "Additions"),
    }
    for label in asked[lang]:
        assert label in text


async def test_kept_practices_are_paged(dispatcher: Dispatcher, database: SqlDatabase) -> None:
    async with database.write() as tx:
        shared = await tx.practices.get(Audience("circle1", "1-plain"), "1-shared")
        assert shared
        for number in range(8):
            await tx.practices.add(shared.with_(id=f"1-more{number}"))
            await tx.notes.keep(Audience("circle1", "1-plain"), f"1-more{number}")
    reply = await dispatcher.answer(asks("plain1").one("exchange.kept", "1-", None))
    assert isinstance(reply.content, Card)
    (onward,) = [b for b in reply.content.buttons if b.verb == "exchange.kept"]
    rest = await dispatcher.answer(asks("plain1").one(onward.verb, onward.subject, None))
    assert isinstance(rest.content, Card)
    rows = [b.subject for c in (reply, rest) for b in c.content.all_buttons if b.verb == "practice.read"]  # type: ignore[union-attr]
    assert len(rows) == len(set(rows)) == 9
