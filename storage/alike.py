"""A short list of what a circle shares that has words in common with a text, most of them first.

It proposes; `bot/library/similar.py` compares. So the engines' own ranks will do here, and may differ.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, String, bindparam, column, select, text

from bot.library.analysis import lexicon, terms, words

WORDS_MAX = 40  # of the text: enough to tell it by
LISTED = 16


def listed(engine: str) -> Select[tuple[str]]:
    """The ids. Its values are those of `values`."""
    if engine == "sqlite":
        statement = (
            "SELECT practice FROM practice_fts WHERE practice_fts MATCH :alike ORDER BY rank LIMIT :listed"
        )
    else:
        query = "CAST(CAST(:alike AS TEXT) AS TSQUERY)"
        statement = (
            f"SELECT practice FROM practice_fts WHERE circle = :alike_circle AND tokens @@ {query} "
            f"ORDER BY ts_rank(tokens, {query}) DESC, practice LIMIT :listed"
        )
    names = [name for name in ("alike", "alike_circle") if f":{name} " in statement]
    typed = text(statement).bindparams(*(bindparam(name, type_=String) for name in names), listed=LISTED)
    return select(typed.columns(column("practice", String)).subquery("alike").c.practice)


def values(engine: str, circle: str, num: int, said: str) -> dict[str, str] | None:
    """What the statement looks up; None where the text has no telling word."""
    telling = [word for word in dict.fromkeys(words(said)) if len(word) > 2 and word not in lexicon().stop]
    tokens = sorted({token for word in telling[:WORDS_MAX] for token in terms(num, word).same})
    if not tokens:
        return None
    if engine == "sqlite":
        return {"alike": _either(tokens, '"')}
    return {"alike": _either(tokens, "'"), "alike_circle": circle}


def _either(tokens: Iterable[str], mark: str) -> str:
    between = " OR " if mark == '"' else " | "
    return between.join(f"{mark}{token}{mark}" for token in tokens)
