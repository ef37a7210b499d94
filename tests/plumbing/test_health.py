"""`/livez` and `/readyz`: what a supervisor is told, and what it takes to be told that all is well."""

from __future__ import annotations

import aiohttp
import pytest

from adapters import web
from bot.operations.health import BEAT_S, Readiness

WELL = Readiness(True, True, 0.5, {"discord": True, "slack": True})


async def asked(found: Readiness, path: str = "/readyz", **headers: str) -> tuple[int, dict[str, object]]:
    async def ready() -> Readiness:
        return found

    runner = await web.serve(web.make_health_app(ready), port=0)
    try:
        host, port = runner.addresses[0][:2]
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://{host}:{port}{path}", headers=headers) as answer,
        ):
            said = await answer.json() if "json" in answer.content_type else {}
            return answer.status, said
    finally:
        await runner.cleanup()


async def test_all_is_well() -> None:
    assert await asked(WELL) == (
        200,
        {
            "ready": True,
            "database": True,
            "schema": True,
            "jobs": True,
            "connected": {"discord": True, "slack": True},
        },
    )


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        (Readiness(False, False, 0.5, {}), "database"),
        (Readiness(True, False, 0.5, {}), "schema"),
        (Readiness(True, True, BEAT_S + 1, {}), "jobs"),
    ],
)
async def test_what_is_missing_is_503_and_named(found: Readiness, missing: str) -> None:
    status, said = await asked(found)
    assert (status, said["ready"], said[missing]) == (503, False, False)


async def test_one_platform_that_is_away_is_503() -> None:
    status, said = await asked(Readiness(True, True, 0.5, {"discord": True, "slack": False}))
    assert (status, said["connected"]) == (503, {"discord": True, "slack": False})


async def test_it_lives_also_where_it_is_not_ready() -> None:
    assert await asked(Readiness(False, False, 99, {}), "/livez") == (200, {"alive": True})


async def test_another_name_for_this_machine_is_told_nothing() -> None:
    status, _ = await asked(WELL, Host="evil.example")
    assert status == 421
