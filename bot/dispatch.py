"""One way in: `Dispatcher.answer` turns every request into a reply, in one transaction.

A form takes two: its words are committed first, then handled, so that nothing a member saw accepted is lost.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot import intake
from bot.card import Button, Card, File, Option
from bot.chosen import choose, last_used, request_circle_differs, voice_for
from bot.command import (
    REACTED,
    UNREACTED,
    Command,
    Context,
    Facts,
    FileMaker,
    Filling,
    Reactions,
    Registry,
    Suggester,
    Who,
)
from bot.errors import Delivery, Invalid, NotAllowed, NotFound, Refusal, Shown, Stale, TooLate, WrongMoment
from bot.i18n import Voice, language
from bot.intake import Fault
from bot.limits import ID
from bot.ports import Access, Database, Sender, Transaction
from bot.refusals import faulty_card, form_title, form_with_faults, refusal_card
from bot.roads import Draft, account_key
from bot.standing import PATIENCE_S, Standing
from bot.vocabulary import Account, Fact, Form, FormKey, Kind, Place, Reply, Request

FORM_DEADLINE_S = 2.3  # platforms wait 3 s; past ours we answer nothing and the form stays open
OPEN_DEADLINE_S = 1.2  # a form has to be the first answer

log = logging.getLogger("entrepairs.dispatch")


class Dispatcher:
    """Answers requests. `scale` shortens the platforms' deadlines in tests; `wake` follows each write."""

    def __init__(
        self,
        database: Database,
        commands: Registry,
        *,
        files: Mapping[str, FileMaker] | None = None,
        reactions: Reactions | None = None,
        facts: Facts | None = None,
        suggest: Suggester | None = None,
        standing: Standing | None = None,
        senders: Mapping[str, Sender] | None = None,
        scale: float = 1.0,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        reopen = Command("draft.reopen", self._reopened, who=Who.ANYONE, reads=True, reopens=True)
        self.commands: Registry = {**commands, reopen.verb: reopen}
        self._files = files or {}
        self._reactions = reactions
        self._facts = facts
        self._suggest = suggest
        self._standing = standing
        self._senders = senders or {}
        self.reactions = reactions.meanings if reactions else {}
        self._scale = scale
        self._wake = wake
        self._late: set[asyncio.Task[Reply]] = set()

    async def answer(self, request: Request) -> Reply:
        """The reply, always private to the actor.

        Raises: TooLate (answer nothing); for a reaction, whatever went wrong: the platform delivers it again.
        """
        request = replace(request, values=intake.clean_values(request.values))
        await self._confirm(request)
        command = self.commands.get(request.verb)
        try:
            if command is None or (command.opens and not ID.fullmatch(request.subject)):
                raise WrongMoment
            if request.form is not None:
                return await self._in_time(self._submitted(command, request))
            if command.fields and not command.complete(request.values):
                return await self._opened(command, request)
            return await self._done(command, request)
        except Refusal as refusal:
            return Reply(refusal_card(refusal, Voice(language(request.locale))))
        except (TooLate, asyncio.CancelledError):
            raise
        except Exception as error:
            if request.verb in (REACTED, UNREACTED):  # nobody reads an answer to an emoji
                raise
            return Reply(self._defect(error, request))

    # --- beside the road: suggestions, bytes of a file, and what stands under our messages ------------------

    async def made(self, file: File, actor: Account, place: Place | None = None) -> bytes:
        """The bytes of a file, made now for this person. Raises: Refusal."""
        request = Request("", actor, "file.made", file.subject, place=place)
        await self._confirm(request)
        async with self._database.read() as tx:
            context = await self._context(tx, request, writes=False)
            if context.membership and file.kind not in self._files:
                raise NotFound
            return await self._files[file.kind](context)

    async def suggest(self, request: Request, field: str, typed: str) -> Sequence[Option]:
        """What may be meant in a field by what is typed so far; nothing that this person may not see."""
        command = self.commands.get(request.verb)
        asked = next((f for f in command.fields if f.name == field), None) if command else None
        if command is None or asked is None or self._suggest is None:
            return ()
        await self._confirm(request)
        try:
            async with self._database.read() as tx:
                context = await self._context(tx, request, writes=False)
                self._admit(command, context)
                return await self._suggest(context, asked, typed)
        except Refusal:
            return ()

    async def reactable(self, platform: str) -> Sequence[tuple[Place, str]]:
        if self._reactions is None:
            return ()
        async with self._database.read() as tx:
            return await self._reactions.reactable(tx, platform)

    async def reread(self, place: Place, message: str, found: Mapping[str, Sequence[Account]]) -> None:
        if self._reactions is None:
            return
        async with self._database.write() as tx:
            await self._reactions.reread(tx, place, message, found)
        self._wake()

    # --- what platforms tell ----------------------------------------------------------------------------

    async def heard(self, fact: Fact) -> None:
        """One transaction: the event's key and its effect. Raises: whatever went wrong."""
        if self._facts is None:
            return
        async with self._database.write() as tx:
            if not fact.event or await tx.inbox.first(fact.event):
                await self._facts.happened(tx, fact)
        self._wake()

    async def bound(self, platform: str) -> tuple[datetime, Sequence[Place]]:
        async with self._database.read() as tx:
            return tx.now, await tx.circles.bound(platform)

    async def attended(self, place: Place, there: Sequence[Account], at: datetime) -> None:
        if self._facts is None:
            return
        async with self._database.write() as tx:
            await self._facts.attendance(tx, place, there, at)
        self._wake()

    # --- a button, a complete command, a reaction ------------------------------------------------------

    async def _done(self, command: Command, request: Request, tries: int = 2) -> Reply:
        try:
            opened = self._database.read() if command.reads else self._database.write()
            async with opened as tx:
                context = await self._context(tx, request, writes=not command.reads)
                try:
                    self._admit(command, context)
                    faults = intake.faults(command.fields, request.values) if command.opens else {}
                    if faults:
                        raise Invalid(faults)
                    if not command.reads and not await tx.inbox.first(request.event):
                        return await self._again(command, context, request.subject)
                    reply = _heard(context, await command.run(context))
                except Invalid as invalid:
                    return _to(context, faulty_card(command, context, invalid))
        except Refusal as refusal:
            return _to(context, refusal_card(refusal, context.voice))
        except Stale:
            if tries > 1:
                return await self._done(command, request, tries - 1)
            return _to(context, refusal_card(WrongMoment(), context.voice))
        if not command.reads:
            self._wake()
        elif context.then is not None:
            async with self._database.write() as tx:
                await context.then(tx)
        return reply

    async def _again(self, command: Command, context: Context, subject: str) -> Reply:
        """A duplicate has no effect, and is answered by the present state.

        A command that shows itself knows what it has seen before: it is run again, on the same values.
        """
        shows = self.commands.get(command.shows)
        if shows is None:
            return _to(context, Card(context.voice("done-already"), notice=context.voice("done-already")))
        values = context.request.values if shows is command else {}
        context.request = replace(context.request, verb=shows.verb, subject=subject, values=values, form=None)
        self._admit(shows, context)
        return _heard(context, await shows.run(context))

    # --- a form ----------------------------------------------------------------------------------------

    async def _opened(self, command: Command, request: Request) -> Reply:
        """The form, after one read; past the deadline a blank one, or a card that opens the filled one."""
        try:
            async with asyncio.timeout(OPEN_DEADLINE_S * self._scale), self._database.read() as tx:
                context = await self._context(tx, request, writes=False)
                try:
                    self._admit(command, context)
                    filling = await command.fill(context) if command.fill else Filling()
                    return _to(context, self._form(command, context, filling, tx.new_id()))
                except Refusal as refusal:
                    return _to(context, refusal_card(refusal, context.voice))
        except TimeoutError:
            voice = Voice(language(request.locale))
            if command.fill is None:
                return Reply(Form(command.verb, form_title(command, voice), command.fields, request.subject))
            button = Button(voice("button-open-form"), command.verb, request.subject)
            return Reply(Card(voice("waiting"), buttons=(button,), notice=voice("waiting")))

    def _form(self, command: Command, context: Context, filling: Filling, opening: str) -> Form:
        several = len(context.memberships) > 1 and context.chosen is not None
        title = filling.title or form_title(command, context.voice)
        return Form(
            command.verb,
            context.circle.name if several and command.who is not Who.ANYONE else title,
            command.fields,
            subject=filling.subject or context.subject,
            values={**filling.values, **context.request.values},
            circle=context.chosen.circle.id if context.chosen else "",
            version=filling.version,
            opening=opening,
        )

    async def _reopened(self, context: Context) -> Reply:
        """A stored submission as its form again, filled, on the newest version of its subject."""
        draft = await context.tx.drafts.get(context.subject, account_key(context.request.actor))
        command = self.commands.get(draft.verb) if draft else None
        if draft is None or draft.fields is None or command is None:
            raise WrongMoment
        context.request = replace(context.request, subject=draft.subject, values=draft.fields)
        self._admit(command, context)
        filling = await command.fill(context) if command.fill else Filling()
        return Reply(self._form(command, context, filling, draft.opening or context.tx.new_id()))

    async def _in_time(self, work: Coroutine[None, None, Reply]) -> Reply:
        task = asyncio.create_task(work)
        done, _ = await asyncio.wait({task}, timeout=FORM_DEADLINE_S * self._scale)
        if not done:  # the work goes on: what was sent is kept, and the same form sent again finds it
            self._late.add(task)
            task.add_done_callback(self._forget)
            raise TooLate
        return task.result()

    def _forget(self, task: asyncio.Task[Reply]) -> None:
        self._late.discard(task)
        if not task.cancelled() and task.exception():
            log.error("late", extra={"code": "late"}, exc_info=task.exception())

    async def _submitted(self, command: Command, request: Request) -> Reply:
        """Keep the words, then handle them. Raises: TooLate, where they could not be kept."""
        try:
            draft = await self._kept(request)
        except Exception as error:
            self._defect(error, request)
            raise TooLate from None  # nothing was accepted: the form has to stay open
        assert request.form is not None
        return await self._handled(command, replace(request, subject=request.form.subject), draft)

    async def _kept(self, request: Request) -> Draft:
        assert request.form is not None
        async with self._database.write() as tx:
            context = await self._context(tx, request)
            await tx.inbox.first(request.event)
            prefix = context.chosen.circle.prefix if context.chosen else ""
            return await tx.drafts.keep(
                Draft(
                    id=prefix + tx.new_id(),
                    key=_draft_key(request),
                    account=account_key(request.actor),
                    circle=context.chosen.circle.id if context.chosen else None,
                    verb=request.verb,
                    subject=request.form.subject,
                    version=request.form.version,
                    fields=request.values,
                    created_at=tx.now,
                    opening=request.form.opening,
                )
            )

    async def _handled(self, command: Command, request: Request, draft: Draft) -> Reply:
        unfit = await self._unfit(command, request)
        try:
            async with self._database.write() as tx:
                context = await self._context(tx, request)
                context.draft = draft.id
                if not await tx.drafts.close(draft.id):  # first, so that of two at once one is handled
                    subject = request.subject if command.fill else draft.id
                    return await self._again(command, context, subject)
                self._admit(command, context)
                if not ID.fullmatch(request.subject):
                    raise WrongMoment
                if faults := {**intake.faults(command.fields, request.values), **unfit}:
                    raise Invalid(faults)
                reply = _heard(context, await command.run(context))
        except Invalid as invalid:
            return _to(context, form_with_faults(command, context, invalid, draft))
        except Shown as shown:
            return _to(context, shown.card)
        except Refusal as refusal:
            return _to(context, refusal_card(refusal, context.voice, kept=draft.id))
        except Stale:
            return _to(context, refusal_card(WrongMoment(), context.voice, kept=draft.id))
        except Exception as error:
            return Reply(self._defect(error, request, kept=draft.id))
        self._wake()
        return reply

    async def _unfit(self, command: Command, request: Request) -> dict[str, Fault]:
        """The places chosen in a form that everybody reads, or where we may not write: the platform says so.

        What it does not say in time is no fault.
        """
        faults: dict[str, Fault] = {}
        sender = self._senders.get(request.actor.platform)
        for field in command.fields:
            chosen = request.values.get(field.name, "")
            if field.kind is not Kind.PLACE or not isinstance(chosen, str) or "/" not in chosen or not sender:
                continue
            realm, _, id_ = chosen.partition("/")
            with contextlib.suppress(TimeoutError, Delivery):
                async with asyncio.timeout(PATIENCE_S * self._scale):
                    access = await sender.access(Place(request.actor.platform, realm, id_))
                if access not in (None, Access.READY):
                    faults[field.name] = (f"fault-place-{access}", {"platform": sender.platform})
        return faults

    # --- who asks --------------------------------------------------------------------------------------

    async def _confirm(self, request: Request) -> None:
        """Whoever left a circle's server is of that circle no more, before anything is read for them."""
        if self._standing is not None:
            await self._standing.confirm(request.actor, request.place)

    async def _context(self, tx: Transaction, request: Request, *, writes: bool = True) -> Context:
        memberships = tuple(await tx.members.standing(request.actor, request.place))
        chosen = choose(memberships, request)
        if writes and len(memberships) > 1 and chosen and chosen is not max(memberships, key=last_used):
            await tx.members.touch(chosen.circle.id, chosen.member.id)
        voice = voice_for(request, chosen)
        return Context(request, tx, memberships, chosen, voice, commands=self.commands)

    def _admit(self, command: Command, context: Context) -> None:
        """The coarse gate. Raises: NotMember, CharterFirst, NotAllowed."""
        if command.who is not Who.ANYONE:
            member = context.member
            if command.who is Who.STEWARD and not member.is_steward:
                raise NotAllowed
            if request_circle_differs(context):
                raise NotFound

    def _defect(self, error: Exception, request: Request, kept: str = "") -> Card:
        code = secrets.token_hex(3)
        log.error(
            "defect",
            exc_info=error,
            extra={"code": code, "kind": request.verb, "platform": request.actor.platform},
        )
        voice = Voice(language(request.locale))
        refusal = Refusal("error-defect", code=code)
        return refusal_card(refusal, voice, kept=kept)


def _draft_key(request: Request) -> str:
    """The same submission, sent again, has the same key."""
    form = request.form or FormKey()
    parts = [account_key(request.actor), request.verb, form.pack(), sorted(request.values.items())]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _heard(context: Context, reply: Reply) -> Reply:
    return replace(reply, speech=reply.speech or context.voice)


def _to(context: Context, content: Card | Form) -> Reply:
    return Reply(content, speech=context.voice)
