"""Every command and every kind of job, in the order in which they are declared to the platforms."""

from __future__ import annotations

from bot.circles import coming, ending, entering, home, places, waiting
from bot.circles import commands as circles
from bot.command import Command, Facts, FileMaker, Job, Reactions, Suggester
from bot.exchanges import commands as exchanges
from bot.exchanges import later as notes
from bot.library import commands as library
from bot.library import suggest
from bot.members import commands as members
from bot.members import leaving
from bot.practices import commands as practices
from bot.practices import later, reviewing
from bot.sessions import commands as sessions
from bot.sessions import later as sessions_later
from bot.trials import commands as trials
from bot.trials import later as trials_later
from bot.trials import reactions

ANSWERING = (
    practices,
    library,
    circles,
    entering,
    places,
    coming,
    members,
    reviewing,
    trials,
    reactions,
    exchanges,
    sessions,
)
LATER = (
    later,
    library,
    circles,
    entering,
    places,
    coming,
    ending,
    waiting,
    leaving,
    trials_later,
    notes,
    sessions_later,
)

JOBS: dict[str, Job] = {job.kind: job for feature in LATER for job in feature.JOBS}
COMMANDS: dict[str, Command] = {
    command.verb: command for feature in ANSWERING for command in feature.COMMANDS
} | {command.verb: command for feature in (waiting, home) for command in feature.commands(JOBS)}
FILES: dict[str, FileMaker] = {**exchanges.FILES, **sessions_later.FILES}
REACTIONS: Reactions | None = reactions.REACTIONS
FACTS: Facts = coming.FACTS
SUGGEST: Suggester = suggest.suggest
