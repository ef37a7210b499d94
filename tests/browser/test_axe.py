"""axe finds nothing to object to, in either language, wide or narrow, whatever is open."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Playground

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


async def objections(page: Page) -> list[str]:
    """Every violation with its place. axe comes in beside the page's policy, not through it."""
    await page.evaluate(AXE)
    found: dict[str, Any] = await page.evaluate("axe.run()")
    return [f"{v['id']}: {v['help']} {node['target']}" for v in found["violations"] for node in v["nodes"]]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("size", [(1720, 1120), (1100, 860), (360, 740)], ids=str)
async def test_axe_objects_to_nothing(playground: Playground, lang: str, size: tuple[int, int]) -> None:
    assert playground.messages is not None
    await playground.messages.speak(lang)
    page = await playground.page(size=size)
    assert await objections(page) == []
    await page.locator("#say-in").fill("/")
    await expect(page.locator("#pop-in")).to_be_visible()
    assert await objections(page) == []
    await page.locator("#say-in").fill("/jouet partager")
    await page.keyboard.press("Enter")
    await page.locator(".panel .b.p").click()
    await expect(page.locator(".faults")).to_be_visible()
    assert await objections(page) == []
    await page.locator(".set").click()
    await expect(page.locator("#menu [aria-pressed=true]")).to_be_focused()
    assert await objections(page) == []
    await page.keyboard.press("Escape")
    await expect(page.locator(".set")).to_be_focused()
    if size[0] < 1500:
        await page.locator("[data-go=dm]").click()
        assert await objections(page) == []
    if size[0] < 800:
        await page.locator(".burger").click()
        assert await objections(page) == []


async def test_axe_sees_a_fault(playground: Playground) -> None:
    page = await playground.page()
    await page.evaluate("document.querySelector('#say-in').removeAttribute('aria-label')")
    await page.evaluate("document.querySelector('#say-in').removeAttribute('placeholder')")
    assert any(line.startswith("label: ") for line in await objections(page))
