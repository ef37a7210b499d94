"""Where scenarios play: a database, the core, one driver, a clock; a restart between steps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.dispatch import Dispatcher
from bot.jobs import Jobs
from bot.ports import Sender
from bot.registry import COMMANDS, FACTS, FILES, JOBS, REACTIONS, SUGGEST
from bot.standing import Standing
from bot.vocabulary import Value
from storage.engine import open_engine
from storage.transaction import SqlDatabase
from tests.contract.driver import Driver, OpenForm, Person, Where
from tests.support.clock import HandClock
from tests.support.migrated import migrated

PATIENCE = 20


@dataclass
class Senders(Mapping[str, Sender]):
    """The surface's one, asked for when it is needed: a surface that restarts has another."""

    driver: Driver

    def __getitem__(self, platform: str) -> Sender:
        if platform != self.driver.platform:
            raise KeyError(platform)
        return self.driver.sender

    def __iter__(self) -> Iterator[str]:
        return iter((self.driver.platform,))

    def __len__(self) -> int:
        return 1


@dataclass
class Stage:
    """People on a surface. `restarts`: the bot dies after each act and comes back on the same database."""

    driver: Driver
    url: str
    restarts: bool = False
    scale: float = 10.0  # a scenario is about what is said, on a machine that may be busy
    clock: HandClock = field(default_factory=HandClock)
    people: dict[str, Actor] = field(default_factory=dict)
    commands: dict[str, object] = field(default_factory=lambda: dict(COMMANDS))

    async def open(self) -> Stage:
        await migrated(self.url)
        self._connect()
        await self.driver.start(self.door)
        return self

    def _connect(self) -> None:
        self.database = SqlDatabase(open_engine(self.url), self.clock)
        self.standing = Standing(self.database, Senders(self.driver), self.clock, scale=self.scale)

    def door(self) -> Dispatcher:
        return Dispatcher(
            self.database,
            self.commands,  # type: ignore[arg-type]
            files=FILES,
            reactions=REACTIONS,
            facts=FACTS,
            suggest=SUGGEST,
            standing=self.standing,
            senders=Senders(self.driver),
            scale=self.scale,
        )

    async def close(self) -> None:
        try:
            await self.driver.stop()  # raises what the platform refused
        finally:
            await self.database.dispose()

    async def settle(self) -> None:
        """Everything due is said."""
        jobs = Jobs(self.database, JOBS, {self.driver.platform: self.driver.sender}, self.clock)
        jobs.standing = self.standing
        await jobs.run_due()
        for _ in range(PATIENCE):  # an edit that waits because its message was edited just now
            async with self.database.read() as tx:
                due_at = await tx.jobs.next_due(self.clock.now())
            if due_at is None or due_at > self.clock.now() + timedelta(seconds=10):
                break
            self.clock.at = due_at
            await jobs.run_due()

    async def after_act(self) -> None:
        if self.restarts:
            await self._restart()
        await self.settle()
        if self.restarts:
            await self._restart()

    async def _restart(self) -> None:
        """The process dies with all that it held, its connections last; another opens the same file."""
        former = self.database
        self._connect()
        await self.driver.restart()
        await former.dispose()

    async def later(self, **time: float) -> None:
        self.clock.pass_(**time)
        await self.settle()

    def person(self, name: str, *, administers: bool = False, lang: str = "fr") -> Actor:
        if name not in self.people:
            self.people[name] = Actor(self, self.driver.person(name, administers=administers, lang=lang))
        return self.people[name]


@dataclass
class Actor:
    """A person whose every act is followed by what it makes due (and by a restart, where asked)."""

    stage: Stage
    person: Person

    @property
    def ref(self) -> str:
        return self.person.ref

    @property
    def form(self) -> OpenForm:
        assert self.person.form is not None, "no form is open"
        return self.person.form

    async def _do(self, act: Awaitable[None]) -> None:
        await act
        await self.stage.after_act()

    async def runs(self, path: str, **options: Value) -> None:
        await self._do(self.person.runs(path, **options))

    async def submits(self, **values: Value) -> None:
        await self._do(self.person.submits(**values))

    async def presses(self, verb: str, label: str | None = None) -> None:
        await self._do(self.person.presses(verb, label))

    async def picks(self, verb: str, *values: str) -> None:
        await self._do(self.person.picks(verb, *values))

    async def reacts(self, emoji: str) -> None:
        await self._do(self.person.reacts(emoji))

    async def unreacts(self, emoji: str) -> None:
        await self._do(self.person.unreacts(emoji))

    async def uses_menu(self, path: str, text: str, by: Actor) -> None:
        await self._do(self.person.uses_menu(path, text, by.person))

    async def points(self, path: str) -> None:
        await self._do(self.person.points(path))

    def receives_file(self, name: str) -> bytes:
        return self.person.receives_file(name)

    def sees(self, text: str, where: Where = "any") -> None:
        assert self.person.sees(text, where), f"not seen: {text!r}; seen: {self.person.texts(where)}"

    def never_sees(self, text: str, where: Where = "any") -> None:
        assert not self.person.sees(text, where), f"seen: {text!r}"

    def counts(self, text: str, where: Where = "place") -> int:
        return sum(text in seen for seen in self.person.texts(where))

    def can(self, verb: str) -> bool:
        return verb in self.person.buttons()


Scenario = Callable[[Stage], Awaitable[None]]
