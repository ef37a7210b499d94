"""The API: who may ask, how often, what is found, what is refused; and its faults on demand."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from .discord import Channel, DiscordComplains, DiscordServer, Person
from .discord_peer import Rest
from .discord_samples import CARD, Json

A = {"content": "a"}


async def posted(rest: Rest, channel: Channel, body: Json | None = None) -> str:
    status, said = await rest("POST", f"/channels/{channel.id}/messages", body or A)
    assert status == 200, said
    return str(said["id"])


# --- who asks ----------------------------------------------------------------------------------------------


async def test_without_the_token_nothing_is_told(rest: Rest) -> None:
    for token in ("", "another"):
        status, said = await rest("GET", "/users/@me", token=token)
        assert (status, said) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_the_bot_knows_itself(rest: Rest, discord: DiscordServer) -> None:
    _, me = await rest("GET", "/users/@me")
    assert (me["id"], me["bot"]) == (discord.world.bot.id, True)
    _, application = await rest("GET", "/oauth2/applications/@me")
    assert application["icon"] is None
    assert application["owner"]["id"] == discord.world.owner.id
    assert rest.headers["content-type"] == "application/json"
    assert rest.headers["via"]


async def test_an_unknown_route_is_a_complaint(session: aiohttp.ClientSession) -> None:
    server = await DiscordServer.start()
    status, said = await Rest(server, session)("GET", "/voice/regions")
    assert (status, said["code"]) == (404, 0)
    with pytest.raises(DiscordComplains, match="/voice/regions"):
        await server.stop()


async def test_members_are_looked_up_until_they_leave(
    rest: Rest, discord: DiscordServer, circle: Channel, lea: Person
) -> None:
    guild = discord.world.guilds[str(circle.guild)]
    path = f"/guilds/{guild.id}/members"
    assert (await rest("GET", f"{path}/{lea.id}"))[1]["user"]["global_name"] == "Léa"
    discord.leaves(lea, guild)
    assert (await rest("GET", f"{path}/{lea.id}"))[1]["code"] == 10007
    assert (await rest("GET", f"{path}/1"))[1]["code"] == 10013
    assert (await rest("GET", f"/guilds/1/members/{lea.id}"))[1]["code"] == 10004
    assert (await rest("GET", f"/users/{lea.id}"))[0] == 200
    assert (await rest("GET", f"/guilds/{guild.id}"))[1]["name"] == "Les pairs"


# --- messages ----------------------------------------------------------------------------------------------


async def test_one_nonce_makes_one_message_for_some_minutes(
    rest: Rest, discord: DiscordServer, circle: Channel
) -> None:
    body = A | {"nonce": "job-1", "enforce_nonce": True}
    first = await posted(rest, circle, body)
    assert await posted(rest, circle, body) == first
    assert await posted(rest, circle, A | {"nonce": "job-1"}) != first  # not enforced
    discord.skip(301)
    assert await posted(rest, circle, body) != first
    _, history = await rest("GET", f"/channels/{circle.id}/messages")
    assert [one["nonce"] for one in history] == ["job-1"] * 3


async def test_history_is_read_page_by_page(
    rest: Rest, discord: DiscordServer, circle: Channel, lea: Person
) -> None:
    ids = [lea.says(f"{n}").id for n in range(5)]
    path = f"/channels/{circle.id}/messages"

    async def page(**query: Any) -> list[str]:
        _, said = await rest("GET", path, params=query)
        return [one["id"] for one in said]

    assert await page() == ids[::-1]
    assert await page(limit=2) == ids[:2:-1]
    assert await page(before=ids[3], limit=2) == [ids[2], ids[1]]
    assert await page(after=ids[1], limit=2) == [ids[3], ids[2]]
    for limit in ("0", "101", "a"):
        assert (await rest("GET", path, params={"limit": limit}))[1]["code"] == 50035
    assert (await rest("GET", f"{path}/{ids[0]}"))[1]["content"] == ""  # nobody granted us their words


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/channels/1/messages", A, 404, 10003),
        ("GET", "/channels/1", None, 404, 10003),
        ("GET", "/channels/{circle}/messages/1", None, 404, 10008),
        ("PATCH", "/channels/{circle}/messages/1", A, 404, 10008),
        ("DELETE", "/channels/{circle}/messages/1", None, 404, 10008),
        ("PATCH", "/channels/{circle}/messages/{hers}", A, 403, 50005),
        ("DELETE", "/channels/{circle}/messages/{hers}", None, 403, 50013),
        ("GET", "/channels/{hidden}", None, 403, 50001),
        ("POST", "/channels/{hidden}/messages", A, 403, 50001),
        ("GET", "/channels/{hidden}/messages", None, 403, 50001),
        ("POST", "/channels/{mute}/messages", A, 403, 50013),
        ("PUT", "/channels/{mute}/permissions/{lea}", {"type": 1, "allow": "0", "deny": "0"}, 403, 50013),
        ("PUT", "/channels/{circle}/permissions/1", {"type": 1, "allow": "0", "deny": "0"}, 404, 10009),
        ("PUT", "/channels/{dm}/permissions/{lea}", {"type": 1, "allow": "0", "deny": "0"}, 400, 50024),
        ("DELETE", "/channels/{circle}/permissions/{lea}", None, 404, 10009),
        ("PUT", "/channels/{circle}/permissions/{lea}", {"type": 2, "allow": "0"}, 400, 50035),
        ("PUT", "/channels/{circle}/permissions/{lea}", {"type": 1, "allow": "all"}, 400, 50035),
        ("PUT", "/channels/{circle}/permissions/a", {"type": 1}, 400, 50035),
        ("PUT", "/channels/{circle}/permissions/{lea}", {"type": 1, "colour": "red"}, 400, 50035),
        ("POST", "/channels/{dm}/messages", A, 403, 50007),
        ("POST", "/users/@me/channels", {"recipient_id": "1"}, 404, 10013),
        ("POST", "/users/@me/channels", {"recipient_id": "a"}, 400, 50035),
        ("POST", "/users/@me/channels", {"recipient_id": "{lea}", "colour": "red"}, 400, 50035),
        ("POST", "/users/@me/channels", {"recipient_id": "{bot}"}, 400, 50007),
        ("PUT", "/channels/{circle}/messages/{hers}/reactions/tada/@me", None, 400, 10014),
        ("GET", "/channels/{circle}/messages/1/reactions/💡", None, 404, 10008),
    ],
)
async def test_what_cannot_be_is_refused_with_its_code(
    rest: Rest,
    discord: DiscordServer,
    circle: Channel,
    lea: Person,
    method: str,
    path: str,
    body: Json | None,
    status: int,
    code: int,
) -> None:
    guild = discord.world.guilds[str(circle.guild)]
    hidden, mute = discord.add_channel(guild, "caché"), discord.add_channel(guild, "muet")
    hidden.closed, mute.closed = "access", "write"
    lea.user.takes_dms = False
    names = {
        "circle": circle.id,
        "hidden": hidden.id,
        "mute": mute.id,
        "lea": lea.id,
        "hers": lea.says("a").id,
        "dm": lea.private.id,
        "bot": discord.world.bot.id,
    }
    filled = {k: v.format(**names) if isinstance(v, str) else v for k, v in body.items()} if body else body
    got, said = await rest(method, path.format(**names), filled)
    assert (got, said["code"]) == (status, code)
    assert discord.refusals[-1].code == code


async def test_a_private_conversation_is_one(rest: Rest, lea: Person) -> None:
    _, said = await rest("POST", "/users/@me/channels", {"recipient_id": lea.id})
    _, again = await rest("POST", "/users/@me/channels", {"recipient_id": lea.id})
    assert (said["id"], said["type"]) == (again["id"], 1) == (lea.private.id, 1)
    await posted(rest, lea.private)
    assert [one.content for one in lea.sees(lea.private)] == ["a"]


async def test_a_channel_is_opened_to_one_person(rest: Rest, circle: Channel, lea: Person) -> None:
    path = f"/channels/{circle.id}/permissions/{lea.id}"
    assert (await rest("PUT", path, {"type": 1, "allow": "66560", "deny": "0"}))[0] == 204
    _, said = await rest("GET", f"/channels/{circle.id}")
    assert said["permission_overwrites"] == [{"id": lea.id, "type": 1, "allow": "66560", "deny": "0"}]
    assert (await rest("DELETE", path))[0] == 204


async def test_our_messages_go(rest: Rest, circle: Channel) -> None:
    path = f"/channels/{circle.id}/messages/{await posted(rest, circle, CARD)}"
    assert (await rest("DELETE", path))[0] == 204
    assert (await rest("GET", path))[1]["code"] == 10008


# --- reactions ---------------------------------------------------------------------------------------------


async def test_people_behind_an_emoji_are_read_page_by_page(
    rest: Rest, discord: DiscordServer, circle: Channel
) -> None:
    message = await posted(rest, circle)
    people = [discord.add_person(f"Personne {n}", circle) for n in range(4)]
    for person in people:
        person.reacts(circle.messages[message], "💡")
    one = f"/channels/{circle.id}/messages/{message}"
    assert (await rest("PUT", f"{one}/reactions/💡/@me"))[0] == 204
    _, said = await rest("GET", one)
    assert [(r["count"], r["me"]) for r in said["reactions"]] == [(5, True)]
    _, page = await rest("GET", f"{one}/reactions/💡", params={"limit": 3})
    assert [user["id"] for user in page] == sorted(
        [discord.world.bot.id, people[0].id, people[1].id], key=int
    )
    _, rest_of = await rest("GET", f"{one}/reactions/💡", params={"limit": 3, "after": page[-1]["id"]})
    assert [user["id"] for user in rest_of] == [people[2].id, people[3].id]
    assert await rest("GET", f"{one}/reactions/💡", params={"type": 1}) == (200, [])
    assert (await rest("GET", f"{one}/reactions/💡", params={"limit": 101}))[0] == 400
    assert (await rest("DELETE", f"{one}/reactions/💡/@me"))[0] == 204
    assert discord.world.bot.id not in circle.messages[message].reactions["💡"]


async def test_twenty_emoji_are_all(rest: Rest, circle: Channel) -> None:
    message = await posted(rest, circle)
    one = f"/channels/{circle.id}/messages/{message}/reactions"
    answers = [await rest("PUT", f"{one}/{chr(0x1F600 + n)}/@me") for n in range(21)]
    assert [status for status, _ in answers] == [204] * 20 + [400]
    assert answers[-1][1]["code"] == 30010


# --- threads -----------------------------------------------------------------------------------------------


@pytest.fixture
def forum(discord: DiscordServer, circle: Channel) -> Channel:
    guild = discord.world.guilds[str(circle.guild)]
    return discord.add_channel(guild, "bibliotheque", forum=True, tags=[f"t{n}" for n in range(6)])


async def test_a_private_thread_is_opened_joined_and_left(
    rest: Rest, discord: DiscordServer, circle: Channel, lea: Person
) -> None:
    body = {"name": "Rencontre", "type": 12, "invitable": False, "auto_archive_duration": 1440}
    status, said = await rest("POST", f"/channels/{circle.id}/threads", body)
    assert status == 201, said
    assert (said["type"], said["thread_metadata"]["invitable"]) == (12, False)
    one = f"/channels/{said['id']}"
    assert (await rest("PUT", f"{one}/thread-members/{lea.id}"))[0] == 204
    assert lea.id in [member["user_id"] for member in (await rest("GET", f"{one}/thread-members"))[1]]
    assert (await rest("PUT", f"{one}/thread-members/1"))[1]["code"] == 10013
    assert (await rest("DELETE", f"{one}/thread-members/{lea.id}"))[0] == 204
    assert lea.id not in [member["user_id"] for member in (await rest("GET", f"{one}/thread-members"))[1]]
    discord.leaves(lea, discord.world.guilds[str(circle.guild)])
    assert (await rest("PUT", f"{one}/thread-members/{lea.id}"))[1]["code"] == 10007
    assert (await rest("PUT", f"/channels/{circle.id}/thread-members/{lea.id}"))[1]["code"] == 50024


async def test_not_everybody_is_let_into_a_private_thread(
    rest: Rest, discord: DiscordServer, circle: Channel, lea: Person
) -> None:
    """Not into somebody else's that is shut, nor by who may not speak there, nor past the channel."""
    guild = discord.world.guilds[str(circle.guild)]
    theirs = discord.add_thread(circle, "Entre elles")
    path = f"/channels/{theirs.id}/thread-members/{lea.id}"
    assert (await rest("PUT", path))[0] == 204
    theirs.invitable = False
    assert (await rest("PUT", path))[1]["code"] == 50013
    guild.manages_threads = True
    assert (await rest("PUT", path))[0] == 204
    shut = discord.add_channel(guild, "direction", private=True)
    inside = discord.add_thread(shut, "Budget")
    past = f"/channels/{inside.id}/thread-members/{lea.id}"
    assert (await rest("PUT", past))[1]["code"] == 50001
    discord.let_in(shut, lea.user)
    assert (await rest("PUT", past))[0] == 204
    guild.makes_threads = False
    assert (await rest("PUT", past))[1]["code"] == 50013
    opened = await rest("POST", f"/channels/{circle.id}/threads", {"name": "Rencontre", "type": 12})
    assert opened[1]["code"] == 50013


