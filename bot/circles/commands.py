"""The menu, and what a steward does: create, announce, invite, set."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.card import Button, Card
from bot.circles import cards, places, rules
from bot.circles.models import CharterVersion, Circle, Invitation, Register
from bot.command import Command, Context, Filling, Job, JobContext, Surface, Who
from bot.errors import Invalid, NoPlace, NotAllowed, Stale, TooMany
from bot.i18n import LANGUAGES, Voice, command_words
from bot.members.models import Member, Role
from bot.policy import may, may_create_circle
from bot.roads import account_key
from bot.vocabulary import Account, Field, Kind, Notice, Place, Reply, ToAccount

WORDS = {
    "create": "circle.create",
    "invite": "circle.inviting",
    "settings": "me.settings",
    "charter": "circle.charter",
    "help": "circle.help",
}
CREATE_FIELDS = (
    Field("name", Kind.LINE, limit=24),
    places.FIELD,
    Field("register", Kind.CHOICE, choices=("tu", "vous")),
    Field("objectives", Kind.TEXT, limit=600),
    Field("charter", Kind.TEXT, limit=1_500),
)
SETTINGS_FIELDS = (
    Field("readers", Kind.CHOICE, choices=("0", "1", "2")),
    Field("register", Kind.CHOICE, choices=("tu", "vous")),
    Field("lang", Kind.CHOICE, choices=LANGUAGES),
    Field("zone", Kind.LINE, limit=60),
    Field("objectives", Kind.TEXT, limit=600),
)


async def menu(context: Context) -> Reply:
    """`/cercle`, with or without a word. A stranger sees their invitations and the way in."""
    if word := context.value("what"):
        return await _word(context, word)
    chosen = context.chosen
    if chosen is None or not chosen.charter_accepted:
        invited = await context.tx.circles.invitations(context.request.actor)
        can_create = may_create_circle(context.request.actor)
        return Reply(cards.stranger(invited, can_create, context.voice), replaces=True)
    asked = await context.tx.practices.asked(context.reader)
    return Reply(cards.menu(chosen, len(asked), context.voice), replaces=True)


async def _word(context: Context, word: str) -> Reply:
    """A button to what was asked: a form cannot follow an acknowledged command."""
    verb = WORDS.get(word)
    if verb is None:
        return await nearest(context)
    label = context.voice(f"field-what-{word}")
    card = Card(label, (), (Button(label, verb), Button(context.voice("button-menu"), "circle.menu")))
    if verb in ("circle.help",):
        return await help_(context)
    return Reply(card)


async def nearest(context: Context) -> Reply:
    """An unknown word is answered by the nearest commands, never by silence."""
    typed = context.value("text") or context.value("what")
    said: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for command in _typed(context):
        labels[command.verb] = context.voice(f"command-{'-'.join(command.path)}.description")
        said[command.verb] = [" ".join(command_words(command.path, lang)) for lang in LANGUAGES]
    for word, verb in WORDS.items():
        if _is_for(context, verb):
            labels[verb] = context.voice(f"field-what-{word}")
            said[verb] = [Voice(lang)(f"field-what-{word}") for lang in LANGUAGES]
    found = [(verb, labels[verb]) for verb in rules.nearest(typed, said)]
    return Reply(cards.nearest(found, context.voice))


def _typed(context: Context) -> list[Command]:
    """The commands that can be typed, *menu* first; a stranger has that one alone."""
    typed = [command for command in context.commands.values() if command.surface is Surface.SLASH]
    typed.sort(key=lambda command: command.verb != "circle.menu")
    return typed if context.chosen else typed[:1]


def _is_for(context: Context, verb: str) -> bool:
    """Whether it would do anything for whoever asks."""
    if verb == "circle.create":
        return may_create_circle(context.request.actor)
    command, chosen = context.commands.get(verb), context.chosen
    if command is None or command.who is Who.ANYONE:
        return command is not None
    return chosen is not None and (command.who is Who.MEMBER or chosen.member.is_steward)


async def help_(context: Context) -> Reply:
    paths = [command.path for command in _typed(context)]
    return Reply(cards.help_(context.chosen, paths, context.voice), replaces=True)


async def charter(context: Context) -> Reply:
    version = await context.tx.circles.charter(context.circle.id)
    page = rules.page(context.subject)
    card = cards.charter(version, context.circle, context.voice, context.member.id, page)
    return Reply(card, replaces=True)


# --- creating ------------------------------------------------------------------------------------------


async def create_filling(context: Context) -> Filling:
    if not may_create_circle(context.request.actor):
        raise NotAllowed("error-not-administrator")
    return Filling(values={"charter": context.voice("charter-template")})


async def create(context: Context) -> Reply:
    """Five fields; the preset *Simple* does the rest. Creating accepts the charter.

    Without a place one is made, just afterwards.
    """
    actor = context.request.actor
    if not may_create_circle(actor):
        raise NotAllowed("error-not-administrator")
    name = context.value("name")
    realm, _, place = context.value("place").partition("/")
    if not rules.is_name(name):
        raise Invalid({"name": ("fault-one-line", {})})
    if place and not realm:
        raise Invalid({"place": ("fault-choice", {})})
    circle = Circle(
        context.tx.new_id(),
        0,
        name,
        context.voice.lang,
        context.voice.zone,
        Register(context.value("register")),
        context.value("objectives"),
    )
    member = Member(circle.id, context.tx.new_id(), rules.member_name(actor.name, name), Role.STEWARD)
    words = context.value("charter")
    version = CharterVersion(
        circle.id, 1, words, rules.charter_digest(words), "major", context.now, member.id
    )
    chosen = Place(actor.platform, realm, place) if place else None
    made = await context.tx.circles.create(circle, version, chosen)
    if made is None:
        raise Invalid({"place": ("fault-place-taken", {})})
    await context.tx.members.join(member, actor)
    await context.tx.circles.accept(circle.id, member.id, 1, actor.platform)
    if chosen is None:
        here = context.request.place
        realm = here.realm if here else actor.realm
        await places.house(context.tx, made, actor.platform, realm)
    voice = Voice(made.lang, made.register, made.zone)
    return Reply(cards.created(made, member.id, voice, placed=chosen is not None), speech=voice)


async def created(context: Context) -> Reply:
    return Reply(cards.created(context.circle, context.member.id, context.voice))


async def announce(context: Context) -> Reply:
    """« Le cercle … est ouvert », in its place, once."""
    _steward(context)
    if not await context.tx.circles.places(context.circle.id):
        raise NoPlace(button=("button-circle-place", "circle.place", context.circle.prefix))
    await context.announce("circle.opened", context.circle.id)
    return Reply(cards.sentence(context.circle, context.member.id, context.voice, "announced"), replaces=True)


async def opened(context: JobContext) -> Card | None:
    """In the circle's place, and nowhere else."""
    job = context.job
    return None if job.direct else cards.opened(context.circle, context.voice, job.platform)


