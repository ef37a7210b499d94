"""The product through the real bolt: what a stranger, a forger, a long message and a restart make of it."""

from __future__ import annotations

import io
import json
import logging
import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from adapters.slack import reactions
from adapters.slack.answering import _voice
from adapters.slack.reactions import EMOJI
from adapters.slack.render import unpack
from bot.card import Instant, InstantStyle
from bot.logs import configure
from bot.members.models import Member
from bot.registry import REACTIONS
from bot.vocabulary import Account
from storage.schema import endorsements, practice_versions
from tests.contract.drivers.slack import SlackDriver
from tests.contract.scenarios import MIRROR, circle, write
from tests.contract.stage import Actor, Stage
from tests.emulators.slack import SlackServer, View

CANARY = "zqsecret"
NASTY = "<!channel> <@U00000001> & <b> `x` *gras* 🧪 مرحبا https://exemple.fr/a?b=1&c=2"


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    opened = await Stage(SlackDriver(scale=10.0), sqlite_url).open()
    yield opened
    await opened.close()


def slack_of(stage: Stage) -> SlackServer:
    server: SlackServer = stage.driver.slack  # type: ignore[attr-defined]
    return server


# --- what is written ---------------------------------------------------------------------------------------


async def test_the_longest_message_that_slack_has_is_kept_whole_and_read_as_words(stage: Stage) -> None:
    """Ten times what a form takes; the draft holds its last word."""
    _, karim = await circle(stage, "Karim Benali", readers=0)
    text = f"{NASTY} Début. " + "Reformuler, puis se taire. " * 1_500
    text = text[: 39_000 - len(" Fin du message.")] + " Fin du message."
    await karim.uses_menu("propose", text, karim)
    karim.sees("Le message est plus long qu’une fiche. Il est gardé en entier.")
    assert slack_of(stage).refusals == []
    async with stage.database.read() as tx:
        kept = await tx.drafts.open(f"slack:{stage.driver.realm}:{karim.person.user.id}")  # type: ignore[attr-defined]
    assert any("Fin du message." in str(draft.fields) for draft in kept)


async def test_whatever_a_practice_says_is_shown_and_called_by_nobody(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim, title="La <@U00000001> & moi", useful_for=f"{MIRROR['useful_for']} {NASTY}")
    await karim.presses("practice.send")
    sophie.sees("La @U00000001 & moi", "place")  # a mention is a plain name before it is kept
    sophie.sees("@channel @U00000001 & <b>", "place")
    said = [one for one in slack_of(stage).workspace.messages.values() if "moi" in one.words]
    assert said
    for one in said:
        assert "<" not in one.text
        kinds = [str(element) for element in one.blocks]
        assert not [k for k in kinds if "'broadcast'" in k or "'user'" in k or "'mrkdwn'" in k]
    assert slack_of(stage).refusals == []


# --- who is no member --------------------------------------------------------------------------------------


async def secret(stage: Stage) -> tuple[Actor, Actor, Actor]:
    """A circle whose every word is a canary; and somebody of the workspace who is not in it."""
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim, title=f"{CANARY} titre", steps=f"{MIRROR['steps']} {CANARY}")
    await karim.presses("practice.send")
    await karim.runs("circle")
    await karim.presses("practice.own")
    return sophie, karim, stage.person("Rosa Diaz")


def leaked(stage: Stage, stranger: Actor, before: set[str]) -> list[str]:
    """What they see since then that holds the circle's words."""
    slack, user = slack_of(stage), stranger.person.user
    seen = [one for place in slack.workspace.channels for one in slack.workspace.seen_by(user.id, place)]
    new = [json.dumps([one.text, one.blocks]) for one in seen if one.ts not in before]
    stack = slack.workspace.stacks.get(user.id, [])
    return [text for text in [*new, *(json.dumps(view.body) for view in stack)] if CANARY in text]


def seen_by(stage: Stage, stranger: Actor) -> set[str]:
    slack, user = slack_of(stage), stranger.person.user
    return {one.ts for place in slack.workspace.channels for one in slack.workspace.seen_by(user.id, place)}


