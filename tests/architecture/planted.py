"""Violations to plant, one per way through a wall: the tests show that the wall would fall on each."""

from __future__ import annotations

from tests.architecture import walls, words
from tests.architecture.tree import Wall

# wall -> (file, code that breaks it, code of the same kind that does not)
PLANTED: list[tuple[Wall, str, str, str]] = [
    (walls.rules_are_pure, "bot/practices/rules.py", "async def f(): ...", "def f(): ..."),
    (walls.rules_are_pure, "bot/practices/rules.py", "import logging", "import re"),
    (
        walls.rules_are_pure,
        "bot/practices/rules.py",
        "from bot.ports import Clock",
        "from bot.errors import Stale",
    ),
    (walls.rules_are_pure, "bot/practices/rules.py", "from bot import ports", "from bot import limits"),
    (
        walls.rules_are_pure,
        "bot/practices/rules.py",
        "from bot.circles.ports import Circles",
        "from bot.circles.models import Circle",
    ),
    (
        walls.rules_are_pure,
        "bot/checks/usefulness.py",
        "from random import random",
        "from fractions import Fraction",
    ),
    (walls.rules_are_pure, "bot/checks/usefulness.py", "x = open('words')", "x = files('bot.checks')"),
    (walls.rules_are_pure, "bot/circles/rules.py", "x = datetime.now(UTC)", "x = clock.now()"),
    (walls.the_clock_is_handed_in, "bot/jobs.py", "x = datetime.now(UTC)", "x = self.clock.now()"),
    (
        walls.the_clock_is_handed_in,
        "storage/jobs.py",
        "x = datetime.datetime.utcnow()",
        "x = datetime(2026, 1, 1)",
    ),
    (walls.the_clock_is_handed_in, "storage/jobs.py", "x = func.now()", "x = func.count()"),
    (walls.the_clock_is_handed_in, "bot/jobs.py", "x = date.today()", "x = tx.now.date()"),
    (walls.the_clock_is_handed_in, "adapters/web.py", "x = time.time()", "x = time.monotonic()"),
    (
        walls.the_clock_is_handed_in,
        "bot/composition/playground.py",
        "x = datetime.now(UTC)",
        "x = SimulatedClock(begins_at())",
    ),
    (walls.the_clock_is_handed_in, "adapters/web.py", "from time import time", "from time import monotonic"),
    (
        walls.the_clock_is_handed_in,
        "adapters/discord/inbound.py",
        "x = discord.utils.utcnow()",
        "x = discord.utils.utcnow()  # clock: the snowflake of a nonce",
    ),
    (
        walls.features_keep_their_commands,
        "bot/sessions/commands.py",
        "from bot.practices.commands import share",
        "from bot.practices.rules import due",
    ),
    (
        walls.features_keep_their_commands,
        "bot/sessions/commands.py",
        "from bot.practices import commands",
        "from bot.sessions import commands",
    ),
    (
        walls.features_keep_their_commands,
        "bot/sessions/commands.py",
        "import bot.practices.commands",
        "import bot.practices.cards",
    ),
    (walls.one_place_commits, "bot/practices/commands.py", "tx.commit()", "tx.practices.publish()"),
    (
        walls.one_place_commits,
        "storage/practices.py",
        "async def f(e):\n    async with e.begin() as c: ...",
        "async def f(e):\n    async with e.connect() as c: ...",
    ),
    (
        walls.one_place_commits,
        "storage/practices.py",
        "c.execute(text('commit'))",
        "c.execute(text('select 1'))",
    ),
    (
        walls.content_is_read_through_the_gate,
        "storage/practices.py",
        "def f():\n    return select(practices)",
        "from storage.visible import visible\ndef f(m):\n    return select(practices).where(visible(m))",
    ),
    (
        walls.content_is_read_through_the_gate,
        "storage/practices.py",
        "from storage.visible import visible\n"
        "def f():\n    return select(schema.reviews.c.id)\ndef g(m):\n    return visible(m)",
        "from storage import visible\n"
        "def f(m):\n    return select(schema.reviews.c.id).where(visible.asked(m))",
    ),
    (
        walls.content_is_read_through_the_gate,
        "storage/practices.py",
        "def visible(m): ...\ndef f(m):\n    return select(practices).where(visible(m))",
        "def f():\n    return select(members)",
    ),
    (
        walls.content_is_read_through_the_gate,
        "storage/pulse.py",
        "def f():\n    return select(members).join(practices)",
        "def f():\n    return insert(practices)",
    ),
    (
        walls.content_is_read_through_the_gate,
        "storage/pulse.py",
        "def f():\n    return practices.select()",
        "def f():\n    return update(practices).where(practices.c.id == 1)",
    ),
    (
        walls.content_is_read_through_the_gate,
        "storage/pulse.py",
        "def f():\n    return select(members).where(exists(practices.c.id))",
        "def f():\n    return select(practices.c.id)  # gate: only counts, for the purge",
    ),
    (
        walls.content_is_read_through_the_gate,
        "storage/pulse.py",
        "def f():\n    return text('SELECT title FROM practices')",
        "def f():\n    return text('PRAGMA optimize')",
    ),
    (
        walls.hosts_are_settings,
        "adapters/slack/outbound.py",
        "x = 'https://slack.com/api/'",
        "x = settings.slack_api_url",
    ),
    (
        walls.hosts_are_settings,
        "adapters/discord/render.py",
        "x = f'https://discord.com/channels/{y}'",
        '"""As discord.com shows it."""',
    ),
    (walls.hosts_are_settings, "bot/practices/cards.py", "x = 'discord.gg/abc'", "x = 'discordant.company'"),
    (walls.one_place_builds_clients, "adapters/web.py", "x = AsyncWebClient(token)", "x = start(client)"),
    (
        walls.one_place_builds_clients,
        "bot/composition/platforms.py",
        "x = discord.Client(intents=y)",
        "x = adapters.discord.connect(y)",
    ),
    (
        walls.one_place_builds_clients,
        "adapters/playground/inbound.py",
        "class C(discord.Client): ...",
        "class C(Client): ...",
    ),
    (walls.logs_hold_no_words, "bot/jobs.py", "log.info(f'sent {title}')", "log.info('sent')"),
    (
        walls.logs_hold_no_words,
        "bot/jobs.py",
        "log.info('sent', title)",
        "log.info('sent', extra={'job': job.id})",
    ),
    (
        walls.logs_hold_no_words,
        "bot/jobs.py",
        "self._log.error('sent', extra={'title': title})",
        "self.say.error('Any text', title)",
    ),
    (
        words.members_words_are_in_catalogues,
        "bot/practices/cards.py",
        "x = Text('Ta fiche est partagée')",
        "x = voice('practice-shared')",
    ),
    (
        words.members_words_are_in_catalogues,
        "bot/practices/cards.py",
        "x = Text('Your card is shared')",
        "raise ValueError('your card is wrong')",
    ),
    (
        words.members_words_are_in_catalogues,
        "adapters/slack/render.py",
        "x = f'{name} a lu la fiche'",
        "x = f'{name}:{verb}'",
    ),
    (
        words.members_words_are_in_catalogues,
        "adapters/slack/render.py",
        "x = {'text': 'Prêt'}",
        "x = {'text': voice('ready')}",
    ),
    (
        words.members_words_are_in_catalogues,
        "adapters/slack/render.py",
        "x = '« ' + name",
        "x = re.compile('« .* »')",
    ),
    (
        words.members_words_are_in_catalogues,
        "bot/pulse/rules.py",
        "x = 'one two three'",
        "# text: a key for the tests\nx = 'one two three'",
    ),
    (
        words.members_words_are_in_catalogues,
        "bot/checks/people.py",
        "x = 'une personne que je suis'",
        "x = frozenset('une la le en'.split())",
    ),
]
