"""Two people and a process that dies under them: they look again, and retry what was not accepted."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.jobs import LEASE_S
from tests.kills import judge
from tests.kills.judge import Shown, Trouble
from tests.kills.process import Die, Died, Nursery, Process
from tests.support.clock import TUESDAY

CHANNEL = "coachs-lyon"
LIVES_MAX = 6
ROUNDS_MAX = 6


@dataclass
class Plan:
    """Where the process dies, life by life, and what people do about it.

    `at`: a point each. `in_act`: (number of the question, seconds after it was asked), for the first life.
    """

    at: list[Die] = field(default_factory=list)
    in_act: tuple[int, float] | None = None
    same_event: bool = True  # they retry the same act; else they do it anew
    at_once: bool = False  # they do not wait until what the dead process held is free
    loop: bool = False  # what is due is also run while they act
    broken: str = ""


@dataclass
class World:
    """The files, the clock, the process of the moment, and what people saw accepted."""

    nursery: Nursery
    url: str
    folder: Path
    plan: Plan = field(default_factory=Plan)
    now: datetime = TUESDAY
    accepted: list[str] = field(default_factory=list)
    secrets: dict[str, tuple[str, ...]] = field(default_factory=dict)  # words -> who alone is shown them
    library: int = 0  # lines of the library that is brought in
    deaths: int = 0
    asked: int = 0
    _process: Process | None = None
    _events: int = 0

    series: str = "event"  # begins the id of each act: no two stories use the same

    @property
    def messages(self) -> Path:
        return self.folder / "messages.db"

    # --- the process -----------------------------------------------------------------------------------

    def ask(self, **asked: Any) -> dict[str, Any]:
        """Raises: Died. Whoever asks again speaks to the next life."""
        if self._process is None:
            self._process = self._started()
        self.asked += 1
        after_s = None
        if self.plan.in_act is not None and self.plan.in_act[0] == self.asked:
            after_s = self.plan.in_act[1]
        try:
            return self._process.ask({**asked, "now": self.now.isoformat()}, after_s)
        except Died:
            self._process = None
            self._look()
            raise

    def _started(self) -> Process:
        die = self.plan.at[self.deaths] if self.deaths < len(self.plan.at) else None
        config = {
            "url": self.url,
            "messages": str(self.messages),
            "die": die,
            "broken": self.plan.broken,
            "loop": self.plan.loop,
        }
        return Process(self.nursery, config, self.folder)

    def _look(self) -> None:
        """The process is dead: what was accepted is there, and nothing is there twice."""
        self.deaths += 1
        if self.deaths > LIVES_MAX:
            raise Trouble("stuck: it dies again and again")
        self.judge()
        if not self.plan.at_once:
            self.pass_(seconds=LEASE_S + 1)

    def judge(self) -> None:
        """Raises: Trouble."""
        judge.check_kept(self.url, self.accepted)
        judge.check_twice(self.messages)
        judge.check_private(self.messages, self.secrets)
        judge.check_whole(self.url, self.library)

    def close(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)

    def event(self) -> str:
        self._events += 1
        return f"{self.series}-{self._events:04}"

    def imports(self, file: Path) -> dict[str, Any]:
        """The command, run again until it ends by itself."""
        while True:
            try:
                return self.ask(do="import", file=str(file))
            except Died:
                continue

    # --- what happens by itself ------------------------------------------------------------------------

    def settle(self) -> None:
        self._through("settle")

    def look(self) -> None:
        """Finds out whether it died of its last answer."""
        self._through("trace")

    def _through(self, what: str) -> None:
        """Once from end to end, in whichever life."""
        while True:
            try:
                self.ask(do=what)
                return
            except Died:
                continue

    def until(self, what: str, seen: Callable[[list[Shown]], bool]) -> None:
        """What is due is run, and held rows are let go, until everybody's messages show this.

        Raises: Trouble, when they never do.
        """
        for _ in range(ROUNDS_MAX):
            self.settle()
            judge.check_twice(self.messages)
            if seen(judge.shown(self.messages)):
                return
            self.pass_(seconds=LEASE_S + 1)
        raise Trouble(f"missing: {what}")

    def finish(self) -> None:
        """Let everything come to its end, and judge it.

        What is due to be forgotten is forgotten: a life that ran the loop may have done so before.
        """
        for _ in range(ROUNDS_MAX):
            self.settle()
            self.pass_(seconds=LEASE_S + 1)
        self.pass_(days=1)  # nothing is just about to be forgotten
        self._through("tidy")
        self.judge()
        judge.check_jobs(self.url, self.now)

    def trace(self) -> list[tuple[str, int, str]]:
        """The points that this life passed."""
        return [tuple(point) for point in self.ask(do="trace")["trace"]]


@dataclass
class Person:
    """Somebody in front of the playground."""

    world: World
    id: str

    def seen(self) -> list[Shown]:
        return judge.shown(self.world.messages, self.id)

    def find(self, verb: str, label: str = "") -> Shown | None:
        """The newest message with that button."""
        return next((m for m in reversed(self.seen()) if m.has(verb, label)), None)

    def runs(self, *path: str, room: str = f"in-{CHANNEL}", **values: str) -> dict[str, Any]:
        return self._do(lambda: {"kind": "run", "path": list(path), "room": room, "values": values})

    def reacts(self, emoji: str, title: str, *, on: bool = True) -> None:
        """An emoji under the public card with this title."""
        card = next(m for m in self.seen() if m.viewer is None and title in m.raw)
        room = f"in-{card.channel}"
        self._do(lambda: {"kind": "react", "message": card.id, "emoji": emoji, "on": on, "room": room})

    def presses(self, verb: str, label: str = "") -> dict[str, Any]:
        """The button, again until it was answered, or is gone because it was done."""
        died_under_it = False

        def press() -> dict[str, Any] | None:
            nonlocal died_under_it
            message = self.find(verb, label)
            if message is None:
                if died_under_it:
                    return None
                raise Trouble(f"missing: {self.id} sees no {verb}")
            died_under_it = True
            button = next(b for b in message.card.all_buttons if b.verb == verb and label in b.label)
            room = f"in-{message.channel}" if message.channel else "dm"
            return {
                "kind": "press",
                "message": message.id,
                "verb": verb,
                "subject": button.subject,
                "room": room,
            }

        return self._do(press)

    def submits(self, opened: dict[str, Any], room: str = f"in-{CHANNEL}", **values: Any) -> None:
        """Send this form, again until it was accepted; then its words count as kept."""
        form = opened["form"]
        filled = {**form["values"], **values}
        answer = self._do(
            lambda: {
                "kind": "submit",
                "verb": form["verb"],
                "key": form["key"],
                "values": filled,
                "room": room,
            }
        )
        if "message" not in answer:
            raise Trouble(f"different: {form['verb']} was not taken")
        self.world.accepted += [filled[word] for word in (*judge.WORDS, *judge.SAID) if word in filled]
        self.world.accepted += [tag.strip() for tag in filled.get("tags", "").split(",") if tag.strip()]
        judge.check_kept(self.world.url, self.world.accepted)

    def _do(self, act: Callable[[], dict[str, Any] | None]) -> dict[str, Any]:
        event = self.world.event()
        while True:
            sent = act()
            if sent is None:
                return {}
            try:
                answer = self.world.ask(do="act", who=self.id, sent={**sent, "event": event})
            except Died:
                if not self.world.plan.same_event:
                    event = self.world.event()
                continue
            if "late" not in answer:
                return answer


def plan_of(seed: int, points: dict[str, int], asked: int) -> Plan:
    """Where and how it dies, from a seed. `points`: how many of each kind an unkilled flow passes."""
    dice = random.Random(seed)
    plan = Plan(same_event=dice.random() < 0.5, at_once=dice.random() < 0.5)
    way = dice.choices(("statement", "commit", "send", "answer", "time"), (3, 4, 3, 2, 3))[0]
    if way != "time" and not points.get(way):  # a library is brought in without a send
        way = "statement"
    if way == "time":
        plan.in_act = (dice.randint(1, asked), dice.uniform(0.0, 0.02))
        plan.loop = dice.random() < 0.7
        return plan
    plan.at = [(way, dice.choice(("before", "after")), dice.randint(1, points[way]))]
    while len(plan.at) < LIVES_MAX and dice.random() < 0.3:  # and again, while it recovers
        again = dice.choice(("statement", "commit", "send", "answer"))
        few = max(1, points.get(again, 0) // 6)
        plan.at.append((again, dice.choice(("before", "after")), dice.randint(1, few)))
    return plan
