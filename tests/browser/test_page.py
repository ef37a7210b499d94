"""The playground as somebody uses it: keyboard only, reloaded, restarted, narrow, in both languages."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.card import Card
from tests.browser.conftest import CHANNEL, PEOPLE, TU, Playground
from tests.playground.toy import everything

pytestmark = pytest.mark.browser


async def tab_to(page: Page, selector: str, limit: int = 60) -> None:
    """Press Tab until what has the focus fits."""
    for _ in range(limit):
        if await page.evaluate("s => !!document.activeElement?.matches(s)", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


async def test_everything_by_keyboard(playground: Playground) -> None:
    page = await playground.page("sophie")
    keys = page.keyboard
    await tab_to(page, "[name=as]:checked")
    await keys.press("ArrowDown")
    await expect(page.locator("#as-claire")).to_be_focused()
    await expect(page.locator("#sees")).to_have_text("Ce que Claire voit")
    await tab_to(page, "#say-in")
    await keys.type("/")
    options = page.locator("#pop-in li:visible b")
    await expect(options).to_have_text(["/jouet", "/jouet partager", "/jouet régler", "/jouet voir"])
    await keys.press("ArrowDown")
    await expect(page.locator("#say-in")).to_have_attribute("aria-activedescendant", "o-in-1")
    await keys.press("Enter")
    await expect(page.locator("#f-in-coachs-lyon-titre")).to_be_focused()
    await keys.type("La question miroir")
    await keys.press("Enter")  # sent with faults: the first one has the focus
    await expect(page.locator("#f-in-coachs-lyon-texte")).to_be_focused()
    await expect(page.locator(".faults a")).to_have_count(2)
    await expect(page.locator("#f-in-coachs-lyon-titre")).to_have_value("La question miroir")
    await keys.type("Quand le client tourne en rond, cela permet de décider.")
    await keys.press("Tab")
    await keys.press("Space")
    await keys.press("ArrowRight")
    await tab_to(page, ".panel .b.p")
    await keys.press("Enter")
    await expect(page.locator(".panel")).to_have_count(0)
    answer = page.locator("#chan .item article").last
    await expect(answer).to_be_focused()
    await expect(answer).to_contain_text("Visible uniquement par toi")
    assert playground.door.requests[-1].values["essai"] == "une_fois"
    await keys.press("Tab")
    await expect(answer.locator(".btns button")).to_be_focused()
    await keys.press("Enter")
    await expect(page.locator("#chan .item")).to_have_count(4)


async def test_a_press_asks_first_and_a_replaced_card_keeps_the_focus(playground: Playground) -> None:
    page = await playground.page()
    private = page.locator("#dm .item").last
    await private.get_by_role("button", name="Effacer").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Effacer")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Effacer")).to_be_hidden()
    assert playground.door.requests == []
    await private.get_by_role("button", name="Continuer").focus()
    await page.keyboard.press("Enter")
    await expect(private.locator("h3")).to_have_text("Suite 42")
    await expect(private.locator("article")).to_be_focused()


async def test_what_is_typed_survives_escape_a_reload_and_a_restart(playground: Playground) -> None:
    page = await playground.page()
    say, title = page.locator("#say-in"), page.locator("#f-in-coachs-lyon-titre")
    await say.fill("/jouet partager")
    await page.keyboard.press("Enter")
    await title.fill("À moitié écrit")
    await page.keyboard.press("Escape")
    await expect(say).to_be_focused()
    await say.fill("/toy share")
    await page.keyboard.press("Enter")
    await expect(title).to_have_value("À moitié écrit")
    await title.fill("Presque écrit")
    await page.reload()
    await expect(title).to_have_value("Presque écrit")
    await playground.stop()
    await page.locator(".panel .b.p").click()
    await expect(page.locator("#chan .status")).to_contain_text("Ton texte est gardé")
    playground.faults.clear()  # the browser says that nobody answered
    await playground.start()
    await page.locator(".panel .b.p").click()
    await expect(page.locator(".faults")).to_be_visible()
    await expect(title).to_have_value("Presque écrit")
    await playground.sender.send(CHANNEL, Card("Après le retour", notice="x"), TU, "later")
    await expect(page.locator("#chan .item").last).to_contain_text("Après le retour")
    playground.faults.clear()


async def test_no_answer_in_time_and_the_same_act_sent_again(playground: Playground) -> None:
    page = await playground.page()
    await page.locator("#say-in").fill("/jouet partager")
    await page.keyboard.press("Enter")
    await page.locator("#f-in-coachs-lyon-titre").fill("Titre")
    await page.locator("#f-in-coachs-lyon-texte").fill("Texte")
    await page.get_by_label("Jamais").check()
    playground.door.late = 1
    await page.locator(".panel .b.p").click()
    await expect(page.locator("#chan .status")).to_contain_text("envoie-le de nouveau")
    await page.locator(".panel .b.p").click()
    await expect(page.locator(".panel")).to_have_count(0)
    first, second = playground.door.requests[-2:]
    assert first == second
    assert all("504" in fault for fault in playground.faults)
    playground.faults.clear()


async def test_each_sees_their_own_and_the_rail_counts(playground: Playground) -> None:
    page = await playground.page("sophie")
    claires = page.locator(".rail .who", has_text="Claire").locator(".pill")
    await expect(claires).to_have_text("1 message privé non lu")
    await expect(page.locator("#dm .item")).to_have_count(0)
    await playground.sender.send(PEOPLE[1].account, Card("Une seconde", notice="x"), TU, "n3")
    await expect(claires).to_have_text("2 messages privés non lus")
    await page.locator(".who", has_text="Claire").click()
    await expect(page.locator("#dm .priv")).to_have_count(2)
    await expect(page.locator("#dm .new")).to_have_count(2)
    await page.locator("#dm h2").click()  # whoever turns to them has read them
    await expect(page.locator("#dm .new")).to_have_count(0)
    await expect(page.locator(".who", has_text="Claire").locator(".pill")).to_be_hidden()
    await page.reload()
    await expect(page.locator("#dm .new")).to_have_count(0)


async def test_who_is_let_into_the_channel_sees_it_at_once(playground: Playground) -> None:
    page = await playground.page("thomas")
    await expect(page.locator("#chan")).to_be_hidden()
    await page.locator("#say-dm").fill("bonjour")
    await page.keyboard.press("Enter")
    await expect(page.locator("#dm .priv")).to_contain_text("Pas compris")
    await playground.sender.admit(CHANNEL, PEOPLE[3].account)
    await expect(page.locator("#chan .card")).to_be_visible()
    await expect(page.locator("#say-dm")).to_be_focused()


async def test_the_language_of_the_page(playground: Playground) -> None:
    page = await playground.page()
    await page.locator(".set").click()
    await expect(page.locator("#menu")).to_contain_text("Le cercle se dit")
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("#sees")).to_have_text("What Claire sees")
    assert await page.locator("html").get_attribute("lang") == "en"
    await page.locator("#say-in").fill("/to")
    await expect(page.locator("#pop-in li:visible b").first).to_have_text("/toy")
    await expect(page.locator("#pop-in li:visible .d").first).to_have_text("Show a card")


@pytest.mark.parametrize("width", [360, 420, 800, 1100, 1500])
async def test_nothing_runs_off_the_side(playground: Playground, width: int) -> None:
    page = await playground.page(size=(width, 740))
    await playground.sender.send(CHANNEL, everything("w" * 300), TU, "long")
    await expect(page.locator("#chan .item")).to_have_count(3)
    await page.locator("#say-in").fill("/jouet regler")
    await page.keyboard.press("Enter")
    await expect(page.locator(".panel .b.p")).to_be_in_viewport(ratio=1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#chan .feed", ".panel .pb"):
        wide = await page.locator(part).evaluate("e => e.scrollWidth - e.clientWidth")
        assert wide <= 0, part


async def test_the_rail_is_a_drawer_on_a_small_screen(playground: Playground) -> None:
    page = await playground.page(size=(420, 900))
    await expect(page.locator(".rail")).to_be_hidden()
    await page.locator(".burger").click()
    await expect(page.locator("#as-claire")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".rail")).to_be_hidden()
    await expect(page.locator(".burger")).to_be_focused()
    await page.locator("[data-go=dm]").click()
    await expect(page.locator("#dm .priv")).to_be_visible()
    await expect(page.locator("#chan")).to_be_hidden()
