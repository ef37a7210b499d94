"""Nothing that a member reads is written in code: sentences live in the catalogues.

A heuristic, on the safe side of what code looks like: three words in a row, or a letter or mark of French
prose. Texts for developers and operators are free: docstrings, exceptions, logs, the command line, regular
expressions. What else has to be is excused by `# text: reason`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from tests.architecture.tree import Breach, Source, docstrings, dotted, parents

SENTENCE = re.compile(r"[^\W\d_]+(?:[ ’',;]+[^\W\d_]+){2,}")
PROSE = re.compile("[àâäæçéèêëîïôöœùûüÿÀÂÇÉÈÊËÎÏÔŒÙÛ«»’“”…\u00a0\u202f]")
OPERATORS = (  # they speak to whoever installs
    *("bot/__main__.py", "bot/settings.py", "bot/library/cli_import.py"),
    *("bot/composition/operators.py", "bot/composition/platforms.py"),
    *("adapters/discord/permissions.py", "adapters/discord/diagnose.py", "adapters/slack/diagnose.py"),
)
OPERATING = "bot/operations"
CATALOGUE = "bot/i18n.py"  # it knows how a date is written
_FREE_CALLS = re.compile(
    r"(?:re|regex)\.\w+|(?:.*\.)?(?:log|logger|_log)\.\w+|click\.\w+|warnings\.warn|logging\.\w+"
    r"|(?:.*\.)?(?:\w*Error|\w*Exception|LimitExceeded)"
    r"|(?:.*\.)?(?:execute\w*|_sql_\w+)"  # read by a database
)


def members_words_are_in_catalogues(tree: Sequence[Source]) -> Iterator[Breach]:
    """No sentence as a string literal in `bot` and `adapters`."""
    for source in tree:
        if not source.under("bot", "adapters") or source.path in (*OPERATORS, CATALOGUE):
            continue
        if source.under(OPERATING):
            continue
        above = parents(source.module)
        silent = docstrings(source.module)
        for node in ast.walk(source.module):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node in silent:
                continue
            prose = None if source.under("bot/checks") else PROSE.search(node.value)  # they name letters
            if not (prose or SENTENCE.search(node.value)):
                continue
            if not _is_free(node, above) and not source.excused(node, "text"):
                why = f"a member may read {node.value[:40]!r}: it belongs to the catalogues"
                yield source.breach(node, why)


def _is_free(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """Whether no member reads it: raised, asserted, logged, compiled, a word list, or a click text."""
    while node in above:
        node = above[node]
        if isinstance(node, ast.Raise | ast.Assert):
            return True
        if isinstance(node, ast.Attribute) and node.attr == "split":
            return True  # a list of words, to be found in what members write
        if isinstance(node, ast.Call) and _FREE_CALLS.fullmatch(dotted(node.func)):
            return True
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return False
    return False
