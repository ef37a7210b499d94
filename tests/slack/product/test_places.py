"""A circle's place on Slack: chosen or made, private and the circle's own, and given again."""

from __future__ import annotations

import pytest

from adapters.slack.places import FALLBACK, NAME_MAX, folded, numbered
from bot.card import Card
from bot.errors import Exposed, RetryAfter, Shut, Unclear
from bot.i18n import Voice
from bot.jobs import Jobs
from bot.ports import Access
from bot.registry import JOBS
from bot.vocabulary import Account, Place
from tests.contract.scenarios import CHARTER, circle, write
from tests.contract.stage import Actor, Stage
from tests.slack.product.hands import driver_of, user_of

NB = "\u00a0"


async def places_of(stage: Stage, name: str = "Coachs Lyon") -> list[Place]:
    async with stage.database.read() as tx:
        (found,) = await tx.circles.named(name)
        return list(await tx.circles.places(found.id))


async def founds(stage: Stage, *chosen: str, name: str = "Coachs Lyon") -> Actor:
    """Sophie creates a circle, and tries these places one after the other."""
    sophie = stage.person("Sophie Lenoir", administers=True)
    await sophie.runs("circle")
    await sophie.presses("circle.create")
    for place in chosen:
        await sophie.submits(name=name, place=place, register="tu", objectives="Progresser.", charter=CHARTER)
    return sophie


# --- made ------------------------------------------------------------------------------------------------


async def test_a_channel_is_made_private_with_its_steward_in_it(stage: Stage) -> None:
    driver = driver_of(stage)
    sophie = await founds(stage, "")
    sophie.sees("Un salon privé se prépare.")
    made = driver.slack.channel("coachs-lyon")
    assert await places_of(stage) == [Place("slack", driver.realm, made.id)]
    assert (made.kind, made.members) == ("private", {driver.slack.bot, user_of(sophie).id})
    sophie.sees("Le salon du cercle est prêt.", "dm")


async def test_a_name_that_is_taken_gets_a_number(stage: Stage) -> None:
    driver = driver_of(stage)
    for taken in ("coachs-lyon", "coachs-lyon-2"):
        driver.slack.add_channel(taken)  # of others: we do not even see it
    await founds(stage, "")
    (place,) = await places_of(stage)
    assert driver.slack.workspace.channels[place.id].name == "coachs-lyon-3"


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("Coachs Lyon", "coachs-lyon"),
        ("Été à l’île", "été-à-l-île"),
        ("  -- Pairs & Cie. --", "pairs-cie"),
        ("!!!", FALLBACK),
        ("_", FALLBACK),
        ("É" * 100, "é" * NAME_MAX),
    ],
)
def test_names_are_what_slack_takes(name: str, channel: str) -> None:
    assert folded(name) == channel
    assert len(numbered(channel, 19)) <= NAME_MAX


@pytest.mark.parametrize("word", ["restricted_action", "missing_scope"])
async def test_a_workspace_that_refuses_leaves_it_to_a_person(stage: Stage, word: str) -> None:
    driver = driver_of(stage)
    driver.slack.faults.refuse("conversations.create", word)
    sophie = await founds(stage, "")
    sophie.sees("Le salon reste à créer à la main.", "dm")
    assert await places_of(stage) == []
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.place")
    await sophie.submits(place=driver.place)
    sophie.sees("Le salon du cercle est choisi.")
    assert await places_of(stage) == [Place("slack", driver.realm, driver.channel.id)]


async def test_a_lost_answer_makes_no_second_channel(stage: Stage) -> None:
    """Slack made it, and the line broke: the next try finds it."""
    driver = driver_of(stage)
    driver.slack.faults.drop_after_commit("conversations.create")
    sophie = await founds(stage, "")
    await stage.later(minutes=2)
    assert [c.name for c in driver.slack.workspace.channels.values() if "lyon" in c.name] == ["coachs-lyon"]
    made = driver.slack.channel("coachs-lyon")
    assert await places_of(stage) == [Place("slack", driver.realm, made.id)]
    assert user_of(sophie).id in made.members


