"""Every command and every kind of job, in the order in which they are declared to the platforms."""

from __future__ import annotations

from bot.circles import commands as circles
from bot.circles import entering
from bot.command import Command, FileMaker, Job, Reactions
from bot.members import commands as members
from bot.practices import commands as practices
from bot.practices import later, reviewing
from bot.sessions import commands as sessions
from bot.sessions import later as sessions_later

COMMANDS: dict[str, Command] = {
    command.verb: command
    for feature in (practices, circles, entering, members, reviewing, sessions)
    for command in feature.COMMANDS
}
JOBS: dict[str, Job] = {
    job.kind: job for feature in (later, circles, entering, sessions_later) for job in feature.JOBS
}
FILES: dict[str, FileMaker] = {**sessions_later.FILES}
REACTIONS: Reactions | None = None
