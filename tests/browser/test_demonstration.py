"""The whole playground in Chromium: time is moved, a scenario plays, the drawers open, axe is content."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import ConsoleMessage, Page, async_playwright, expect

from adapters.web import serve
from bot.composition.playground import open_playground
from tests.browser.conftest import PATIENCE_MS
from tests.browser.test_axe import objections
from tests.browser.test_page import tab_to
from tests.support import chromium

pytestmark = pytest.mark.browser


@asynccontextmanager
async def shown(path: Path, folder: Path, size: tuple[int, int], *, calm: bool = True) -> AsyncIterator[Page]:
    """Claire's page of a fresh demonstration; nothing complains, and nobody else is asked for anything."""
    faults: list[str] = []
    asked: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(message.text)

    async with open_playground(folder) as app, async_playwright() as playwright:
        runner = await serve(app, port=0)
        own = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        browser = await playwright.chromium.launch(executable_path=str(path), args=list(chromium.FLAGS))
        motion = "reduce" if calm else "no-preference"
        page = await browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            reduced_motion=motion,  # type: ignore[arg-type]
        )
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", heard)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(f"{own}?as=claire")
        try:
            yield page
        finally:
            await browser.close()
            await runner.cleanup()
    assert faults == []
    assert [url for url in asked if not url.startswith(own)] == []


async def test_time_is_moved_by_keyboard_and_what_came_is_told(chromium_path: Path, tmp_path: Path) -> None:
    async with shown(chromium_path, tmp_path, (1720, 1120)) as page:
        await expect(page.locator("#now")).to_have_text("mar. 24 nov. 2026, 09:30")
        await expect(page.locator(".line li")).to_have_count(2)
        await tab_to(page, "[data-clock=week]")
        await page.keyboard.press("Enter")
        await expect(page.locator("#now")).to_have_text("mar. 1 déc. 2026, 09:30")
        await expect(page.locator(".jump")).to_contain_text("Une semaine plus tard")
        await expect(page.locator(".line li")).to_have_count(0)
        await expect(page.locator("#told")).to_contain_text("Une semaine plus tard, mardi 1er décembre")
        await expect(page.locator("#chan .day").last).to_have_text("jeudi 26 novembre")
        await tab_to(page, "[data-clock=next]")
        await page.keyboard.press("Enter")
        await expect(page.locator("#told.shown")).to_have_text(re.compile("^Rien n’est prévu"))
        await page.reload()
        await expect(page.locator("#now")).to_have_text("mar. 1 déc. 2026, 09:30")


async def test_a_scenario_plays_by_itself_and_is_steered(chromium_path: Path, tmp_path: Path) -> None:
    async with shown(chromium_path, tmp_path, (1720, 1120), calm=False) as page:
        await page.clock.install()
        caption, of = page.locator("#scene .caption"), page.locator("#scene .of")
        await page.get_by_role("button", name="Premier partage").click()
        await expect(caption).to_contain_text("Claire a une pratique à partager")
        await expect(page.locator("[data-do=next]")).to_be_focused()
        await page.clock.fast_forward(8_000)  # time to read has passed: it goes on by itself
        await expect(of).to_have_text("2 / 7")
        await expect(page.locator(".panel [name=title]")).to_have_value(
            "Trois minutes d’écriture pour commencer"
        )
        await page.locator("[data-do=pause]").click()
        await page.clock.fast_forward(60_000)
        await expect(of).to_have_text("2 / 7")
        for number in range(3, 8):
            await page.locator("[data-do=next]").click()
            await expect(of).to_have_text(f"{number} / 7")
        await expect(page.locator("#as-claire")).to_be_checked()
        await expect(page.locator(".spot")).to_contain_text("Trois minutes d’écriture")
        await page.locator("[data-do=next]").click()
        await expect(caption).to_contain_text("C’est fini")
        await page.keyboard.press("Enter")
        await expect(page.locator("#scene")).to_be_hidden()


async def test_with_less_motion_a_scenario_waits(chromium_path: Path, tmp_path: Path) -> None:
    async with shown(chromium_path, tmp_path, (1100, 800)) as page:
        await page.clock.install()
        await page.get_by_role("button", name="Premier partage").click()
        await expect(page.locator("#scene .of")).to_have_text("1 / 7")
        await page.clock.fast_forward(120_000)
        await expect(page.locator("#scene .of")).to_have_text("1 / 7")
        await expect(page.locator("[data-do=pause]")).to_be_hidden()
        await page.keyboard.press("Escape")
        await expect(page.locator("#scene")).to_be_hidden()


async def test_what_was_made_is_asked_about_first(chromium_path: Path, tmp_path: Path) -> None:
    async with shown(chromium_path, tmp_path, (1720, 1120)) as page:
        await page.locator("#say-in").fill("bonjour à tous")
        await page.keyboard.press("Enter")
        await expect(page.locator("#chan .item").last).to_contain_text("bonjour à tous")
        await page.get_by_role("button", name="Premier partage").click()
        await expect(page.get_by_role("dialog", name="Rejouer depuis le début")).to_be_visible()
        await page.get_by_role("button", name="Garder ce qui est là").click()
        await expect(page.locator("#scene")).to_be_hidden()
        await expect(page.locator("#chan .item").last).to_contain_text("bonjour à tous")