async def test_a_crash_while_a_place_is_made_makes_no_second_one(stage: Stage) -> None:
    driver = driver_of(stage)
    sophie = stage.person("Sophie Lenoir", administers=True)
    await sophie.person.runs("circle")
    await sophie.person.presses("circle.create")
    await sophie.person.submits(
        name="Coachs Lyon", place="", register="tu", objectives="Progresser.", charter=CHARTER
    )
    steward = Account("slack", driver.realm, user_of(sophie).id)
    await driver.sender.make_place(driver.realm, "Coachs Lyon", steward, again=False)
    jobs = Jobs(stage.database, JOBS, {"slack": driver.sender}, stage.clock)
    async with stage.database.write() as tx:  # the intent is committed, and the process dies
        (row,) = [r for r in await tx.jobs.claim(32, 30, ("slack",)) if r.kind == "circle.house"]
        await tx.jobs.intend(row)
    await driver.restart()
    stage.clock.pass_(minutes=1)
    await jobs.run_due()
    assert [c.name for c in driver.slack.workspace.channels.values() if "lyon" in c.name] == ["coachs-lyon"]
    assert len(await places_of(stage)) == 1


async def test_what_others_made_is_not_taken(stage: Stage) -> None:
    """Of the same name, but by a person; or with people in it."""
    driver = driver_of(stage)
    sophie, karim = (stage.person(name) for name in ("Sophie Lenoir", "Karim Benali"))
    theirs = driver.slack.add_channel("coachs-lyon", bot=True)
    theirs.creator = user_of(karim).id
    used = driver.slack.add_channel("coachs-lyon-2", bot=True)
    used.members |= {user_of(sophie).id, user_of(karim).id}
    steward = Account("slack", driver.realm, user_of(sophie).id)
    made = await driver.sender.make_place(driver.realm, "Coachs Lyon", steward, again=True)
    assert made is not None
    assert driver.slack.workspace.channels[made.id].name == "coachs-lyon-3"
    assert await driver.sender.make_place(driver.realm, "Coachs Lyon", steward, again=True) == made
    driver.slack.faults.rate_limit("conversations.create", retry_after_s=9)
    with pytest.raises(RetryAfter):
        await driver.sender.make_place(driver.realm, "Coachs Lyon", steward, again=False)
    driver.slack.faults.drop_after_commit("conversations.create")
    with pytest.raises(Unclear):
        await driver.sender.make_place(driver.realm, "Autre", steward, again=False)


# --- chosen ----------------------------------------------------------------------------------------------


async def test_what_a_channel_is_to_us(stage: Stage) -> None:
    driver = driver_of(stage)
    access, slack = driver.sender.access, driver.slack
    channel = slack.add_channel("bureau", bot=True)
    place = Place("slack", driver.realm, channel.id)
    assert await access(place) is Access.READY
    for how in ("ext_shared", "pending_shared"):
        setattr(channel, how, True)
        assert await access(place) is Access.SHARED
        setattr(channel, how, False)
    channel.archived = True
    assert await access(place) is Access.SHUT
    channel.archived = False
    channel.members.clear()
    assert await access(place) is Access.SHUT
    assert await access(Place("slack", driver.realm, "C0NOWHERE")) is Access.SHUT
    public = slack.add_channel("general", private=False, bot=True)
    assert await access(Place("slack", driver.realm, public.id)) is Access.PUBLIC
    slack.faults.server_error("conversations.info")
    assert await access(place) is None
    slack.faults.rate_limit("conversations.info", retry_after_s=4)
    with pytest.raises(RetryAfter):
        await access(place)
    for word in Access:
        assert word is Access.READY or Voice("fr").has(f"fault-place-{word}")


async def test_a_channel_of_two_organisations_is_refused_with_what_to_do(stage: Stage) -> None:
    driver = driver_of(stage)
    driver.channel.pending_shared = True  # one that is shared already is not even offered
    sophie = await founds(stage, driver.place)
    assert sophie.form["errors"] == {
        "place": "Ce salon est partagé avec une autre organisation. Rien n’y a été dit. "
        f"Un autre salon privé convient\u202f; vide{NB}: j’en crée un."
    }
    async with stage.database.read() as tx:
        assert await tx.circles.named("Coachs Lyon") == []
    driver.channel.pending_shared = False
    await sophie.submits(
        name="Coachs Lyon", place=driver.place, register="tu", objectives="Progresser.", charter=CHARTER
    )
    sophie.sees("Votre cercle est prêt.")