async def test_an_archived_thread_sleeps(
    rest: Rest, discord: DiscordServer, circle: Channel, lea: Person
) -> None:
    _, said = await rest("POST", f"/channels/{circle.id}/threads", {"name": "Rencontre", "type": 12})
    thread = discord.world.channels[said["id"]]
    message = await posted(rest, thread)
    one = f"/channels/{thread.id}"
    assert (await rest("PATCH", one, {"archived": True, "locked": True}))[0] == 200
    circle.closed = "write"
    reaction = f"/channels/{thread.id}/messages/{message}/reactions/💡/@me"
    assert (await rest("PUT", reaction))[1]["code"] == 50013
    circle.closed = None
    for method, path, body in (
        ("POST", f"{one}/messages", A),
        ("PATCH", f"{one}/messages/{message}", A),
        ("DELETE", f"{one}/messages/{message}", None),
        ("PUT", f"{one}/messages/{message}/reactions/💡/@me", None),
        ("PUT", f"{one}/thread-members/{lea.id}", None),
        ("PATCH", one, {"name": "Autre"}),
    ):
        status, said = await rest(method, path, body)
        assert (status, said["code"]) == (400, 50083), path
    awake = {"archived": False, "locked": False}
    assert (await rest("PATCH", one, awake))[1]["code"] == 50013
    discord.world.guilds[str(circle.guild)].manages_threads = True
    assert (await rest("PATCH", one, awake))[0] == 200
    await rest("PATCH", one, {"archived": True})
    await posted(rest, thread)  # not locked: writing wakes it
    assert thread.archived is False


