"""The simulated clock: it stands still, walks by itself nowhere, runs each job at its own instant."""

from __future__ import annotations

from pathlib import Path

from tests.playground.staged import staged

START = "2026-11-24T09:30:00+01:00"


async def test_time_stands_still_until_it_is_moved_and_is_kept(tmp_path: Path) -> None:
    async with staged(tmp_path) as page:
        assert await page.now() == START
        assert (await page.send("/clock", by="day"))[0] == 200
        assert (await page.now()).startswith("2026-11-25T09:30")
    async with staged(tmp_path) as page:
        assert (await page.now()).startswith("2026-11-25T09:30")
        assert (await page.send("/clock", by="month"))[0] == 400
    async with staged(tmp_path, fresh=True) as page:
        assert await page.now() == START


async def test_each_message_comes_at_its_own_instant(tmp_path: Path) -> None:
    """A reminder on Wednesday at nine, the card on Thursday at nine: a week walks over both."""
    async with staged(tmp_path) as page:
        ahead = (await page.page()).all(of="line")[0]
        assert [t.attrs["datetime"][:16] for t in ahead.all("time")] == [
            "2026-11-25T08:00",
            "2026-11-26T08:00",
        ]
        assert (await page.send("/clock", by="week"))[0] == 200
        shown = await page.page()
        (jump,) = shown.all(of="jump")
        assert jump.all("b")[0].text == "Une semaine plus tard"
        assert "message" in jump.text
        assert "1 carte dans le salon" in jump.text
        card = next(m for m in shown.all("article") if "Le bilan à trois mois" in m.text and "APP" in m.text)
        assert card.all("time")[0].attrs["datetime"].startswith("2026-11-26T08:00")


async def test_on_to_the_next_message(tmp_path: Path) -> None:
    async with staged(tmp_path) as page:
        await page.send("/clock", by="next")
        assert (await page.now()).startswith("2026-11-25T08:00")
        await page.send("/clock", by="next")
        assert (await page.now()).startswith("2026-11-26T08:00")
        jumps = len((await page.page()).all(of="jump"))
        status, told = await page.send(
            "/clock", by="next"
        )  # what comes in a year is not « the next message »
        assert status == 200
        assert told["still"]
        assert told["told"].startswith("Rien n’est prévu")
        assert (await page.now()).startswith("2026-11-26T08:00")
        assert len((await page.page()).all(of="jump")) == jumps


async def test_what_is_ahead_never_says_what_it_says(tmp_path: Path) -> None:
    async with staged(tmp_path) as page:
        (ahead,) = [e for e in (await page.page()).walk() if e.attrs.get("id") == "next-list"]
        assert "Sans remarque d’ici là" in ahead.text
        assert "Messages privés à Claire cette semaine" in ahead.text
        assert "bilan" not in ahead.text
