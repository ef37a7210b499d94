"""From an `Ask` to Slack's answer: acknowledged first where that loses nothing, always private to the actor.

A form has to open within Slack's three seconds, so what may open one is answered before it is acknowledged.
A submitted form is acknowledged only once the core has answered, for then its words are kept.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import files, pointed, render
from adapters.slack.home import Home, opened
from adapters.slack.inbound import Ask
from adapters.slack.patience import patiently
from adapters.slack.people import People, Person
from adapters.slack.refusals import delivery
from bot.card import Button, Card, Option, Plain, Text
from bot.command import HOME, Door
from bot.errors import Refusal, RetryAfter, TooLate
from bot.i18n import Voice, language, voice_of
from bot.refusals import refusal_card
from bot.vocabulary import Form, Reply

ACKNOWLEDGE_S = 2.4  # Slack waits 3 s
RESPOND_S = 10.0
SUGGESTED_MAX = 25
_BROKEN = (SlackApiError, aiohttp.ClientError, TimeoutError)

log = logging.getLogger("entrepairs.slack")


class Ack(Protocol):
    async def __call__(self, **payload: Any) -> object: ...


class Answering:
    """Holds the work that goes on after an acknowledgement; nothing else is kept in memory."""

    def __init__(self, door: Door, client: AsyncWebClient, scale: float) -> None:
        self.door = door
        self._client = client
        self._scale = scale
        self.people = People(client, scale)
        self.home = Home(door, client, scale)
        self._work: set[asyncio.Task[None]] = set()

    # --- work after the acknowledgement --------------------------------------------------------------

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._work.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("unanswered", exc_info=error, extra={"platform": "slack"})

    async def idle(self) -> None:
        """Returns when nothing is left to do."""
        while self._work:
            await asyncio.wait(set(self._work))

    async def stop(self, patience_s: float) -> None:
        """Lets the work end, for that long."""
        if self._work:
            await asyncio.wait(set(self._work), timeout=patience_s)
        left = set(self._work)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    # --- commands, buttons, menus, shortcuts -----------------------------------------------------------

    async def take(self, ask: Ask, ack: Ack) -> None:
        """Whatever happens, it is acknowledged and answered."""
        command = self.door.commands.get(ask.verb)
        if command is None or not command.opens:
            await ack()
            self._begin(self._answer(ask))
            return
        task = self._begin(self._answer(ask))
        await asyncio.wait({task}, timeout=ACKNOWLEDGE_S * self._scale)
        await ack()

    async def _answer(self, ask: Ask) -> None:
        person = await self.people.person(ask.realm, ask.user, ask.name)
        voice = _voice(person)
        if ask.said is not None:
            about = (ask.said, ask.realm, ask.place, self.people, self._client, self._scale)
            ask = replace(ask, values=await pointed.values(*about))
        reply = await self._asked(ask, person, voice)
        if reply is None:
            return
        voice = voice_of(reply, voice)
        if ask.verb == HOME and ask.home is not None:
            await self.home.show(ask, person, reply)
            return
        if not isinstance(reply.content, Form):
            await self._show(ask, person, reply, voice)
            await self._home_anew(ask, person)
            return
        try:
            await self._open(ask, reply.content, voice)
        except Exception as error:
            await self._tell(ask, refusal_card(self._defect(ask, error), voice), voice)

    async def _show(self, ask: Ask, person: Person, reply: Reply, voice: Voice) -> None:
        """The reply's card, after its files; whatever goes wrong is said."""
        try:
            card = await self._with_files(ask, person, reply, voice)
            await self._tell(ask, card, voice, replaces=reply.replaces)
        except Exception as error:
            await self._tell(ask, refusal_card(self._defect(ask, error), voice), voice)

    async def _with_files(self, ask: Ask, person: Person, reply: Reply, voice: Voice) -> Card:
        """What is said once the files are in the person's conversation with us; or why they are not."""
        assert not isinstance(reply.content, Form)
        wanted = files.of(reply.content)
        if wanted:
            where = ask.request(person).place
            try:
                made = {file: await self.door.made(file, person.account, where) for file in wanted}
            except Refusal as refusal:
                return refusal_card(refusal, voice)
            await patiently(lambda: files.give(self._client, ask.user, made), self._scale)
        said = voice("files-sent", count=len(wanted)) if wanted else ""
        if isinstance(reply.content, tuple):
            return Card(said, notice=said)
        blocks = reply.content.blocks
        return replace(reply.content, blocks=(*blocks, Text((Plain(said),)))) if said else reply.content

    async def _asked(self, ask: Ask, person: Person, voice: Voice) -> Reply | None:
        """The core's reply; None where it is too late to answer."""
        try:
            return await self.door.answer(ask.request(person))
        except TooLate:
            return None
        except Exception as error:
            return Reply(refusal_card(self._defect(ask, error), voice))

    def _defect(self, ask: Ask, error: Exception) -> Refusal:
        code = secrets.token_hex(3)
        log.error("defect", exc_info=error, extra={"code": code, "kind": ask.verb, "platform": "slack"})
        return Refusal("error-defect", code=code)

    async def excuse(self, ask: Ask, error: Exception) -> str:
        """What is said of an act that could not be read, in the language of who did it."""
        refusal = self._defect(ask, error)
        voice = _voice(await self.people.person(ask.realm, ask.user, ask.name))
        return voice(refusal.text_key, **refusal.text_args)

    def apologise(self, ask: Ask, error: Exception) -> None:
        """Says it in private, once the act is acknowledged."""
        self._begin(self._apologised(ask, self._defect(ask, error)))

    async def _apologised(self, ask: Ask, refusal: Refusal) -> None:
        voice = _voice(await self.people.person(ask.realm, ask.user, ask.name))
        await self._tell(ask, refusal_card(refusal, voice), voice)

    async def _open(self, ask: Ask, form: Form, voice: Voice) -> None:
        """Past the three seconds, or out of reach, a private card with a button that opens it."""
        try:
            await self._client.views_open(
                trigger_id=ask.trigger,
                view=render.view(form, voice, place=ask.place, home=ask.home is not None),
            )
            return
        except SlackApiError as error:
            word = error.response.get("error", "")
            if word == "exchanged_trigger_id":
                return  # the same act, delivered twice: its form is open
            late = word in ("expired_trigger_id", "invalid_trigger_id")
            if not late and not isinstance(delivery(error), RetryAfter):
                raise
        except (aiohttp.ClientError, TimeoutError):
            log.info("not_open", extra={"platform": "slack"})
        button = Button(voice("button-open-form"), form.verb, form.subject)
        await self._tell(ask, Card(voice("waiting"), buttons=(button,), notice=voice("waiting")), voice)

    # --- submitted forms -------------------------------------------------------------------------------

    async def submitted(self, ask: Ask, first_field: str, ack: Ack) -> None:
        """Unacknowledged, the form stays open with its words: so it is when the core is too late.

        A defect is said at `first_field`, for then too the form must stay.
        """
        person = await self.people.person(ask.realm, ask.user, ask.name)
        voice = _voice(person)
        try:
            reply = await self.door.answer(ask.request(person))
        except TooLate:
            return
        except Exception as error:
            refusal = self._defect(ask, error)
            said = voice(refusal.text_key, **refusal.text_args)
            await ack(response_action="errors", errors={first_field: said})
            return
        voice = voice_of(reply, voice)
        if not isinstance(reply.content, Form):
            await ack()
            self._begin(self._handled(ask, person, replace(reply, replaces=False), voice))
        elif reply.content.errors:
            await ack(response_action="errors", errors=render.inline_errors(reply.content))
        else:
            shown = render.view(reply.content, voice, place=ask.place, home=ask.home is not None)
            await ack(response_action="update", view=shown)

    async def _handled(self, ask: Ask, person: Person, reply: Reply, voice: Voice) -> None:
        await self._show(ask, person, reply, voice)
        await self._home_anew(ask, person)

    # --- the Home tab ----------------------------------------------------------------------------------

    async def home_opened(self, body: Mapping[str, Any]) -> None:
        """Acknowledged at once: nothing is lost that the next opening would not show."""
        if (ask := opened(body)) is not None:
            self._begin(self._answer(ask))

    async def _home_anew(self, ask: Ask, person: Person) -> None:
        """What was done there is seen there; what only reads changes nothing."""
        command = self.door.commands.get(ask.verb)
        if ask.home is not None and not (command and command.reads):
            await self.home.again(ask, person)

    # --- suggestions -----------------------------------------------------------------------------------

    async def suggest(self, ask: Ask, field: str, typed: str, ack: Ack) -> None:
        """What may be meant by what was typed so far; nothing, where that cannot be said in time."""
        offered: Sequence[Option] = ()
        try:
            async with asyncio.timeout(ACKNOWLEDGE_S * self._scale):
                person = await self.people.person(ask.realm, ask.user, ask.name)
                offered = await self.door.suggest(ask.request(person), field, typed)
        except Exception as error:
            log.warning("no_suggestions", exc_info=error, extra={"platform": "slack"})
        await ack(options=[render.option(one) for one in offered[:SUGGESTED_MAX]])

    # --- a private card --------------------------------------------------------------------------------

    async def _tell(self, ask: Ask, card: Card, voice: Voice, replaces: bool = False) -> None:
        """Seen by the actor alone: where they are if Slack can, else in their conversation with the bot.

        A busy Slack is waited for: an answer is said by nobody else.
        """
        said = render.message(card, voice)
        try:
            if await patiently(lambda: self._respond(ask, said, replaces), self._scale):
                return
            if await patiently(lambda: self._beside(ask, said), self._scale):
                return
        except _BROKEN as error:
            log.info("not_there", exc_info=error, extra={"platform": "slack"})
        about = {"channel": ask.user, **said, "unfurl_links": False, "unfurl_media": False}
        await patiently(lambda: self._client.chat_postMessage(**about), self._scale)

    async def _respond(self, ask: Ask, said: dict[str, Any], replaces: bool) -> bool:
        if not ask.response_url:
            return False
        about = {"replace_original": replaces and ask.alone} if ask.on_message else {}
        patience_s = max(1, round(RESPOND_S * self._scale))
        hook = AsyncWebhookClient(ask.response_url, timeout=patience_s, retry_handlers=[])
        answer = await hook.send_dict({**said, "response_type": "ephemeral", **about})
        if answer.status_code == 429:
            raise SlackApiError("busy", answer)  # type: ignore[no-untyped-call]
        return answer.status_code == 200

    async def _beside(self, ask: Ask, said: dict[str, Any]) -> bool:
        if not ask.place:
            return False
        await self._client.chat_postEphemeral(channel=ask.place, user=ask.user, **said)
        return True


def _voice(person: Person) -> Voice:
    return Voice(language(person.locale), "vous", person.account.zone or "Europe/Paris")