async def test_a_forum_post_has_a_first_message_and_tags(rest: Rest, forum: Channel) -> None:
    tags = [tag["id"] for tag in forum.tags][:5]
    body: Json = {"name": "Un silence", "message": CARD, "applied_tags": tags}
    status, said = await rest("POST", f"/channels/{forum.id}/threads", body)
    assert status == 201, said
    assert said["message"]["id"] == said["id"]
    assert said["applied_tags"] == tags


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ({"applied_tags": ["1"] * 6}, "applied_tags BASE_TYPE_BAD_LENGTH"),
        ({"name": "x" * 101}, "name BASE_TYPE_BAD_LENGTH"),
        ({"name": ""}, "name BASE_TYPE_BAD_LENGTH"),
        ({"auto_archive_duration": 61}, "auto_archive_duration BASE_TYPE_CHOICES"),
        ({"message": CARD | {"flags": 0}}, "message/components MESSAGE_COMPONENTS_V2_FLAG_MISSING"),
        ({"colour": "red"}, "colour UNKNOWN_FIELD"),
    ],
)
async def test_a_spoilt_post_is_refused(
    rest: Rest, discord: DiscordServer, forum: Channel, spoilt: Json, why: str
) -> None:
    body = {"name": "Un silence", "message": CARD} | spoilt
    assert (await rest("POST", f"/channels/{forum.id}/threads", body))[0] == 400
    assert why in discord.refusals[-1].details
    assert not any(one.is_thread for one in discord.world.channels.values())


