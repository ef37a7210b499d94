"""The walls of the house that imports alone cannot show. Each takes the sources and returns the breaches.

A breach that has to be is excused where it stands: `# clock: reason`, `# gate: reason`, `# host: reason`.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.logs import EVENT, FIELDS
from tests.architecture.tree import Breach, Source, calls, docstrings, dotted, imported, parents

# --- 5: rules and checks are pure ------------------------------------------------------------------------

IMPURE = (
    *("asyncio", "logging", "os", "random", "secrets", "socket", "sqlite3", "subprocess", "threading"),
    *("time", "uuid", "bot.ports", "bot.logs", "bot.settings"),
)


def rules_are_pure(tree: Sequence[Source]) -> Iterator[Breach]:
    """No await, no log, no clock, no chance, no ports in any `rules.py`, nor in `bot/checks`."""
    for source in tree:
        if not (source.path.endswith("/rules.py") or source.under("bot/checks")):
            continue
        for node in ast.walk(source.module):
            if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
                yield source.breach(node, "a pure file never waits")
            for module in imported(node):
                if module in IMPURE or re.fullmatch(r"bot\.\w+\.ports", module):
                    yield source.breach(node, f"a pure file never imports {module}")
            if isinstance(node, ast.Call) and dotted(node.func) in ("open", "print", "input"):
                yield source.breach(node, "a pure file reads and writes nothing")
            if isinstance(node, ast.Call) and _reads_the_clock(node):
                yield source.breach(node, "a pure file is handed the instant")


# --- one clock -------------------------------------------------------------------------------------------

_CLOCK = re.compile(
    r"(?:.*\.)?(?:datetime\.(?:now|utcnow|today)|date\.today|utcnow)"
    r"|time\.(?:time|time_ns|localtime|gmtime|ctime|strftime|asctime)"
    r"|(?:.*\.)?func\.(?:now|current_timestamp|current_date|current_time|localtimestamp)"
)


def _reads_the_clock(call: ast.Call) -> bool:
    return bool(_CLOCK.fullmatch(dotted(call.func)))


def the_clock_is_handed_in(tree: Sequence[Source]) -> Iterator[Breach]:
    """Only the composition root reads the time of day (`time.monotonic` is a stop-watch and free)."""
    for source in tree:
        if source.path == "bot/composition/core.py":
            continue
        for node in ast.walk(source.module):
            if isinstance(node, ast.Call) and _reads_the_clock(node) and not source.excused(node, "clock"):
                yield source.breach(node, "time is read from the Clock that is handed in")
            if isinstance(node, ast.ImportFrom) and node.module == "time":
                for alias in node.names:
                    if alias.name not in ("monotonic", "monotonic_ns", "perf_counter", "sleep"):
                        yield source.breach(node, "time is read from the Clock that is handed in")


# --- 6: features know one another by their rules only ----------------------------------------------------

_COMMANDS = re.compile(r"bot\.(\w+)\.commands(?:\..*)?")


def features_keep_their_commands(tree: Sequence[Source]) -> Iterator[Breach]:
    """A feature's `commands.py` imports no other feature's."""
    for source in tree:
        here = re.fullmatch(r"bot/(\w+)/commands(?:\.py|/.*)", source.path)
        if here is None:
            continue
        for node in ast.walk(source.module):
            found = (_COMMANDS.fullmatch(module) for module in imported(node))
            for there in {match[1] for match in found if match} - {here[1]}:
                yield source.breach(node, f"{here[1]} reaches into the commands of {there}")


# --- 7: one place commits --------------------------------------------------------------------------------

COMMITTERS = ("storage/transaction.py", "storage/engine.py")
_ENDS = ("commit", "begin", "begin_nested", "rollback")
_SPELLED = re.compile(r"\s*(?:COMMIT|ROLLBACK|BEGIN(?: \w+)?|SAVEPOINT .*)\s*;?\s*", re.IGNORECASE)


def one_place_commits(tree: Sequence[Source]) -> Iterator[Breach]:
    """No transaction begins or ends outside `storage/transaction.py` (and engine, and migrations)."""
    for source in tree:
        if source.path in COMMITTERS or source.under("storage/migrations"):
            continue
        for call in calls(source.module):
            if isinstance(call.func, ast.Attribute) and call.func.attr in _ENDS:
                yield source.breach(call, f".{call.func.attr}() belongs to storage/transaction.py")
            for argument in call.args:
                if isinstance(argument, ast.Constant) and _SPELLED.fullmatch(str(argument.value)):
                    yield source.breach(call, f"{argument.value!r} belongs to storage/transaction.py")


# --- 7: one gate to members' content ---------------------------------------------------------------------

CONTENT_TABLES = (
    *("practices", "practice_versions", "practice_tags", "reviews", "trials", "notes"),
    *("sessions", "commitments", "requests", "vocabulary", "indexed"),
)
GATES = (
    "visible",
    "own",
    "asked",
    "tried",
    "kept",
    "said",
    "visible_sessions",
    "own_commitments",
    "asked_for",
    "imported",
)
GATE_MODULE = "storage.visible"
_READS = ("select", "select_from", "join", "outerjoin", "exists")
_SQL_READ = re.compile(r"\b(?:from|join)\s+\"?(" + "|".join(CONTENT_TABLES) + r")\b", re.IGNORECASE)


def content_is_read_through_the_gate(tree: Sequence[Source]) -> Iterator[Breach]:
    """A function of storage that reads a content table asks the gate in the same function."""
    for source in tree:
        if not source.under("storage") or source.under("storage/migrations"):
            continue
        if source.path == "storage/visible.py":
            continue
        yield from _ungated(source)


def _ungated(source: Source) -> Iterator[Breach]:
    above = parents(source.module)
    gates = _gates_imported(source.module)
    for call in calls(source.module):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else dotted(call.func)
        if name in ("text", "exec_driver_sql") and any(
            isinstance(a, ast.Constant) and _SQL_READ.search(str(a.value)) for a in call.args
        ):
            yield source.breach(call, "members' content is read as text, past the gate")
        if name not in _READS:
            continue
        table = _content_table(call)
        if table is None:
            continue
        function = _function_around(call, above)
        if any(dotted(inner.func) in gates for inner in calls(function or call)):
            continue
        if not source.excused(call, "gate"):
            yield source.breach(call, f"{table} is read without {GATE_MODULE}")


def _content_table(call: ast.Call) -> str | None:
    named = [*call.args, *(k.value for k in call.keywords)]
    if isinstance(call.func, ast.Attribute):
        named.append(call.func.value)
    for part in named:
        for node in ast.walk(part):
            last = dotted(node).rpartition(".")[2]
            if last in CONTENT_TABLES:
                return last
    return None


def _gates_imported(module: ast.Module) -> set[str]:
    """The names under which this file can call the gate."""
    package, _, name = GATE_MODULE.rpartition(".")
    names: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == GATE_MODULE:
            names |= {a.asname or a.name for a in node.names if a.name in GATES}
        if isinstance(node, ast.ImportFrom) and node.module == package:
            names |= {f"{a.asname or a.name}.{gate}" for a in node.names if a.name == name for gate in GATES}
    return names


def _function_around(node: ast.AST, above: dict[ast.AST, ast.AST]) -> ast.AST | None:
    while node in above:
        node = above[node]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return node
    return None


# --- 7: platforms are named and built in one place -------------------------------------------------------

HOSTS = re.compile(r"\b(?:discord(?:app)?\.(?:com|gg|net|media)|slack(?:-\w+)?\.com)\b", re.IGNORECASE)
CLIENTS = (
    *("AsyncWebClient", "WebClient", "AsyncApp", "AsyncSocketModeHandler", "SocketModeClient"),
    *("discord.Client", "discord.AutoShardedClient", "commands.Bot"),
)


def hosts_are_settings(tree: Sequence[Source]) -> Iterator[Breach]:
    """No platform's host but in `bot/settings.py` (the checks may know them as something to detect)."""
    for source in tree:
        if source.path == "bot/settings.py" or source.under("bot/checks"):
            continue
        silent = docstrings(source.module)
        for node in ast.walk(source.module):
            if not isinstance(node, ast.Constant) or node in silent or source.excused(node, "host"):
                continue
            if isinstance(node.value, str) and HOSTS.search(node.value):
                yield source.breach(node, "a platform's host is named in bot/settings.py alone")


