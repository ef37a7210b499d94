"""What happens to a shared practice by itself: an idea after ninety days, every practice after a year."""

from __future__ import annotations

from bot.ports import Transaction
from bot.practices.models import Practice
from bot.trials import rules

WAITS = ("trial.ninety", "trial.year", "trial.idle", "trial.yearly")


async def follow(tx: Transaction, practice: Practice) -> None:
    """For a practice that was just shared; `WAITS` are cancelled when it goes.

    Not for an imported one: a whole library would ask its steward all at once. It says *à revoir* in time.
    """
    state = str(practice.version)
    if practice.content.is_idea:
        idle_at = tx.now + rules.IDLE_AFTER
        await tx.jobs.later("trial.ninety", practice.circle, practice.id, idle_at, state)
    await tx.jobs.later("trial.year", practice.circle, practice.id, tx.now + rules.REVIEW_AFTER, state)