async def test_other_posts_that_cannot_be(
    rest: Rest, discord: DiscordServer, circle: Channel, forum: Channel, lea: Person
) -> None:
    async def code(channel: str, body: Json) -> int:
        return int((await rest("POST", f"/channels/{channel}/threads", body))[1]["code"])

    listed = list(discord.world.guilds[str(circle.guild)].channels)
    assert await code(forum.id, {"name": "a", "message": A, "applied_tags": ["1"]}) == 10087
    assert discord.world.guilds[str(circle.guild)].channels == listed
    assert await code(forum.id, {"name": "a", "message": {"content": ""}}) == 50006
    assert await code(forum.id, {"name": "a"}) == 50035
    assert await code(circle.id, {"name": "a", "message": A}) == 50024
    assert await code(circle.id, {"name": "a", "type": 5}) == 50035
    assert await code(lea.private.id, {"name": "a", "type": 12}) == 50024


async def test_a_message_has_one_thread(rest: Rest, circle: Channel) -> None:
    message = await posted(rest, circle)
    path = f"/channels/{circle.id}/messages/{message}/threads"
    assert (await rest("POST", path, {"name": "Suite"}))[1]["id"] == message
    assert (await rest("POST", path, {"name": "Suite"}))[1]["code"] == 160004
    assert (await rest("POST", path, {"name": ""}))[1]["code"] == 50035
    assert (await rest("PATCH", f"/channels/{message}", {"name": "x" * 101}))[1]["code"] == 50035
    assert (await rest("PATCH", f"/channels/{message}", {"auto_archive_duration": 7}))[1]["code"] == 50035