async def test_somebody_elses_answer_is_marked_and_leads_to_them(chromium_path: Path, tmp_path: Path) -> None:
    async with shown(chromium_path, tmp_path, (1720, 1120)) as page:
        await page.locator("#say-in").fill("/cercle")
        await page.keyboard.press("Enter")
        await expect(page.locator("#chan .priv").last).to_be_visible()
        await page.locator(".who", has_text="Karim").click()
        peek = page.locator("#chan .item[data-kind=peek]")
        await expect(peek).to_contain_text("Visible uniquement par Claire")
        await expect(peek).to_contain_text("montré pour la démonstration")
        assert await peek.locator(".inert").evaluate("e => e.inert")
        await peek.get_by_role("button", name="Voir ce que Claire voit").click()
        await expect(page.locator("#as-claire")).to_be_checked()
        await expect(page.locator("#chan .item[data-kind=peek]")).to_have_count(0)
        await page.locator(".who", has_text="Karim").click()
        await expect(page.locator("#as-karim")).to_be_checked()
        await expect(page.locator("#chan .item[data-kind=peek]")).to_have_count(1)
        await page.locator(".set").click()
        await page.locator("#peek").click()
        await expect(page.locator("#chan .item[data-kind=peek]")).to_have_count(0)


async def test_an_emoji_is_put_and_taken_away(chromium_path: Path, tmp_path: Path) -> None:
    async with shown(chromium_path, tmp_path, (1720, 1120)) as page:
        card = page.locator("#chan .item[data-kind=public]").last
        await card.locator("article").focus()
        await card.get_by_role("button", name="👍").click()
        await expect(card.locator(".chip")).to_have_text("👍 1")
        await card.locator(".chip").click()
        await expect(card.locator(".chip")).to_have_count(0)


async def test_the_developers_drawer(chromium_path: Path, tmp_path: Path) -> None:
    async with shown(chromium_path, tmp_path, (1720, 1120)) as page:
        await expect(page.locator("#insp")).to_be_hidden()
        await tab_to(page, "#dev", 90)
        await page.keyboard.press("Enter")
        await expect(page.locator("#undev")).to_be_focused()
        await expect(page.locator("#insp-slack pre")).to_contain_text("La question miroir en fin de séance")
        await expect(page.locator("#insp-discord pre")).to_contain_text("custom_id")
        await expect(page.locator("#insp-slack .lim")).to_contain_text("sur 50")
        await expect(page.locator("#insp-discord .lim")).to_contain_text("sur 40")
        await page.locator("#chan .item[data-kind=public] article").first.focus()
        await expect(page.locator("#insp-slack pre")).to_contain_text("Le cercle coachs-lyon est ouvert.")
        await page.keyboard.press("Escape")
        await expect(page.locator("#dev")).to_be_focused()


@pytest.mark.parametrize(
    ("size", "langs"), [((1720, 1120), ("fr", "en")), ((1000, 800), ("fr",)), ((420, 900), ("en",))], ids=str
)
async def test_axe_objects_to_nothing_around_it(
    chromium_path: Path, tmp_path: Path, size: tuple[int, int], langs: tuple[str, ...]
) -> None:
    """Each language in the wide page, each of the narrow ones in one of them: an audit takes seconds."""
    async with shown(chromium_path, tmp_path, size) as page:
        await page.locator("#say-in").fill("/cercle")  # an answer, which the others see marked
        await page.keyboard.press("Enter")
        await expect(page.locator("#chan .priv").last).to_be_visible()
        for count, lang in enumerate(langs, 1):
            await page.locator(".set").click()
            await page.locator(f"[data-lang={lang}]").click()
            await expect(page.locator("html")).to_have_attribute("lang", lang)
            await page.locator("[data-clock=day]").click()
            await expect(page.locator(".jump")).to_have_count(count)
            assert await objections(page) == []
            if size[0] < 1200:
                await page.locator(".tonext").click()
                await expect(page.locator(".next .x")).to_be_focused()
                assert await objections(page) == []
            await page.locator("#dev").click()
            await expect(page.locator("#insp-discord pre")).to_contain_text("type")
            assert await objections(page) == []
            await page.keyboard.press("Escape")
            if size[0] < 1200:
                await page.keyboard.press("Escape")
        assert await page.evaluate("document.documentElement.scrollWidth") <= size[0]
        if size[0] < 800:
            await page.locator(".burger").click()
        await page.locator("#as-karim").check(force=True)
        await expect(page.locator("#chan .item[data-kind=peek]")).to_have_count(1)
        assert await objections(page) == []
        await page.locator("[data-scene]").last.click()
        await page.locator("[data-yes]").click()
        await expect(page.locator("#scene")).to_be_visible()
        assert await objections(page) == []
