"""The toy catalogue in place of ours, and the toy core behind a real bolt app on the loopback Slack."""

from __future__ import annotations

from functools import cache

import pytest

from tests.slack import toy


@pytest.fixture(autouse=True)
def toy_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.i18n._bundle", cache(toy.bundle))