# --- rates -------------------------------------------------------------------------------------------------


async def test_five_messages_in_five_seconds_and_no_more(
    rest: Rest, discord: DiscordServer, circle: Channel
) -> None:
    for left in (4, 3, 2, 1, 0):
        await posted(rest, circle)
        assert (rest.headers["x-ratelimit-limit"], rest.headers["x-ratelimit-remaining"]) == ("5", str(left))
    bucket = rest.headers["x-ratelimit-bucket"]
    assert 0 < float(rest.headers["x-ratelimit-reset-after"]) <= 2.5
    status, said = await rest("POST", f"/channels/{circle.id}/messages", A)
    assert (status, said["global"]) == (429, False)
    assert [one.status for one in discord.refusals] == [429]
    assert 0 < said["retry_after"] <= 2.5
    assert (rest.headers["x-ratelimit-scope"], rest.headers["x-ratelimit-bucket"]) == ("user", bucket)
    assert rest.headers["via"]
    assert int(rest.headers["retry-after"]) >= said["retry_after"]
    assert rest.headers["content-type"] == "application/json"
    other = discord.add_channel(discord.world.guilds[str(circle.guild)], "ailleurs")
    await posted(rest, other)  # each channel has its own
    await asyncio.sleep(said["retry_after"])
    await posted(rest, circle)


async def test_fifty_in_a_second_and_no_more_but_answers_are_exempt(
    rest: Rest, discord: DiscordServer, circle: Channel
) -> None:
    answers = [
        await rest("GET", path) for path in ("/users/@me", f"/channels/{circle.id}") for _ in range(26)
    ]
    refused = [said for status, said in answers if status == 429]
    assert [said["global"] for said in refused] == [True] * len(refused)
    assert 0 < len(refused) <= 2
    assert (rest.headers["x-ratelimit-scope"], rest.headers["x-ratelimit-global"]) == ("global", "true")
    status, _ = await rest("POST", f"/webhooks/{discord.world.application}/x", A)
    assert status == 404


# --- faults ------------------------------------------------------------------------------------------------

POST = "POST /channels/*/messages"


