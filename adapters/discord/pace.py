"""How fast we may speak: Discord takes fifty requests a second from a bot, and counts every refusal."""

from __future__ import annotations

import asyncio

PER_S = 40  # below Discord's fifty: answers to a person's act go past us, and are not slowed down


class Pace:
    """Gives each request its turn, so that two hundred that fall due at once go one after the other."""

    def __init__(self) -> None:
        self._free_at = 0.0

    def wait_s(self, now: float) -> float:
        """How long this request waits for its turn, which is taken by asking."""
        at = max(now, self._free_at)
        self._free_at = at + 1 / PER_S
        return at - now

    async def turn(self) -> None:
        if (wait_s := self.wait_s(asyncio.get_running_loop().time())) > 0:
            await asyncio.sleep(wait_s)
