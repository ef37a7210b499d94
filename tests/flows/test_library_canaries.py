"""Search, suggestions, filters, questions to the circle: nobody learns a word that is not for them."""

from __future__ import annotations

import pytest

from bot.dispatch import Dispatcher
from bot.library.models import Asking
from bot.registry import COMMANDS, SUGGEST
from bot.vocabulary import Request
from storage.transaction import SqlDatabase
from tests.flows import world

USERS = ("author1", "reader1", "plain1", "former1", "invited1", "plain2", "both", "nobody")


def door(database: SqlDatabase) -> Dispatcher:
    return Dispatcher(database, COMMANDS, suggest=SUGGEST)


@pytest.mark.parametrize("user", USERS)
async def test_no_search_and_no_suggestion_leaks(database: SqlDatabase, user: str) -> None:
    """Whole, begun and misspelt canaries of every state, asked in every circle's place."""
    async with database.write() as tx:
        for asked in (False, True):
            word = f"zq01{'sent' if asked else 'kept'}request"
            asking = Asking("circle1", f"1-{word[-12:-7]}", world.id_of(1, "author"), "", word, asked)
            await tx.library.keep_request(asking)
    opened, allowed = door(database), world.allowed(user)
    if "zq01sharedtitle" in allowed:
        allowed = allowed | {"zq01sentrequest"}
    if user == "author1":
        allowed = allowed | {"zq01keptrequest"}
    seen: set[str] = set()
    for number in (1, 2):
        for state in world.STATES:
            word = f"zq0{number}{state}title"
            for typed in (word, word[:9], word[:-3] + word[-2:], "titre", ""):
                values = {"words": typed} | ({"tag": f"zq0{number}{state}tag"} if not typed else {})
                for verb, subject in (("library.search", ""), ("library.list", f"{number}-.0....{typed}")):
                    request = Request(
                        "", world.account(user), verb, subject, values, place=world.place(number)
                    )
                    said = world.canaries(repr((await opened.answer(request)).content))
                    seen |= said - world.canaries(typed + values.get("tag", ""))
                for verb, field in (("library.tag", "practice"), ("library.search", "tag")):
                    request = Request("", world.account(user), verb, place=world.place(number))
                    seen |= world.canaries(repr(await opened.suggest(request, field, typed)))
        for what in ("zq01", "request"):
            for id_ in ("1-zq01s", "1-zq01k", f"1-{what}"):
                for verb in ("library.request", "library.reword", "library.post", "library.drop"):
                    request = Request(f"e{number}{verb}{id_}", world.account(user), verb, id_)
                    seen |= world.canaries(repr((await opened.answer(request)).content))
    assert seen - allowed == set()
    if user == "author1":
        assert "zq01sharedtitle" in seen  # the test looks where something is
