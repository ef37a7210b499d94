"""A small unmodified bolt app: a form, a private preview, a publication, a word to the author."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from .slack import SlackServer

EVERY = re.compile(".*")


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(label: str, action_id: str, value: str = "1") -> dict[str, Any]:
    return {"type": "button", "text": words(label), "action_id": action_id, "value": value}


def card(text: str, *buttons: dict[str, Any]) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    return [*blocks, {"type": "actions", "elements": list(buttons)}] if buttons else blocks


def form(title: str, private_metadata: str = "") -> dict[str, Any]:
    line = {"type": "plain_text_input", "action_id": "titre", "max_length": 80}
    return {
        "type": "modal",
        "callback_id": "partager",
        "private_metadata": private_metadata,
        "notify_on_close": True,
        "title": words(title),
        "submit": words("Envoyer"),
        "blocks": [{"type": "input", "block_id": "titre", "label": words("Titre"), "element": line}],
    }


class Toy:
    """A small sharing app in bolt: form, preview, publication, word to the author."""

    def __init__(self, slack: SlackServer, circle: str) -> None:
        self.circle = circle
        self.heard: list[str] = []
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.base_url)
        self.app = AsyncApp(client=client, process_before_response=True)
        self.handler = AsyncSocketModeHandler(self.app, slack.app_token, ping_interval=0.2)
        self.app.command(EVERY)(self.command)
        self.app.view(EVERY)(self.submitted)
        self.app.view_closed(EVERY)(self.closed)
        self.app.action(EVERY)(self.pressed)
        self.app.shortcut(EVERY)(self.shortcut)
        self.app.options(EVERY)(self.suggested)
        for kind in ("reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel"):
            self.app.event(kind)(self.event)
        for kind in ("app_home_opened", "app_uninstalled"):
            self.app.event(kind)(self.event)

    async def command(self, ack: Any, body: Any, client: AsyncWebClient) -> None:
        if body["text"] == "tard":
            return
        if body["text"] == "dire":
            await ack("C’est dit.")
            return
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form("Partager", body["channel_id"]))

    async def submitted(self, ack: Any, body: Any, view: Any, client: AsyncWebClient) -> None:
        title = view["state"]["values"]["titre"]["titre"]["value"]
        if title == "?":
            await ack(response_action="errors", errors={"titre": "Un titre, en quelques mots."})
            return
        await ack()
        blocks = card(
            f"Aperçu : {title}", button("Non, envoyer", "publier", title), button("Plus tard", "garder")
        )
        await client.chat_postEphemeral(
            channel=view["private_metadata"], user=body["user"]["id"], text="Aperçu", blocks=blocks
        )

    async def pressed(self, ack: Any, body: Any, action: Any, client: AsyncWebClient, respond: Any) -> None:
        await ack()
        if action["action_id"] == "publier":
            await respond(text="C’est parti.", replace_original=True)
            await client.chat_postMessage(
                channel=self.circle, text="Une fiche", blocks=card(action["value"], button("Lire", "lire"))
            )
            await client.chat_postMessage(channel=body["user"]["id"], text="Ta fiche est partagée.")
        elif action["action_id"] == "lire":
            place, ts = body["channel"]["id"], body["message"]["ts"]
            await client.chat_update(channel=place, ts=ts, text="Lue", blocks=card("Lue"))
        else:
            await respond(delete_original=True)

    async def closed(self, ack: Any, body: Any) -> None:
        self.heard.append("view_closed")
        await ack()

    async def shortcut(self, ack: Any, body: Any, client: AsyncWebClient) -> None:
        await ack()
        self.heard.append(f"{body['type']} {body['callback_id']}")
        view = form("Raccourci")
        element = {"type": "external_select", "action_id": "fiche"}
        view["blocks"].append(
            {"type": "input", "block_id": "fiche", "label": words("Fiche"), "element": element}
        )
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def suggested(self, ack: Any, payload: Any) -> None:
        await ack(options=[{"text": words(f"{payload['value']} {n}"), "value": str(n)} for n in (1, 2)])

    async def event(self, event: Any, body: Any) -> None:
        self.heard.append(event["type"])

    async def start(self) -> None:
        await self.handler.connect_async()  # type: ignore[no-untyped-call]

    async def stop(self) -> None:
        await self.handler.close_async()  # type: ignore[no-untyped-call]