@pytest.mark.parametrize("in_the_channel", [False, True])
async def test_a_stranger_learns_nothing_by_any_way_in(stage: Stage, in_the_channel: bool) -> None:
    """Commands, shortcuts, the search, every button that a member ever saw: no word of the circle.

    Somebody whom a person let into the channel by hand reads there what stands there, and nothing more.
    """
    _, karim, rosa = await secret(stage)
    slack, user = slack_of(stage), rosa.person.user
    channel = stage.driver.channel  # type: ignore[attr-defined]
    if in_the_channel:
        channel.members.add(user.id)
    theirs = [
        *slack.workspace.seen_by(karim.person.user.id, channel.id),
        *karim.person.user.dm_messages(),
    ]
    here = channel.id if in_the_channel else None
    before = seen_by(stage, rosa)
    for typed in ("", "partager", f"chercher {CANARY}", "chercher titre", "aide", CANARY):
        for command in ("/cercle", "/pratique", "/practice"):
            await user.slash(command, typed, channel=here)
            slack.workspace.stacks.pop(user.id, None)
    for command in stage.driver.door.commands.values():  # type: ignore[attr-defined]
        if command.surface.value == "global":
            await user.shortcut(command.verb)
            slack.workspace.stacks.pop(user.id, None)
    await stage.settle()
    pressed = 0
    for said in theirs:  # the same card, as if it were theirs: an old client, a copy, a forged press
        home = channel.id if in_the_channel else slack.workspace.direct(user.id, slack.bot).id
        mine = replace(said, channel=home, ts=slack.workspace.mint_ts(), only_for=user.id)
        slack.workspace.post(mine)
        before.add(mine.ts)
        for element in (e for b in said.blocks for e in [*b.get("elements", ()), b.get("accessory") or {}]):
            if element.get("type") == "button":
                await user.press(mine, element["action_id"])
                slack.workspace.stacks.pop(user.id, None)
                pressed += 1
        mine = slack.workspace.messages.get((mine.channel, mine.ts), mine)
        assert CANARY in json.dumps(said.blocks) or CANARY not in json.dumps(mine.blocks)
        slack.workspace.remove(mine)
    assert pressed > 10
    await stage.settle()
    assert leaked(stage, rosa, before) == []
    assert CANARY in json.dumps([one.blocks for one in theirs])


async def test_a_forged_form_gives_no_right(stage: Stage) -> None:
    """Whose act it is, Slack says; what a form carries says which version was seen, and nothing more."""
    _, karim, rosa = await secret(stage)
    slack, user = slack_of(stage), rosa.person.user
    await write(karim, title=f"{CANARY} second")
    await karim.presses("practice.edit")
    (view,) = slack.workspace.stacks[karim.person.user.id]
    key, _ = unpack(view.private_metadata)
    kept = json.loads(view.private_metadata)
    channel = stage.driver.channel.id  # type: ignore[attr-defined]
    forged = [
        view.private_metadata,
        json.dumps({**kept, "place": channel}),
        json.dumps({**kept, "key": replace(key, version=key.version + 1).pack()}),
    ]
    before = seen_by(stage, rosa)
    for number, metadata in enumerate(forged):
        copy = View(f"V{number}", user.id, "1.1", {**view.body, "private_metadata": metadata}, f"V{number}")
        slack.workspace.stacks[user.id] = [copy]
        await user.submit(copy, {"title": "volé"}, tolerate=True)
        slack.workspace.stacks.pop(user.id, None)
        slack.forgive()
    await stage.settle()
    async with stage.database.engine.connect() as connection:
        titles = set(await connection.scalars(select(practice_versions.c.title)))
    assert titles == {f"{CANARY} titre", f"{CANARY} second"}
    assert leaked(stage, rosa, before) == []
    await karim.submits(title=f"{CANARY} second, changé")  # the same form, from who it is for
    karim.sees("second, changé")


async def test_a_wrong_answer_is_said_at_its_field_and_the_rest_is_kept(stage: Stage) -> None:
    _, karim = await circle(stage, "Karim Benali", readers=0)
    await karim.runs("practice share")
    await karim.submits(**{**MIRROR, "title": "   "})
    form = karim.form
    assert set(form["errors"]) == {"title"}
    assert form["values"]["steps"] == MIRROR["steps"]
    assert form["values"]["useful_for"] == MIRROR["useful_for"]
    await karim.submits(title="La question miroir")
    karim.sees("Voici ce que verra le cercle.")


# --- fifty members, one card -------------------------------------------------------------------------------


