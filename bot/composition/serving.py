"""What is served ends in order: at a signal, or with the first service that ends."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any


async def until_stopped(*services: Coroutine[Any, Any, None]) -> None:
    """Serve until SIGTERM, Ctrl-C, or the first service that ends or fails."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    tasks = [asyncio.create_task(service) for service in services]
    tasks.append(asyncio.create_task(stopped.wait()))  # type: ignore[arg-type]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()
