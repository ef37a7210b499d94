"""The one HTTP server of the process: on loopback for its own pages; elsewhere for what a platform sends."""

from __future__ import annotations

import errno
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.playground.desk import Desk
from adapters.playground.inbound import Inbound
from adapters.playground.inspector import Payloads
from adapters.playground.messages import Messages
from adapters.playground.models import Persona
from adapters.playground.routes import Routes
from adapters.playground.scenes import Scenes
from adapters.playground.staging import Staging, Time
from bot.command import Door
from bot.operations.health import Readiness

LOOPBACK = ("127.0.0.1", "localhost")
SENT_MAX = 1024**2  # a platform sends some hundred kilobytes at most
BODY_MAX = 8 * 1024**2  # five fields of 40,000 characters, escaped at worst
POLICY = (  # text: read by browsers
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class PortBusy(OSError):
    """Something else listens there."""


def make_app(
    door: Door,
    messages: Messages,
    personas: Sequence[Persona],
    invites: tuple[str, ...] = (),
    time: Time | None = None,
    payloads: Payloads | None = None,
) -> web.Application:
    """The application: the playground and `/health`. `personas` become known when it starts.

    `invites` is the path of the command that the opening panel offers. With `time` the demo is staged: a
    clock that is moved, what is ahead, scenarios. `payloads` gives what the other platforms would receive.
    """
    app = web.Application(middlewares=[own_pages_only], client_max_size=BODY_MAX)
    app.router.add_get("/health", _health)
    app.on_response_prepare.append(_guarded)
    inbound = Inbound(door, messages, invites)
    staging = Staging(time, messages) if time else None
    scenes = Scenes(inbound, staging) if staging else None
    Routes(inbound, Desk(staging, scenes, payloads)).mount(app)

    async def enrol(_: web.Application) -> None:
        await messages.enrol(personas)

    app.on_startup.append(enrol)
    return app


def make_health_app(asked: Callable[[], Awaitable[Readiness]]) -> web.Application:
    """`/livez`: the loop turns. `/readyz`: 200 where the work can be done now, else 503."""

    async def livez(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(request: web.Request) -> web.Response:
        found = await asked()
        return web.json_response(found.as_json(), status=200 if found.ready else 503)

    app = web.Application(middlewares=[own_pages_only])
    app.router.add_get("/livez", livez)
    app.router.add_get("/readyz", readyz)
    app.on_response_prepare.append(_guarded)
    return app


def make_platform_app(routes: Iterable[web.RouteDef]) -> web.Application:
    """What platforms call from outside: these routes, which know themselves who may, and nothing else."""
    app = web.Application(client_max_size=SENT_MAX)
    app.add_routes(routes)
    app.on_response_prepare.append(_guarded)
    return app


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site's page, or another name for this address, makes a browser send."""
    own = {_authority(name, _port(request)) for name in LOOPBACK}
    origin = request.headers.get("Origin")
    if request.headers.get("Host", "").lower() not in own:
        raise web.HTTPMisdirectedRequest
    if origin is None and request.method not in ("GET", "HEAD"):
        raise web.HTTPForbidden
    if origin is not None and origin != f"http://{request.host.lower()}":
        raise web.HTTPForbidden
    return await handler(request)


def _port(request: web.Request) -> int:
    address = request.transport.get_extra_info("sockname") if request.transport else None
    return int(address[1]) if address else 0


def _authority(name: str, port: int) -> str:
    return name if port == 80 else f"{name}:{port}"


async def _guarded(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


async def _health(request: web.Request) -> web.Response:
    return web.json_response({"ok": True})


def is_free(port: int, host: str = LOOPBACK[0]) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


async def serve(app: web.Application, host: str = "127.0.0.1", port: int = 8080) -> web.AppRunner:
    """Listen until the runner's `cleanup`. Port 0 takes a free one: `runner.addresses` tells.

    Raises: PortBusy; ValueError for an address that is not loopback.
    """
    if host not in LOOPBACK:
        raise ValueError(f"{host} is not loopback")
    return await listen(app, LOOPBACK[0], port)


async def listen(
    app: web.Application, host: str, port: int, *, shutdown_timeout_s: float = 2.0
) -> web.AppRunner:
    """Listen at any address of this machine, until the runner's `cleanup`. Raises: PortBusy."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=shutdown_timeout_s)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(f"port {port} is busy") from None
        raise
    return runner
