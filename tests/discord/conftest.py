"""The toy catalogue and the toy core for every test of the Discord surface."""

from __future__ import annotations

import pytest

from tests.discord.toy import ToyDoor, catalogue

__all__ = ["catalogue"]


@pytest.fixture
def door(catalogue: None) -> ToyDoor:
    return ToyDoor()
