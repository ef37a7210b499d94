"""What an import asks of storage beside the practices themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.practices.models import Practice


class Imports(Protocol):
    async def known(self, circle: str) -> Mapping[str, str]:
        """What came in before: id in its library -> digest of its line."""

    async def get(self, circle: str, ref: str) -> Practice | None:
        """What an import brought, whoever wrote in it since: to write over, not to show."""