async def test_a_storm_of_reactions_ends_as_it_stands_under_the_card(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice delivered, out of order, a tenth never: after one reading, what counts is what Slack shows."""
    monkeypatch.setattr(reactions, "PACE_S", 0.0)
    _, karim = await circle(stage, "Karim Benali", readers=0)
    await write(karim)
    await karim.presses("practice.send")
    slack, channel = slack_of(stage), stage.driver.channel  # type: ignore[attr-defined]
    (card,) = [one for one in slack.workspace.seen_by(slack.bot, channel.id) if "miroir" in one.words]
    people = [slack.add_user(f"Pair {number}") for number in range(50)]
    async with stage.database.write() as tx:
        (found,) = await tx.circles.named("coachs-lyon")
        for number, user in enumerate(people):
            channel.members.add(user.id)
            account = Account("slack", slack.workspace.team_id, user.id)
            member = f"{found.prefix}p{number}"
            await tx.members.join(Member(found.id, member, f"Pair {number}"), account)
            await tx.circles.accept(found.id, member, 1, "slack")
    dice = random.Random(11)
    slack.faults.deliver_twice = "same"
    slack.faults.hold_events = True
    for user in people:
        for name in dice.sample(list(NAMES.values()), dice.randint(1, 2)):
            await user.reacts(card, name)
            if dice.random() < 0.4:
                await user.unreacts(card, name)

    def lost_and_shuffled(waiting: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
        ids = sorted({payload["event_id"] for payload, _ in waiting})
        gone = set(dice.sample(ids, len(ids) // 10))
        left = [one for one in waiting if one[0]["event_id"] not in gone]
        return dice.sample(left, len(left))

    await slack.release_events(lost_and_shuffled)
    slack.faults.deliver_twice = None
    standing = slack.workspace.reactions.get((channel.id, card.ts), {})
    shows = {meaning: len(standing.get(name, ())) for meaning, name in NAMES.items()}
    assert len({*shows.values()} - {0}) > 1
    before = slack.calls["reactions.get"]
    heard = await counted(stage, found.id)
    await stage.driver.restart()
    await slack.until(lambda: slack.calls["reactions.get"] > before)
    for _ in range(1_000):
        if await counted(stage, found.id) == shows:
            break
        await slack.settled()
    assert await counted(stage, found.id) == shows
    assert heard != shows  # what was lost was lost


NAMES = {REACTIONS.meanings[emoji]: name for name, emoji in EMOJI.items() if emoji in REACTIONS.meanings}


async def counted(stage: Stage, circle_id: str) -> dict[str, int]:
    """How many stand behind each emoji, by the database."""
    e = endorsements.c
    wanted = (
        select(e.meaning, func.count().label("count_"))
        .where(e.circle == circle_id, e.standing)
        .group_by(e.meaning)
    )
    async with stage.database.engine.connect() as connection:
        found = {str(row.meaning): row.count_ for row in await connection.execute(wanted)}
    return {meaning: found.get(meaning, 0) for meaning in NAMES}


# --- languages, zones, secrets -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "at", "shown"),
    [
        ("Europe/Paris", "2026-03-29T00:59:00", ["1"]),
        ("Europe/Paris", "2026-03-29T01:00:00", ["3"]),
        ("Europe/Paris", "2026-10-25T00:30:00", ["2"]),
        ("Europe/Paris", "2026-10-25T01:30:00", ["2"]),
        ("America/Montreal", "2026-03-08T06:59:00", ["1"]),
        ("America/Montreal", "2026-03-08T07:00:00", ["3"]),
    ],
)
async def test_an_hour_is_the_readers_own_on_both_sides_of_summer_time(
    stage: Stage, zone: str, at: str, shown: list[str]
) -> None:
    slack = slack_of(stage)
    user = slack.add_user("Léa", tz=zone, locale="fr-FR")
    people = stage.driver._app._answering.people  # type: ignore[attr-defined]
    person = await people.person(slack.workspace.team_id, user.id)
    assert (person.account.zone, person.locale) == (zone, "fr-FR")
    said = _voice(person).instant(Instant(datetime.fromisoformat(f"{at}+00:00"), InstantStyle.TIME))
    assert [said.replace(":", " ").replace("h", " ").split()[0].lstrip("0")] == shown


async def test_no_token_is_kept_or_told(sqlite_url: str, tmp_path: Path) -> None:
    """Not in the database's file, its log or a dump of it, and in no line of ours or of a library's."""
    told = io.StringIO()
    root, level = list(logging.getLogger().handlers), logging.getLogger().level
    configure("DEBUG", told)
    try:
        stage = await Stage(SlackDriver(scale=10.0), sqlite_url).open()
        slack = slack_of(stage)
        try:
            _, karim = await circle(stage, "Karim Benali", readers=0)
            await write(karim)
            slack.faults.server_error("chat.postEphemeral")
            await karim.presses("practice.send")
            slack.faults.rate_limit("chat.postMessage")
            await stage.later(days=14)
            file = Path(sqlite_url.partition("///")[2])
            kept = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
            with closing(sqlite3.connect(file)) as connection:
                dump = "\n".join(connection.iterdump())
        finally:
            await stage.close()
    finally:
        logging.basicConfig(level=level, handlers=root, force=True)
    assert "slack" in told.getvalue()
    assert "La question miroir" in dump
    for token in (slack.bot_token, slack.app_token):
        assert token not in told.getvalue()
        assert token not in dump
        assert token.encode() not in kept
    for word in ("question miroir", "xoxb-", "xapp-"):
        assert word not in told.getvalue()