def one_place_builds_clients(tree: Sequence[Source]) -> Iterator[Breach]:
    """A platform's client is built in one file of its own adapter."""
    builders: dict[str, list[tuple[Source, ast.AST]]] = defaultdict(list)
    for source in tree:
        for node in ast.walk(source.module):
            made = [node.func] if isinstance(node, ast.Call) else []
            made += node.bases if isinstance(node, ast.ClassDef) else []
            for name in map(dotted, made):
                if name in CLIENTS or (name.rpartition(".")[2] in CLIENTS and "." in name):
                    builders[name.rpartition(".")[2]].append((source, node))
                    if not source.under("adapters/discord", "adapters/slack"):
                        yield source.breach(node, f"{name} is built by its adapter alone")
    for name, places in builders.items():
        for source, node in places:
            if source.path != places[0][0].path:
                yield source.breach(node, f"{name} is already built in {places[0][0].path}")


# --- logs hold no words ----------------------------------------------------------------------------------

_LEVELS = ("debug", "info", "warning", "error", "critical", "exception")


def logs_hold_no_words(tree: Sequence[Source]) -> Iterator[Breach]:
    """A log call is one event word and allow-listed fields, so that a slip shows before it runs."""
    for source in tree:
        for call in calls(source.module):
            receiver, _, level = dotted(call.func).rpartition(".")
            if level not in _LEVELS or receiver.rpartition(".")[2].strip("_").lower() not in (
                "log",
                "logger",
                "logging",
            ):
                continue
            event = call.args[0] if call.args else None
            if (
                not (isinstance(event, ast.Constant) and EVENT.fullmatch(str(event.value)))
                or len(call.args) > 1
            ):
                yield source.breach(call, "a log line is one event word, without arguments")
            for keyword in call.keywords:
                if keyword.arg == "extra" and not _allowed(keyword.value):
                    yield source.breach(call, f"a log line holds {', '.join(FIELDS)} only")


def _allowed(extra: ast.expr) -> bool:
    return isinstance(extra, ast.Dict) and all(
        isinstance(key, ast.Constant) and key.value in FIELDS for key in extra.keys
    )