async def test_acceptance_opens_the_channel(stage: Stage) -> None:
    driver = driver_of(stage)
    _, karim = await circle(stage, "Karim Benali")
    assert user_of(karim).id in driver.channel.members


# --- out of reach, and given again -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("ext_shared", "Le salon est partagé avec une autre organisation."),
        ("pending_shared", "Le salon est partagé avec une autre organisation."),
        ("archived", "n’a plus le droit d’écrire dans le salon"),
        ("public", "Tout le monde peut lire le salon."),
        ("removed", "n’a plus le droit d’écrire dans le salon"),
    ],
)
async def test_nothing_is_said_in_a_place_that_is_not_the_circles_any_more(
    stage: Stage, spoil: str, said: str
) -> None:
    driver = driver_of(stage)
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    channel, bot = driver.channel, driver.slack.bot
    driver.channel = driver.slack.add_channel("ailleurs")  # where people are meanwhile
    driver.channel.members |= channel.members - {bot}
    if spoil == "removed":
        channel.members.discard(bot)
    elif spoil == "public":
        channel.kind = "public"
    else:
        setattr(channel, spoil, True)
    await write(karim)
    await karim.presses("practice.send")
    await stage.later(days=1)
    sophie.never_sees("La question miroir", "place")
    assert sophie.counts(said, "dm") == 1
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    sophie.sees(said, "reply")
    await sophie.presses("circle.retry")  # nothing has changed: it waits on
    sophie.never_sees("La question miroir", "place")
    if spoil == "removed":
        channel.members.add(bot)
    elif spoil == "public":
        channel.kind = "private"
    else:
        setattr(channel, spoil, False)
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.retry")
    assert sophie.counts("La question miroir") == 1


async def test_a_copy_is_not_brought_up_to_date_before_strangers(stage: Stage) -> None:
    """And is not forgotten either: once the place is ours again it can be withdrawn."""
    driver = driver_of(stage)
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    sophie.sees("La question miroir", "place")
    await stage.later(minutes=11)
    driver.channel.members.discard(driver.slack.bot)
    await karim.runs("circle")
    await karim.presses("practice.own")
    await karim.presses("practice.preview")
    await karim.presses("practice.withdraw")
    await stage.later(hours=1)
    sophie.sees("La question miroir", "place")  # we cannot reach it
    driver.channel.members.add(driver.slack.bot)
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.retry")
    sophie.never_sees("La question miroir", "place")


async def test_another_place_takes_what_was_waiting(stage: Stage) -> None:
    driver = driver_of(stage)
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    driver.channel.ext_shared = True
    await write(karim)
    await karim.presses("practice.send")
    other = driver.slack.add_channel("autre", bot=True)
    other.members.add(user_of(sophie).id)
    await sophie.runs("circle")
    await sophie.presses("circle.steward")
    await sophie.presses("circle.place")
    driver.channel = other
    await sophie.submits(place=driver.place)
    sophie.sees("Le salon du cercle est choisi.")
    sophie.sees("La question miroir", "place")
    assert {user_of(sophie).id, user_of(karim).id} <= other.members


async def test_a_message_asks_first_what_the_place_is(stage: Stage) -> None:
    driver = driver_of(stage)
    place = Place("slack", driver.realm, driver.channel.id)
    driver.slack.faults.server_error("conversations.info")
    with pytest.raises(RetryAfter):
        await driver.sender.send(place, Card("Un mot"), Voice(), "n1")
    driver.channel.ext_shared = True
    with pytest.raises(Exposed):
        await driver.sender.send(place, Card("Un mot"), Voice(), "n1")
    driver.channel.ext_shared, driver.channel.archived = False, True
    with pytest.raises(Shut):
        await driver.sender.send(place, Card("Un mot"), Voice(), "n1")
    assert not [m for m in driver.slack.workspace.messages.values() if m.channel == place.id]
