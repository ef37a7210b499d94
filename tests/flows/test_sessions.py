"""A session under pressure: a rush for seats, changes, clock changes, days without a process."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from bot.card import File
from bot.vocabulary import Request
from storage.engine import WRITE
from storage.schema import accounts, commitments, members, sessions
from tests.contract.drivers.core import CHANNEL, CoreDriver, CorePerson
from tests.contract.scenarios import NB, circle
from tests.contract.scenarios_sessions import CALL, plan
from tests.contract.stage import Actor, Stage

LONG_LINK = "https://teams.exemple.fr/l/meetup-join/" + "a1%3b" * 52


async def rows(stage: Stage, table: object) -> list[dict[str, object]]:
    async with stage.database.engine.connect() as connection:
        found = await connection.execute(select(table))  # type: ignore[call-overload]
        return [dict(row._mapping) for row in found]


async def session_id(stage: Stage) -> str:
    return str((await rows(stage, sessions))[0]["id"])


def answered(actor: Actor) -> str:
    return actor.person.texts("reply")[-1]


async def press(stage: Stage, actor: Actor, verb: str, subject: str) -> str:
    """Without what follows from it: several at once. Gives the title of the answer."""
    person = actor.person
    assert isinstance(person, CorePerson)
    assert isinstance(stage.driver, CoreDriver)
    reply = await stage.driver.door.answer(person.request(verb, subject))
    return str(getattr(reply.content, "title", ""))


# --- seats -----------------------------------------------------------------------------------------------


async def test_twenty_for_eight_seats_two_at_once(stage: Stage) -> None:
    sophie, *others = await circle(stage, *(f"P{n} Nom" for n in range(10)), readers=0)
    others += await join(stage, sophie, *(f"Q{n} Nom" for n in range(9)))
    await plan(stage, sophie)
    id = await session_id(stage)
    everybody = [sophie, *others]
    said: list[str] = []
    for pair in zip(everybody[::2], everybody[1::2], strict=True):
        said += await asyncio.gather(*(press(stage, actor, "session.yes", id) for actor in pair))
    assert sum("tu viens" in text for text in said) == 8
    assert sum("complète" in text for text in said) == 12
    full = [actor for actor, text in zip(everybody, said, strict=True) if "complète" in text]
    for pair in zip(full[::2], full[1::2], strict=True):
        waits = await asyncio.gather(*(press(stage, actor, "session.wait", id) for actor in pair))
        assert all("liste d’attente" in text for text in waits)
    await stage.settle()
    sophie.sees("Je viens 8", "place")
    sophie.sees("12 en attente", "place")
    came = [actor for actor in everybody if actor not in full]
    await asyncio.gather(*(press(stage, actor, "session.no", id) for actor in came[:2]))
    await stage.settle()
    moved = [actor for actor in full if actor.counts("elle est pour toi", "dm")]
    assert len(moved) == 2  # two left at once: two different people move up, each told once
    assert all(actor.counts("elle est pour toi", "dm") == 1 for actor in moved)
    assert "tu viens" in await press(stage, moved[0], "session.open", id)
    sophie.sees("10 en attente", "place")


async def join(stage: Stage, sophie: Actor, *names: str) -> list[Actor]:
    people = [stage.person(name) for name in names]
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.inviting")
    await sophie.presses("circle.invite")
    await sophie.submits(people=tuple(p.ref for p in people))
    for person in people:
        await person.presses("circle.accept")
    return people


async def test_an_answer_again_keeps_its_turn_and_a_change_loses_it(stage: Stage) -> None:
    sophie, ines, karim = await circle(stage, "Inès Garnier", "Karim Benali", readers=0)
    await plan(stage, sophie, seats="2")
    id = await session_id(stage)
    for actor in (sophie, ines):
        await press(stage, actor, "session.yes", id)
    await press(stage, karim, "session.wait", id)
    await press(stage, sophie, "session.yes", id)
    assert "liste d’attente" in await press(stage, karim, "session.open", id)
    await press(stage, sophie, "session.maybe", id)
    await stage.settle()
    karim.sees("elle est pour toi", "dm")
    assert "complète" in await press(stage, sophie, "session.yes", id)


async def test_who_left_the_circle_frees_the_seat(stage: Stage) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan(stage, sophie, seats="2")
    await ines.presses("session.topic")
    sophie.sees("Inès", "place")
    left = select(accounts.c.member).where(accounts.c.user == "inès")
    async with stage.database.engine.connect() as connection:
        await connection.execution_options(**{WRITE: True})
        async with connection.begin():
            await connection.execute(update(members).where(members.c.id.in_(left)).values(status="former"))
    await sophie.presses("session.yes")
    sophie.sees("Je viens 1", "place")
    sophie.never_sees("Inès", "place")


# --- the subject -------------------------------------------------------------------------------------------


async def test_a_subject_is_taken_given_back_and_offered(stage: Stage) -> None:
    sophie, ines, karim = await circle(stage, "Inès Garnier", "Karim Benali", readers=0)
    await plan(stage, sophie, holder=ines.ref)
    ines.sees("On compte sur toi pour le sujet.", "dm")
    await karim.presses("session.topic")
    karim.never_sees("Tu apportes le sujet.")
    await sophie.presses("session.open")
    assert "Sujets proposés par Karim" in answered(sophie)
    await ines.presses("session.giveback")
    karim.sees("Sujet apporté par personne encore", "place")
    await karim.presses("session.topic")
    karim.sees("Tu apportes le sujet.")
    sophie.sees("Sujet apporté par Karim", "place")
    await karim.presses("session.no")
    sophie.sees("Sujet apporté par personne encore", "place")


async def test_the_holder_has_to_be_in_the_circle(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    stranger = stage.person("Paul Inconnu")
    await sophie.runs("session plan")
    await sophie.submits(title="Codév", moment="jeudi 3 décembre 18h", spot=CALL, holder=stranger.ref)
    assert sophie.form["errors"] == {"holder": "Cette personne ne fait pas partie du cercle."}


# --- what is typed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Codév avec jean@exemple.fr"),
        ("spot", "Chez M. Durand, 06 12 34 56 78"),
        ("spot", "https://visio.exemple.fr/jean.durand@exemple.fr"),
        ("spot", "https://visio exemple"),
        ("spot", "x" * 401),
        ("seats", "1"),
        ("seats", "51"),
        ("seats", "beaucoup"),
        ("moment", "jeudi prochain 18h"),
        ("moment", "18"),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(stage: Stage, field: str, value: str) -> None:
    (sophie,) = await circle(stage)
    await sophie.runs("session plan")
    sound = {"title": "Codév", "moment": "jeudi 3 décembre à 18h", "spot": CALL}
    await sophie.submits(**{**sound, field: value})
    assert set(sophie.form["errors"]) == {field}
    assert sophie.form["values"][field] == value
    await sophie.submits(**{field: sound.get(field, "")})
    sophie.sees("C’est bien ")


async def test_a_long_link_is_whole(stage: Stage) -> None:
    assert len(LONG_LINK) == 299
    (sophie,) = await circle(stage)
    await plan(stage, sophie, spot=LONG_LINK)
    sophie.sees(LONG_LINK, "place")


async def test_nothing_is_seen_before_the_yes(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await sophie.runs("session plan")
    await sophie.submits(title="Codév", moment="jeudi 3 décembre à 18h", spot=CALL)
    karim.never_sees("Codév")
    await karim.runs("session agenda")
    karim.sees("Aucune rencontre n’est prévue.")
    assert "disponible" in await press(stage, karim, "session.propose", await session_id(stage))
    await sophie.runs("session agenda")
    sophie.sees("à confirmer")


async def test_a_proposal_that_waited_too_long_is_corrected(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    await sophie.runs("session plan")
    await sophie.submits(title="Codév", moment="demain 9h", spot=CALL)
    await stage.later(days=2)
    await sophie.presses("session.propose")
    sophie.never_sees("Codév", "place")
    await sophie.presses("session.edit", "Corriger")
    await sophie.submits(moment="samedi 9h")
    await sophie.presses("session.propose")
    sophie.sees("Codév", "place")


# --- changes -----------------------------------------------------------------------------------------------


async def test_moved_it_reminds_of_the_new_date_alone(stage: Stage) -> None:
    sophie, ines, karim = await circle(stage, "Inès Garnier", "Karim Benali", readers=0)
    await plan(stage, sophie)
    await ines.presses("session.yes")
    await karim.presses("session.no")
    await sophie.presses("session.edit", "Modifier")
    await sophie.submits(moment="jeudi 10 décembre à 20h")
    ines.sees("La rencontre change de date.", "dm")
    karim.never_sees("change de date")
    sophie.sees("jeudi 10 décembre à 20", "place")
    assert sophie.counts("Codév") == 1
    await stage.later(days=9)  # the old date, 3 December, came and went
    for actor in (sophie, ines, karim):
        actor.never_sees("Demain", "dm")
        actor.never_sees("dans une heure", "place")
        actor.never_sees("vas essayer", "dm")
    await stage.later(days=6, hours=12)  # 9 December, 21:30
    ines.sees(f"Demain à 20{NB}h.", "dm")
    assert ines.counts("Demain", "dm") == 1
    karim.never_sees("Demain", "dm")


async def test_cancelled_it_says_so_and_nothing_else(stage: Stage) -> None:
    sophie, ines, karim = await circle(stage, "Inès Garnier", "Karim Benali", readers=0)
    await plan(stage, sophie)
    await ines.presses("session.maybe")
    await karim.presses("session.no")
    id = await session_id(stage)
    await sophie.presses("session.cancel")
    ines.sees("La rencontre n’aura pas lieu.", "dm")
    karim.never_sees("n’aura pas lieu")
    karim.sees("Cette rencontre est annulée.", "place")
    karim.never_sees(CALL, "place")
    assert "plus à jour" in await press(stage, karim, "session.yes", id)
    await stage.later(days=12)
    ines.never_sees("Demain", "dm")
    ines.never_sees("vas essayer", "dm")
    sophie.never_sees("dans une heure", "place")


async def test_an_answer_does_not_spoil_a_form_and_another_change_does(stage: Stage) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan(stage, sophie)
    await sophie.presses("session.edit", "Modifier")
    await ines.presses("session.topic")
    await sophie.submits(title="Codév du soir")
    sophie.sees("Codév du soir", "place")
    await sophie.presses("session.edit", "Modifier")
    form = sophie.person._form  # type: ignore[attr-defined]
    await sophie.submits(title="Codév de nuit")
    sophie.person._form = form  # type: ignore[attr-defined]
    await sophie.submits(title="Codév du matin")
    sophie.sees("La rencontre a changé entre-temps.")
    sophie.sees("Codév de nuit", "place")
    await sophie.presses("draft.reopen")
    assert sophie.form["values"]["title"] == "Codév du matin"


async def test_cancelled_while_somebody_answers(stage: Stage) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan(stage, sophie)
    id = await session_id(stage)
    said = await asyncio.gather(
        press(stage, sophie, "session.cancel", id), press(stage, ines, "session.yes", id)
    )
    await stage.settle()
    assert "annulée" in said[0]
    assert ("tu viens" in said[1]) == (ines.counts("n’aura pas lieu", "dm") == 1)


async def test_seats_are_not_taken_from_those_who_have_one(stage: Stage) -> None:
    sophie, ines, karim, paul = await circle(stage, "Inès Garnier", "Karim Benali", "Paul Roux", readers=0)
    await plan(stage, sophie, seats="3")
    id = await session_id(stage)
    for actor in (sophie, ines, karim):
        await press(stage, actor, "session.yes", id)
    await press(stage, paul, "session.wait", id)
    await sophie.presses("session.edit", "Modifier")
    await sophie.submits(seats="2")
    assert sophie.form["errors"] == {"seats": "3 places sont déjà prises."}
    await sophie.submits(seats="4")
    paul.sees("elle est pour toi", "dm")


# --- time --------------------------------------------------------------------------------------------------


async def plan_at(stage: Stage, planner: Actor, moment: str, **changes: str) -> None:
    await planner.runs("session plan")
    await planner.submits(**{"title": "Codév", "moment": moment, "spot": CALL, **changes})
    await planner.presses("session.propose")


async def test_asked_a_week_before(stage: Stage) -> None:
    sophie, ines, karim = await circle(stage, "Inès Garnier", "Karim Benali", readers=0)
    await plan_at(stage, sophie, "jeudi 10 décembre à 18h")
    await ines.presses("session.no")
    await stage.later(days=9)
    karim.never_sees("dans une semaine", "dm")
    await stage.later(hours=9)
    karim.sees("dans une semaine", "dm")
    sophie.sees("dans une semaine", "dm")
    ines.never_sees("dans une semaine", "dm")
    await karim.presses("session.yes")
    sophie.sees("Je viens 1", "place")


async def test_planned_late_it_reminds_of_what_is_to_come(stage: Stage) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan_at(stage, sophie, "aujourd’hui à 12h")
    await ines.presses("session.yes")
    await stage.later(hours=2)
    ines.sees("dans une heure", "place")
    for text in ("dans une semaine", "Demain"):
        ines.never_sees(text, "dm")


async def test_down_for_a_month_there_is_no_burst(stage: Stage) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan(stage, sophie)
    await ines.presses("session.yes")
    before = len(ines.person.texts("dm"))
    stage.clock.pass_(days=30)
    await stage.settle()
    assert len(ines.person.texts("dm")) == before
    ines.never_sees("dans une heure", "place")
    ines.sees("Cette rencontre a eu lieu.", "place")


@pytest.mark.parametrize(
    ("today", "moment", "day_before"),
    [
        ("2026-10-20T09:00+02:00", "lundi 26 octobre à 9h", "2026-10-25T09:00+01:00"),
        ("2026-10-20T09:00+02:00", "dimanche 25 octobre à 9h", "2026-10-24T09:00+02:00"),
        ("2027-03-23T09:00+01:00", "lundi 29 mars à 9h", "2027-03-28T09:00+02:00"),
        ("2027-03-23T09:00+01:00", "dimanche 28 mars à 9h", "2027-03-27T09:00+01:00"),
    ],
)
async def test_the_clock_changes_and_nine_stays_nine(
    stage: Stage, today: str, moment: str, day_before: str
) -> None:
    stage.clock.at = datetime.fromisoformat(today)
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan_at(stage, sophie, moment)
    await ines.presses("session.yes")
    stage.clock.at = datetime.fromisoformat(day_before) - timedelta(minutes=1)
    await stage.settle()
    ines.never_sees("Demain", "dm")
    await stage.later(minutes=1)
    ines.sees(f"Demain à 9{NB}h.", "dm")


async def test_each_in_their_own_zone(stage: Stage) -> None:
    """Typed in Fort-de-France, read in Paris."""
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await ines.runs("circle")
    await ines.presses("me.settings")
    await ines.presses("me.edit")
    await ines.submits(my_zone="America/Martinique")
    await plan_at(stage, ines, "jeudi 3 décembre à 13h")
    ines.sees("heure de Martinique")
    sophie.sees(f"jeudi 3 décembre à 18{NB}h", "place")
    await sophie.presses("session.yes")
    await ines.presses("session.yes")
    await stage.later(days=8, hours=8, minutes=30)
    sophie.sees(f"Demain à 18{NB}h.", "dm")
    ines.sees(f"Demain à 13{NB}h.", "dm")


# --- the calendar ------------------------------------------------------------------------------------------


async def test_the_file_replaces_the_one_before(stage: Stage) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan(stage, sophie)
    await ines.presses("session.yes")
    first = await calendar_of(stage, ines)
    event = first.events[0]
    assert event["SUMMARY"] == "Codév"
    assert event.start.isoformat() == "2026-12-03T18:00:00+01:00"
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert event.end - event.start == timedelta(minutes=90)
    assert event["LOCATION"] == CALL
    await sophie.presses("session.edit", "Modifier")
    await sophie.submits(moment="jeudi 10 décembre à 9h")
    again = (await calendar_of(stage, ines)).events[0]
    assert again["UID"] == event["UID"]
    assert again["SEQUENCE"] > event["SEQUENCE"]
    stranger = stage.person("Paul Inconnu")
    with pytest.raises(Exception, match="error-not-member"):
        await calendar_of(stage, stranger)


async def calendar_of(stage: Stage, actor: Actor) -> Calendar:
    person, door = actor.person, stage.door()
    assert isinstance(person, CorePerson)
    asked = Request("core:ics", person.account, "session.ics", await session_id(stage), place=CHANNEL)
    reply = await door.answer(asked)
    file = reply.content[0] if isinstance(reply.content, tuple) else None
    file = file or File("rencontre.ics", "text/calendar", "session.ics", await session_id(stage))
    assert (file.name, file.media_type) == ("rencontre.ics", "text/calendar")
    return Calendar.from_ical(await door.made(file, person.account, CHANNEL))  # type: ignore[return-value]


# --- afterwards --------------------------------------------------------------------------------------------


async def test_not_yet_is_asked_once_more_and_then_no_more(stage: Stage) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan(stage, sophie)
    await ines.presses("session.yes")
    await over(stage)
    await ines.presses("session.commit")
    await ines.submits(attempt="Écrire à jean@exemple.fr")
    assert set(ines.form["errors"]) == {"attempt"}
    await ines.submits(attempt="Me taire dix secondes")
    await stage.later(days=16)  # a Monday: nobody is asked on a weekend
    for _ in range(2):
        assert ines.counts("Tu voulais essayer", "dm") == 1
        await ines.presses("session.outcome", "Pas encore essayé")
        ines.never_sees("Tu voulais essayer")  # the answer stands where the question was
        await stage.later(days=31)
    await stage.later(days=60)
    ines.never_sees("Tu voulais essayer")
    assert [row["outcome"] for row in await rows(stage, commitments)] == ["not_yet"]
    await ines.runs("session agenda")
    ines.sees("Aucune rencontre n’est prévue.")


async def over(stage: Stage) -> None:
    """Through its instants, one by one, until it has ended."""
    for _ in range(11):
        await stage.later(days=1)


async def test_passed_and_silent_are_asked_nothing_more(stage: Stage) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan(stage, sophie)
    await ines.presses("session.yes")
    await sophie.presses("session.yes")
    await over(stage)
    await ines.presses("session.skip")
    before = [len(actor.person.texts("dm")) for actor in (sophie, ines)]
    await stage.later(days=60)
    assert [len(actor.person.texts("dm")) for actor in (sophie, ines)] == before


async def test_in_english_and_with_vous(stage: Stage) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await ines.runs("circle")
    await ines.presses("me.settings")
    await ines.presses("me.edit")
    await ines.submits(my_lang="en")
    await ines.runs("session plan")
    await ines.submits(title="Codév", moment="Thursday Dec 3 at 6pm", spot=CALL)
    ines.sees("Thursday 3 December 2026 at 6 pm, Paris time. Is that right?")
    await ines.presses("session.propose")
    await ines.presses("session.yes")
    ines.sees("Noted: you are coming.")
    await stage.later(days=8, hours=9)
    ines.sees("Tomorrow at 6 pm.", "dm")
    sophie.sees("Codév", "place")


# --- who is spoken to ------------------------------------------------------------------------------------


async def test_who_waited_to_the_end_is_asked_nothing_afterwards(stage: Stage) -> None:
    """Only those who had a seat were there."""
    sophie, ines, karim = await circle(stage, "Inès Garnier", "Karim Benali", readers=0)
    await plan(stage, sophie, seats="2")
    id = await session_id(stage)
    for actor in (sophie, ines):
        await press(stage, actor, "session.yes", id)
    await press(stage, karim, "session.wait", id)
    await stage.later(days=10)
    for actor, asked in ((ines, True), (karim, False)):
        assert bool(actor.counts("Qu’est-ce que tu vas essayer", "dm")) is asked
        await actor.runs("session agenda")
        assert ("une question attend" in answered(actor)) is asked
        assert ("vas essayer" in await press(stage, actor, "session.open", id)) is asked
    await karim.person.ask(karim.person.request("session.commit", id))  # type: ignore[attr-defined]
    if karim.person.form is not None:
        await karim.submits(attempt="Me taire")
    assert await rows(stage, commitments) == []


async def test_who_said_yes_and_is_put_down_for_the_subject_hears_of_it(stage: Stage) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan(stage, sophie)
    await ines.presses("session.yes")
    await sophie.presses("session.edit")
    await sophie.submits(holder=ines.ref)
    ines.sees("On compte sur toi pour le sujet.", "dm")


@pytest.mark.parametrize("change", ["moved", "cancelled"])
async def test_who_brings_the_subject_hears_of_another_date_before_answering(
    stage: Stage, change: str
) -> None:
    sophie, ines = await circle(stage, "Inès Garnier", readers=0)
    await plan(stage, sophie, holder=ines.ref)
    ines.sees("On compte sur toi pour le sujet.", "dm")
    if change == "moved":
        await sophie.presses("session.edit")
        await sophie.submits(moment="vendredi 4 décembre à 18h")
        ines.sees("La rencontre change de date.", "dm")
    else:
        await sophie.presses("session.cancel")
        ines.sees("La rencontre n’aura pas lieu.", "dm")


async def test_who_no_longer_brings_the_subject_is_not_counted_on(stage: Stage) -> None:
    sophie, ines, karim = await circle(stage, "Inès Garnier", "Karim Benali", readers=0)
    await plan(stage, sophie, holder=ines.ref)
    ines.sees("On compte sur toi", "dm")
    await sophie.presses("session.edit")
    await sophie.submits(holder=karim.ref)
    ines.never_sees("On compte sur toi", "dm")
    karim.sees("On compte sur toi", "dm")