async def test_429_on_demand(rest: Rest, discord: DiscordServer, circle: Channel) -> None:
    path = f"/channels/{circle.id}/messages"
    discord.faults.limit(POST, times=2, retry_after_s=0.2, scope="shared")
    for _ in range(2):
        status, said = await rest("POST", path, A)
        assert (status, said["retry_after"]) == (429, 0.2)
        assert (rest.headers["x-ratelimit-scope"], "via" in rest.headers) == ("shared", True)
    await posted(rest, circle)
    discord.faults.limit(POST, via=False)
    assert (await rest("POST", path, A))[0] == 429
    assert "via" not in rest.headers
    assert len(circle.messages) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_errors_on_demand(rest: Rest, discord: DiscordServer, circle: Channel, status: int) -> None:
    discord.faults.error(POST, status)
    got, said = await rest("POST", f"/channels/{circle.id}/messages", A)
    assert (got, isinstance(said, str)) == (status, True)
    assert circle.messages == {}
    await posted(rest, circle)


async def test_lines_break_before_and_after(rest: Rest, discord: DiscordServer, circle: Channel) -> None:
    for fault, kept in ((discord.faults.drop_before, 0), (discord.faults.drop_after_commit, 1)):
        fault(POST)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await rest("POST", f"/channels/{circle.id}/messages", A)
        assert len(circle.messages) == kept


async def test_an_answer_never_comes_or_late(rest: Rest, discord: DiscordServer, circle: Channel) -> None:
    path = f"/channels/{circle.id}/messages"
    discord.faults.hang_after_commit(POST)
    with pytest.raises(TimeoutError):
        await rest("POST", path, A, timeout=aiohttp.ClientTimeout(total=0.1))
    assert len(circle.messages) == 1
    discord.faults.slow(POST, 0.1)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await posted(rest, circle)
    assert loop.time() - began >= 0.1


async def test_fair_weather_again(rest: Rest, discord: DiscordServer, circle: Channel) -> None:
    discord.faults.error("*", times=9)
    discord.faults.lose["MESSAGE_CREATE"] = "id"
    discord.faults.deaf = discord.faults.hold = True
    discord.faults.clear()
    await posted(rest, circle)
    assert (discord.faults.deaf, discord.faults.hold, discord.faults.lose) == (False, False, {})


async def test_the_threads_that_are_awake(rest: Rest, discord: DiscordServer, circle: Channel) -> None:
    path = f"/guilds/{circle.guild}/threads/active"
    _, ours = await rest("POST", f"/channels/{circle.id}/threads", {"name": "Rencontre", "type": 12})
    theirs = discord.add_thread(circle, "Entre nous")
    theirs.members.clear()
    asleep = discord.add_thread(circle, "Avant-hier")
    asleep.archived = True
    status, said = await rest("GET", path)
    assert (status, [one["id"] for one in said["threads"]]) == (200, [ours["id"]])
    assert [one["id"] for one in said["members"]] == [ours["id"]]
    assert (await rest("GET", "/guilds/1/threads/active"))[1]["code"] == 10004


# --- a channel is made -------------------------------------------------------------------------------------


async def test_a_private_channel_is_made_where_the_bot_may(
    rest: Rest, discord: DiscordServer, circle: Channel
) -> None:
    guild = discord.world.guilds[str(circle.guild)]
    shut = {"id": guild.id, "type": 0, "allow": "0", "deny": "1024"}
    body = {"name": "coachs-lyon", "type": 0, "permission_overwrites": [shut]}
    status, said = await rest("POST", f"/guilds/{guild.id}/channels", body)
    assert (status, said["permission_overwrites"]) == (201, [shut])
    assert (await rest("POST", "/guilds/1/channels", body))[1]["code"] == 10004
    guild.makes_channels = False
    assert (await rest("POST", f"/guilds/{guild.id}/channels", body))[1]["code"] == 50013


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"type": 99},
        {"topics": "x"},
        {"permission_overwrites": [{"id": "1", "type": 2, "allow": "0", "deny": "0"}]},
        {"permission_overwrites": [{"id": "nobody", "type": 0, "allow": "0", "deny": "0"}]},
        {"permission_overwrites": [{"id": "1", "type": 0, "allow": "all", "deny": "0"}]},
    ],
)
async def test_a_channel_wrongly_asked_for_is_not_made(rest: Rest, circle: Channel, wrong: Json) -> None:
    status, said = await rest(
        "POST", f"/guilds/{circle.guild}/channels", {"name": "salon", "type": 0} | wrong
    )
    assert (status, said["code"]) == (400, 50035)
