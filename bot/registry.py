"""Every command and every kind of job, in the order in which they are declared to the platforms."""

from __future__ import annotations

from bot.circles import commands as circles
from bot.circles import entering
from bot.command import Command, FileMaker, Job, Reactions, Suggester
from bot.library import commands as library
from bot.library import suggest
from bot.members import commands as members
from bot.practices import commands as practices
from bot.practices import later, reviewing

COMMANDS: dict[str, Command] = {
    command.verb: command
    for feature in (practices, library, circles, entering, members, reviewing)
    for command in feature.COMMANDS
}
JOBS: dict[str, Job] = {
    job.kind: job for feature in (later, library, circles, entering) for job in feature.JOBS
}
FILES: dict[str, FileMaker] = {}
REACTIONS: Reactions | None = None
SUGGEST: Suggester = suggest.suggest
