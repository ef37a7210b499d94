"""The whole playground on files of its own, over HTTP, as `make run` puts it together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from adapters.web import serve
from bot.composition.playground import open_playground
from tests.contract.drivers.dom import Element, parsed


@dataclass
class Staged:
    """A browser without a screen: pages, acts, and the demonstration's own acts."""

    http: aiohttp.ClientSession

    async def page(self, persona: str = "claire") -> Element:
        async with self.http.get("/", params={"as": persona}) as response:
            assert response.status == 200
            return parsed(await response.text())

    async def send(self, path: str, persona: str = "claire", **sent: Any) -> tuple[int, Any]:
        async with self.http.post(path, json={"as": persona, **sent}) as response:
            return response.status, await response.json(content_type=None) if response.status == 200 else None

    async def now(self) -> str:
        return (await self.page()).all("time")[0].attrs["datetime"]


@asynccontextmanager
async def staged(folder: Path, *, fresh: bool = False) -> AsyncIterator[Staged]:
    async with open_playground(folder, fresh=fresh) as app:
        runner = await serve(app, port=0)
        try:
            host, port = runner.addresses[0][:2]
            jar = aiohttp.CookieJar(unsafe=True)
            address = f"http://{host}:{port}"
            async with aiohttp.ClientSession(address, headers={"Origin": address}, cookie_jar=jar) as http:
                browser = Staged(http)
                await browser.page()
                yield browser
        finally:
            await runner.cleanup()
