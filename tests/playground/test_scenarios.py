"""Each scenario plays to its end on the real core, and every line of it holds; one that does not is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.playground import scenes
from adapters.playground.scenes import FIRST, Scenario, Step, scenarios
from bot.i18n import LANGUAGES
from bot.registry import COMMANDS
from tests.playground.staged import Staged, staged


async def played(page: Staged, name: str) -> list[dict[str, object]]:
    """Every step of a scenario, as the page is told."""
    status, told = await page.send("/scene", do="begin", name=name, sure=True)
    assert (status, told) == (200, {})
    steps: list[dict[str, object]] = []
    while True:
        status, told = await page.send("/scene", do="next")
        assert status == 200, f"broken after {steps[-1:]}"
        if "over" in told:
            return steps
        steps.append(told)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.name)
async def test_it_plays_to_the_end_and_again(scenario: Scenario, lang: str, tmp_path: Path) -> None:
    assert [verb for verb in scenario.verbs if verb not in COMMANDS] == []
    async with staged(tmp_path) as page:
        if lang != "fr":
            await page.send("/language", lang=lang)
        first = await played(page, scenario.name)
        assert [one["caption"] for one in first] == [step.caption[lang] for step in scenario.steps]
        assert [one["caption"] for one in await played(page, scenario.name)] == [
            one["caption"] for one in first
        ]


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.name)
def test_it_is_told_in_both_languages_in_short_captions(scenario: Scenario) -> None:
    for told in (scenario.title, *(step.caption for step in scenario.steps)):
        assert set(told) == set(LANGUAGES)
        assert all(0 < len(text) <= 100 for text in told.values()), told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_promised_in_sixty_seconds_takes_no_longer(lang: str) -> None:
    """The page waits 2.2 s and 0.29 s a word before it goes on; a step itself takes under a second."""
    (promised,) = (s for s in scenarios() if s.name == FIRST)
    assert sum(3.2 + 0.29 * len(step.caption[lang].split()) for step in promised.steps) <= 60


async def test_a_scenario_that_the_product_does_not_follow_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lies = Scenario("lies", {"fr": "x", "en": "x"}, 1, (), (Step("karim", {}, sees=("jamais dit",)),))
    leaks = Scenario("leaks", {"fr": "x", "en": "x"}, 1, (), (Step("claire", {}, never=("miroir",)),))
    monkeypatch.setattr(scenes, "scenarios", lambda: (lies, leaks))
    async with staged(tmp_path) as page:
        for name in ("lies", "leaks"):
            assert (await page.send("/scene", do="begin", name=name))[0] == 200
            assert (await page.send("/scene", do="next"))[0] == 409


async def test_what_somebody_made_is_not_lost_unasked(tmp_path: Path) -> None:
    async with staged(tmp_path) as page:
        said = {"kind": "say", "event": "e1234567", "room": "in-coachs-lyon", "text": "bonjour à tous"}
        assert (await page.send("/act", **said))[0] == 200
        assert await page.send("/scene", do="begin", name="first_share") == (200, {"ask": True})
        assert "bonjour à tous" in (await page.page()).text
        assert await page.send("/scene", do="begin", name="first_share", sure=True) == (200, {})
        assert "bonjour à tous" not in (await page.page()).text
        assert await page.send("/scene", do="quit") == (200, {})


async def test_another_language_is_of_all_that_is_told_until_something_was_made(tmp_path: Path) -> None:
    async with staged(tmp_path) as page:
        await page.send("/language", lang="en")
        for who in ("claire", "karim", "ines"):
            shown = await page.page(who)
            assert "The mirror question" in shown.text
            assert "miroir" not in shown.text
        said = {"kind": "say", "event": "e1234567", "room": "in-coachs-lyon", "text": "hello all"}
        assert (await page.send("/act", **said))[0] == 200
        await page.send("/language", lang="fr")
        shown = await page.page("karim")
        assert "Ce que Karim voit" in shown.text
        assert "hello all" in shown.text
        assert "The mirror question" in shown.text
