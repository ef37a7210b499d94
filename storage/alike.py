"""A short list of what a circle shares that has words in common with a text, most of them first.

It proposes; `bot/library/similar.py` compares. So the engines' own ranks will do here, and may differ.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, String, column, select, text

from bot.library.analysis import lexicon, terms, words

WORDS_MAX = 40  # of the text: enough to tell it by
LISTED = 16


def alike(engine: str, circle: str, num: int, said: str) -> Select[tuple[str]] | None:
    """The ids, as a statement; None where the text has no telling word."""
    telling = [word for word in dict.fromkeys(words(said)) if len(word) > 2 and word not in lexicon().stop]
    tokens = sorted({token for word in telling[:WORDS_MAX] for token in terms(num, word).same})
    if not tokens:
        return None
    if engine == "sqlite":
        statement = (
            "SELECT practice FROM practice_fts WHERE practice_fts MATCH :alike ORDER BY rank LIMIT :listed"
        )
        values = {"alike": _either(tokens, '"')}
    else:
        query = "CAST(CAST(:alike AS TEXT) AS TSQUERY)"
        statement = (
            f"SELECT practice FROM practice_fts WHERE circle = :alike_circle AND tokens @@ {query} "
            f"ORDER BY ts_rank(tokens, {query}) DESC, practice LIMIT :listed"
        )
        values = {"alike": _either(tokens, "'"), "alike_circle": circle}
    found = text(statement).bindparams(**values, listed=LISTED).columns(column("practice", String))
    return select(found.subquery("alike").c.practice)


def _either(tokens: Iterable[str], mark: str) -> str:
    between = " OR " if mark == '"' else " | "
    return between.join(f"{mark}{token}{mark}" for token in tokens)
