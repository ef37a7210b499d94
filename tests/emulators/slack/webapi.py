"""The Web API over HTTP: who calls, may they, with what; the method; the trouble that a test asked for."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from . import chat, history, modals, payloads, places, uploads
from .core import Core
from .errors import Refused
from .methods import METHODS, Method, need_arguments, read_arguments
from .things import View

Args = dict[str, Any]
Json = dict[str, Any]


def _auth_test(core: Core, args: Args) -> Json:
    workspace = core.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.domain,
        "user": workspace.people[workspace.bot].name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def _shown(core: Core, view: View) -> Json:
    return {"view": payloads.view(core.workspace, view)}


_ANSWERS: dict[str, Callable[[Core, Args], Json]] = {
    "auth.test": _auth_test,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "chat.delete": chat.delete,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.getPermalink": chat.get_permalink,
    "views.open": lambda core, args: _shown(
        core, modals.open_view(core, args.get("trigger_id"), args["view"])
    ),
    "views.push": lambda core, args: _shown(
        core, modals.push_view(core, args.get("trigger_id"), args["view"])
    ),
    "views.update": lambda core, args: _shown(
        core,
        modals.update_view(
            core, args.get("view_id"), args.get("external_id"), args.get("hash"), args["view"]
        ),
    ),
    "views.publish": lambda core, args: _shown(
        core, modals.publish_view(core, args["user_id"], args.get("hash"), args["view"])
    ),
    "conversations.open": places.open_place,
    "conversations.create": places.create,
    "conversations.invite": places.invite,
    "conversations.info": places.info,
    "conversations.list": places.listed,
    "conversations.members": places.members,
    "conversations.history": history.read,
    "users.info": places.user_info,
    "files.getUploadURLExternal": uploads.get_address,
    "files.completeUploadExternal": uploads.complete,
    "reactions.get": places.get_reactions,
    "reactions.add": places.add_reaction,
}


class WebApi:
    """`/api/{method}` and `/response/{name}`. `open_socket` mints the address of a new Socket Mode link."""

    def __init__(self, core: Core, open_socket: Callable[[], str]) -> None:
        self._core = core
        self._open_socket = open_socket

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self._api),
            web.route("*", "/response/{name}", self._response),
            web.post("/upload/v1/{ticket}", self._upload),
        ]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        core = self._core
        core.calls[name] += 1
        fault = core.faults.strike(name)
        with core.activity.work():
            if fault and fault.trouble == "rate_limited":
                return self._too_many(name, fault.retry_after_s)
            if fault and fault.trouble == "server_error":
                return web.Response(status=500, text="the server is unwell")
            if fault and fault.trouble == "refused":
                core.refuse(name, Refused(fault.word))
                return web.json_response({"ok": False, "error": fault.word})
            answer = await self._answer(request, name)
        if fault and fault.trouble == "hang_after_commit":
            await core.released.wait()
        if fault and request.transport is not None:
            request.transport.close()
        return answer

    def _too_many(self, name: str, seconds: int) -> web.Response:
        self._core.refuse(name, Refused("ratelimited"))
        body = {"ok": False, "error": "ratelimited"}
        return web.json_response(body, status=429, headers={"Retry-After": str(seconds)})

    async def _answer(self, request: web.Request, name: str) -> web.Response:
        core = self._core
        try:
            method = METHODS.get(name)
            if method is None:
                raise Refused("unknown_method")
            given = await read_arguments(request)
            self._authenticate(request, given.pop("token", None), method)
            if method.app_token and request.method != "POST":
                raise Refused("insecure_request")
            self._need_own_team(given)
            need_arguments(method, given)
            core.need_scope(method.scopes)
            if core.faults.rates:
                place = str(given.get("channel") or "")
                if seconds := core.rates.retry_after_s(name, place, core.clock.now()):
                    return self._too_many(name, seconds)
            args = {key: value for key, value in given.items() if value is not None}
            body = {"url": self._open_socket()} if method.app_token else _ANSWERS[name](core, args)
        except Refused as refused:
            core.refuse(name, refused)
            body = {"ok": False, "error": refused.word, **refused.fields}
            if refused.details:
                messages = [f"[ERROR] {detail}" for detail in refused.details]
                body["response_metadata"] = {"messages": messages}
            return web.json_response(body)
        headers = {"x-oauth-scopes": ",".join(sorted(core.scopes))}
        return web.json_response({"ok": True, **body}, headers=headers)

    def _authenticate(self, request: web.Request, in_body: Any, method: Method) -> None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        token = token if kind == "Bearer" else in_body if isinstance(in_body, str) else ""
        if not token:
            raise Refused("not_authed")
        own, other = self._core.bot_token, self._core.app_token
        if method.app_token:
            own, other = other, own
        if hmac.compare_digest(token.encode(), other.encode()):
            raise Refused("not_allowed_token_type")
        if not hmac.compare_digest(token.encode(), own.encode()):
            raise Refused("invalid_auth")
        if self._core.uninstalled:
            raise Refused("account_inactive")

    def _need_own_team(self, given: Args) -> None:
        """bolt's client adds `team_id` to every call, and Slack lets it."""
        if given.pop("team_id", None) not in (None, self._core.workspace.team_id):
            raise Refused("team_not_found")

    async def _upload(self, request: web.Request) -> web.Response:
        core = self._core
        fault = core.faults.strike("upload")
        with core.activity.work():
            content = await request.read()
            if fault and fault.trouble == "server_error":
                return web.Response(status=500, text="the server is unwell")
            try:
                uploads.receive(core, request.match_info["ticket"], content)
            except Refused as refused:
                core.refuse("upload", refused)
                return web.Response(status=400, text=refused.word)
            return web.Response(text=f"OK - {len(content)}")

    async def _response(self, request: web.Request) -> web.Response:
        core = self._core
        fault = core.faults.strike("response_url")
        with core.activity.work():
            if fault and fault.trouble == "rate_limited":
                return self._too_many("response_url", fault.retry_after_s)
            try:
                response = core.tickets.use_response(request.match_info["name"])
                body = await request.text()
                args = json.loads(dict(await request.post()).get("payload", body) or "{}")  # type: ignore[arg-type]
                if not isinstance(args, dict):
                    raise Refused("invalid_payload", ["must be an object"])
                chat.respond(core, response, args)
            except ValueError:
                core.refuse("response_url", Refused("invalid_payload"))
                return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
            except Refused as refused:
                core.refuse("response_url", refused)
                status = 404 if refused.word in ("used_url", "expired_url", "invalid_url") else 400
                return web.json_response({"ok": False, "error": refused.word}, status=status)
            return web.json_response({"ok": True})