# --- inviting ------------------------------------------------------------------------------------------


def _steward(context: Context) -> None:
    if not may(context.membership, "circle.invite"):
        raise NotAllowed


async def steward(context: Context) -> Reply:
    members = await context.tx.members.active(context.circle.id)
    waiting = await context.tx.practices.waiting(context.circle.id)
    unsure = await context.tx.jobs.unsure(context.circle.id)
    placed = await context.tx.circles.places(context.circle.id)
    trouble = await context.tx.jobs.unreached(context.circle.id) if placed else "none"
    card = cards.steward(context.membership, members, waiting, unsure, context.voice, trouble)
    return Reply(card, replaces=True)


async def inviting(context: Context) -> Reply:
    code = await context.tx.circles.open_code(context.circle.id)
    return Reply(cards.inviting(context.membership, code, context.voice), replaces=True)


async def invite(context: Context) -> Reply:
    """By name: each person reads the charter in private, and accepts or not."""
    people = context.chosen_values("people")
    if len(people) > rules.PEOPLE_AT_ONCE:
        raise TooMany(limit=rules.PEOPLE_AT_ONCE)
    for person in people:
        realm, _, user = person.partition("/")
        account = Account(context.request.actor.platform, realm, user)
        found = Invitation(
            context.circle.id,
            context.circle.prefix + context.tx.new_id(),
            context.member.id,
            context.now,
            context.now + timedelta(days=rules.INVITATION_DAYS),
            account=account_key(account),
        )
        await context.tx.circles.invite(found)
        await context.tx.jobs.add(
            Notice("circle.invitation", ToAccount(account, context.circle.id), found.id)
        )
    card = cards.sentence(
        context.circle, context.member.id, context.voice, "invitations-sent", count=len(people)
    )
    return Reply(card)


