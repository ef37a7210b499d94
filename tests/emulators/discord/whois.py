"""Who is who: the bot itself, its application, members of a server, conversations with one person."""

from __future__ import annotations

from . import payloads
from .calls import Answer, Call, Route
from .core import Core
from .errors import Findings, Refused, invalid
from .kit import is_id, known


def _me(core: Core, call: Call) -> Answer:
    return 200, payloads.oneself(core.world.bot)


def _application(core: Core, call: Call) -> Answer:
    return 200, payloads.application(core.world)


def _gateway(core: Core, call: Call) -> Answer:
    address = core.address.replace("http://", "ws://") + "/gateway/"
    starts = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return 200, {"url": address, "shards": 1, "session_start_limit": starts}


def _guild(core: Core, call: Call) -> Answer:
    return 200, payloads.guild(core.world.guild(call.names["guild_id"]), core.world)


def _member(core: Core, call: Call) -> Answer:
    """404 with 10007 where that person has left."""
    guild = core.world.guild(call.names["guild_id"])
    user = core.world.user(call.names["user_id"])
    if user.id not in guild.members:
        raise Refused(404, 10007, "Unknown Member")
    return 200, payloads.member(user)


def _user(core: Core, call: Call) -> Answer:
    return 200, payloads.user(core.world.user(call.names["user_id"]))


def _check_dm(call: Call) -> None:
    out = Findings()
    known(call.said, (), out, ("recipient_id",))
    out.need_none()
    if not is_id(call.said.get("recipient_id")):
        raise invalid(("recipient_id",), "NUMBER_TYPE_COERCE", "Value is not snowflake.")


def _dm(core: Core, call: Call) -> Answer:
    """Opening succeeds even where nothing may be written."""
    user = core.world.user(str(call.said["recipient_id"]))
    if user is core.world.bot:
        raise Refused(400, 50007, "Cannot send messages to this user")
    return 200, payloads.channel(core.world.dm(user))


ROUTES = (
    Route("GET", "/users/@me", _me),
    Route("GET", "/oauth2/applications/@me", _application),
    Route("GET", "/applications/@me", _application),
    Route("GET", "/gateway", _gateway, open=True),
    Route("GET", "/gateway/bot", _gateway),
    Route("POST", "/users/@me/channels", _dm, _check_dm),
    Route("GET", "/users/{user_id}", _user),
    Route("GET", "/guilds/{guild_id}", _guild),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", _member),
)
