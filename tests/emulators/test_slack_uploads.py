"""Files on the loopback Slack: announced, sent, shared once, and Slack's own word for each mistake."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from .conftest import Api
from .slack import SlackServer, User
from .slack.core import SCOPES


@pytest.fixture
async def sent(api: Api) -> str:
    """A file of four bytes that was sent and not shared."""
    answer = await api("files.getUploadURLExternal", filename="a.md", length=4)
    async with api.session.post(answer["upload_url"], data=b"abcd") as response:
        assert (response.status, await response.text()) == (200, "OK - 4")
    return str(answer["file_id"])


async def test_a_file_is_shared_with_who_is_there(
    slack: SlackServer, claire: User, api: Api, sent: str
) -> None:
    karim = slack.add_user("Karim")
    done = await api("files.completeUploadExternal", files=[{"id": sent}], channel_id=claire.dm.id)
    assert done["files"] == [{"id": sent, "title": "a.md"}]
    assert claire.file("a.md") == b"abcd"
    with pytest.raises(LookupError):
        karim.file("a.md")
    again = await api("files.completeUploadExternal", files=[{"id": sent}], channel_id=claire.dm.id)
    assert again["error"] == "file_not_found"


@pytest.mark.parametrize(
    ("args", "word"),
    [
        ({"files": [{"id": "F404"}]}, "file_not_found"),
        ({"files": [{"id": "{sent}", "name": "b"}]}, "invalid_arguments"),
        ({"files": []}, "invalid_arguments"),
        ({"files": [{"id": "{sent}"}], "channel_id": "{claire}"}, "channel_not_found"),
        ({"files": [{"id": "{sent}"}], "channel_id": "{elsewhere}"}, "channel_not_found"),
        ({"files": [{"id": "{sent}"}], "channel_id": "{archived}"}, "posting_to_channel_denied"),
        ({"files": [{"id": "{sent}"}], "colour": "red"}, "invalid_arguments"),
    ],
)
async def test_what_slack_does_not_share(
    slack: SlackServer, claire: User, api: Api, sent: str, args: dict[str, Any], word: str
) -> None:
    elsewhere = slack.add_channel("ailleurs", members=[claire])
    archived = slack.add_channel("anciens", members=[claire], bot=True)
    archived.archived = True
    names = {"sent": sent, "claire": claire.id, "elsewhere": elsewhere.id, "archived": archived.id}
    filled = {**args, "files": [{**one, "id": one["id"].format(**names)} for one in args["files"]]}
    if "channel_id" in args:
        filled["channel_id"] = args["channel_id"].format(**names)
    assert (await api("files.completeUploadExternal", **filled))["error"] == word


@pytest.mark.parametrize(
    ("args", "word"),
    [
        ({"filename": "a", "length": 0}, "missing_argument"),
        ({"filename": "a"}, "invalid_arguments"),
        ({"filename": "a", "length": 4, "snippet_type": "klingon"}, "unknown_snippet_type"),
        ({"filename": "a", "length": 2_000_000_000}, "file_upload_size_restricted"),
    ],
)
async def test_what_slack_takes_no_bytes_for(api: Api, args: dict[str, Any], word: str) -> None:
    assert (await api("files.getUploadURLExternal", **args))["error"] == word


async def test_the_bytes_are_those_announced_and_come_once(api: Api) -> None:
    for content, status in ((b"abc", 400), (b"abcd", 400)):  # a wrong try uses the address up
        if status == 400 and content == b"abc":
            answer = await api("files.getUploadURLExternal", filename="a.md", length=4)
        async with api.session.post(answer["upload_url"], data=content) as response:
            assert response.status == status
    unsent = await api("files.completeUploadExternal", files=[{"id": answer["file_id"]}])
    assert unsent["error"] == "file_not_found"


async def test_files_need_their_scope() -> None:
    async with SlackServer.running(scopes=SCOPES - {"files:write"}) as slack:
        async with aiohttp.ClientSession() as session:
            answer = await Api(slack, session)("files.getUploadURLExternal", filename="a", length=1)
        assert answer["error"] == "missing_scope"


async def test_few_people_are_named_behind_an_emoji_unless_all_are_asked(
    slack: SlackServer, claire: User, api: Api
) -> None:
    circle = slack.add_channel("coachs", members=[claire], bot=True)
    said = await claire.posts(circle, "Bonjour")
    for number in range(30):
        user = slack.add_user(f"Personne {number}")
        circle.members.add(user.id)
        await user.reacts(said, "bulb")
    for full, named in ((False, 25), (True, 30)):
        answer = await api("reactions.get", channel=circle.id, timestamp=said.ts, full=full)
        (bulb,) = answer["message"]["reactions"]
        assert (bulb["count"], len(bulb["users"])) == (30, named)