async def new_code(context: Context) -> Reply:
    """One code at a time: making one revokes the last."""
    _steward(context)
    before = await context.tx.circles.open_code(context.circle.id)
    if before is not None:
        await context.tx.circles.revoke(context.circle.id, before.id)
    id_ = context.circle.prefix + context.tx.new_id()
    made = Invitation(
        context.circle.id,
        id_,
        context.member.id,
        context.now,
        context.now + timedelta(days=rules.CODE_DAYS),
        code=rules.code_from(id_),
        uses_left=rules.CODE_USES,
    )
    await context.tx.circles.invite(made)
    return Reply(cards.inviting(context.membership, made, context.voice), replaces=True)


async def revoke(context: Context) -> Reply:
    _steward(context)
    await context.tx.circles.revoke(context.circle.id, context.subject)
    return Reply(cards.inviting(context.membership, None, context.voice), replaces=True)


# --- settings ------------------------------------------------------------------------------------------


async def settings_filling(context: Context) -> Filling:
    _steward(context)
    c = context.circle
    values = {
        "readers": str(c.readers),
        "register": str(c.register),
        "lang": c.lang,
        "zone": c.zone,
        "objectives": c.objectives,
    }
    return Filling(values=values, version=c.version)


async def settings(context: Context) -> Reply:
    if not rules.is_zone(context.value("zone")):
        raise Invalid({"zone": ("fault-zone", {})})
    if context.request.form and context.request.form.version not in (0, context.circle.version):
        raise Stale
    changed = replace(
        context.circle,
        readers=int(context.value("readers")),
        register=Register(context.value("register")),
        lang=context.value("lang"),
        zone=context.value("zone"),
        objectives=context.value("objectives"),
    )
    await context.tx.circles.save(changed)
    return Reply(cards.sentence(changed, context.member.id, context.voice, "settings-kept"))


COMMANDS = (
    Command(
        "circle.menu",
        menu,
        (Field("what", Kind.CHOICE, required=False, choices=tuple(WORDS)),),
        surface=Surface.SLASH,
        path=("circle",),
        who=Who.ANYONE,
        reads=True,
        asks=False,
    ),
    Command(
        "circle.nearest",
        nearest,
        (Field("text", Kind.LINE, required=False),),
        who=Who.ANYONE,
        reads=True,
        asks=False,
    ),
    Command("circle.help", help_, who=Who.ANYONE, reads=True),
    Command("circle.charter", charter, reads=True),
    Command(
        "circle.create", create, CREATE_FIELDS, who=Who.ANYONE, fill=create_filling, shows="circle.created"
    ),
    Command("circle.created", created, who=Who.STEWARD, reads=True),
    Command("circle.announce", announce, who=Who.STEWARD),
    Command("circle.steward", steward, who=Who.STEWARD, reads=True),
    Command("circle.inviting", inviting, who=Who.STEWARD, reads=True),
    Command(
        "circle.invite", invite, (Field("people", Kind.PEOPLE),), who=Who.STEWARD, shows="circle.inviting"
    ),
    Command("circle.newcode", new_code, who=Who.STEWARD, shows="circle.inviting"),
    Command("circle.revoke", revoke, who=Who.STEWARD, shows="circle.inviting"),
    Command(
        "circle.settings",
        settings,
        SETTINGS_FIELDS,
        who=Who.STEWARD,
        fill=settings_filling,
        shows="circle.steward",
    ),
)
JOBS = (Job("circle.opened", compose=opened),)
