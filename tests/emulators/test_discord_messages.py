"""Every rule of a message and of what stands in it: one that fits is taken, one spoilt thing is not."""

from __future__ import annotations

import copy
from typing import Any

import aiohttp
import pytest

from .discord import Channel, DiscordServer, texts
from .discord_peer import Rest
from .discord_samples import CARD, TEXT, V2, WEB, Json, button, options, picks, row, words
from .slack_samples import put

LONG = "x"
IN = "components/0/components"  # inside the card's container


def spoilt(sample: Json, spoil: Any) -> Json:
    payload = copy.deepcopy(sample)
    spoil(payload)
    return payload


def many(count: int) -> list[Json]:
    return [words(f"{n}") for n in range(count)]


MESSAGES: list[tuple[str, Json, Any, str]] = [
    ("2001 characters", TEXT, put("content", LONG * 2001), "content BASE_TYPE_BAD_LENGTH"),
    ("a number as text", TEXT, put("content", 7), "content STRING_TYPE_CONVERT"),
    ("a nonce of 26", TEXT, put("nonce", LONG * 26), "nonce NONCE_TYPE_TOO_LONG"),
    ("eleven embeds", TEXT, put("embeds", [{"title": "a"}] * 11), "embeds BASE_TYPE_BAD_LENGTH"),
    ("a long title", TEXT, put("embeds/0/title", LONG * 257), "embeds/0/title BASE_TYPE_BAD_LENGTH"),
    (
        "6001 characters of embeds",
        TEXT,
        put("embeds", [{"description": LONG * 3001}] * 2),
        "embeds MAX_EMBED_SIZE_EXCEEDED",
    ),
    (
        "mentions both ways",
        TEXT,
        put("allowed_mentions/users", ["1"]),
        "allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    (
        "an unknown mention",
        TEXT,
        put("allowed_mentions/parse", ["here"]),
        "allowed_mentions/parse/0 BASE_TYPE_CHOICES",
    ),
    ("26 fields", TEXT, put("embeds/0/fields", [{}] * 26), "embeds/0/fields BASE_TYPE_BAD_LENGTH"),
    ("flags in words", TEXT, put("flags", "silent"), "flags NUMBER_TYPE_COERCE"),
    ("an ephemeral post", TEXT, put("flags", 64), "flags MESSAGE_FLAGS_INVALID"),
    ("a flag of others", TEXT, put("flags", 1), "flags MESSAGE_FLAGS_INVALID"),
    (
        "six rows",
        TEXT,
        put("components", [row(button(str(n))) for n in range(6)]),
        "components BASE_TYPE_BAD_LENGTH",
    ),
    ("no row around", TEXT, put("components", [button()]), "components/0/type BASE_TYPE_CHOICES"),
    ("V2 without its flag", CARD, put("flags", 0), "components MESSAGE_COMPONENTS_V2_FLAG_MISSING"),
    (
        "V2 with content",
        CARD,
        put("content", "Bonjour"),
        "content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        "V2 with embeds",
        CARD,
        put("embeds", [{"title": "a"}]),
        "embeds MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    ("41 nested", CARD, put(IN, many(40)), "components COMPONENT_LIMIT_EXCEEDED"),
    (
        "4001 characters",
        CARD,
        put(IN, [words(LONG * 2001), words(LONG * 2000)]),
        "components COMPONENT_TEXT_TOO_LONG",
    ),
    (
        "a custom_id twice",
        CARD,
        put(f"{IN}/3/components/1/custom_id", "a"),
        "components COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (
        "a number twice",
        CARD,
        put(IN, [words() | {"id": 1}, words() | {"id": 1}]),
        "components COMPONENT_ID_DUPLICATED",
    ),
    (
        "a file that is not attached",
        CARD,
        put(f"{IN}/5", {"type": 13, "file": {"url": "attachment://a.csv"}}),
        "components UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
]

COMPONENTS: list[tuple[str, str, Any, str]] = [
    ("an unknown type", "5/type", 99, "5/type BASE_TYPE_CHOICES"),
    ("a container in a container", "5", {"type": 17, "components": [words()]}, "5/type BASE_TYPE_CHOICES"),
    *(
        (f"an unknown key in {where}", f"{where}/colour", "red", f"{where}/colour UNKNOWN_FIELD")
        for where in ("0", "1", "2/accessory", "3", "3/components/0", "4/components/0", "5", "6")
    ),
    (
        "an unknown key in a file",
        "5",
        {"type": 13, "file": {"url": "attachment://a.csv"}, "colour": "red"},
        "5/colour UNKNOWN_FIELD",
    ),
    ("a file of no address", "5", {"type": 13, "file": {}}, "5/file BASE_TYPE_REQUIRED"),
    ("a negative number", "0/id", -1, "0/id NUMBER_TYPE_MIN"),
    ("a number in words", "0/id", "one", "0/id NUMBER_TYPE_COERCE"),
    (
        "a list without custom_id",
        "4/components/0/custom_id",
        None,
        "4/components/0/custom_id BASE_TYPE_REQUIRED",
    ),
    ("fewer than none", "4/components/0/min_values", -1, "4/components/0/min_values NUMBER_TYPE_MIN"),
    (
        "a picture described at length",
        "2/accessory/description",
        "x" * 1025,
        "2/accessory/description BASE_TYPE_BAD_LENGTH",
    ),
    (
        "an unknown key in an option",
        "4/components/0/options/0/colour",
        "red",
        "4/components/0/options/0/colour UNKNOWN_FIELD",
    ),
    ("no component", "0", "Bonjour", "0 DICT_TYPE_CONVERT"),
    ("an empty text", "0/content", "", "0/content BASE_TYPE_BAD_LENGTH"),
    ("no text", "0", {"type": 10}, "0/content BASE_TYPE_REQUIRED"),
    ("a row with nothing", "3/components", [], "3/components BASE_TYPE_BAD_LENGTH"),
    ("six buttons", "3/components", [button(f"x{n}") for n in range(6)], "3/components BASE_TYPE_BAD_LENGTH"),
    (
        "a list beside a button",
        "3/components/1",
        picks("q"),
        "3/components COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    ("a text in a row", "3/components/0", words(), "3/components/0/type BASE_TYPE_CHOICES"),
    ("a label of 81", "3/components/0/label", LONG * 81, "3/components/0/label BASE_TYPE_BAD_LENGTH"),
    (
        "a custom_id of 101",
        "3/components/0/custom_id",
        LONG * 101,
        "3/components/0/custom_id BASE_TYPE_BAD_LENGTH",
    ),
    (
        "a button without custom_id",
        "3/components/0",
        {"type": 2, "style": 1, "label": "Oui"},
        "3/components/0/custom_id BASE_TYPE_REQUIRED",
    ),
    (
        "a button without label",
        "3/components/0",
        {"type": 2, "style": 1, "custom_id": "z"},
        "3/components/0 BUTTON_COMPONENT_INVALID_LABEL_OR_EMOJI",
    ),
    ("a style of its own", "3/components/0/style", 7, "3/components/0/style BASE_TYPE_CHOICES"),
    ("a url on a button", "3/components/0/url", WEB, "3/components/0/url BUTTON_COMPONENT_INVALID_STYLE"),
    (
        "a link with custom_id",
        "3/components/0",
        button("z", style=5, url=WEB),
        "3/components/0 BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    ),
    (
        "a link to nowhere",
        "3/components/0",
        {"type": 2, "style": 5, "label": "Lire"},
        "3/components/0/url BASE_TYPE_REQUIRED",
    ),
    (
        "a purchase of nothing",
        "3/components/0",
        {"type": 2, "style": 6},
        "3/components/0/sku_id BASE_TYPE_REQUIRED",
    ),
    ("no option", "4/components/0/options", [], "4/components/0/options BASE_TYPE_BAD_LENGTH"),
    ("26 options", "4/components/0/options", options(26), "4/components/0/options BASE_TYPE_BAD_LENGTH"),
    (
        "an option's value twice",
        "4/components/0/options/1/value",
        "v0",
        "4/components/0/options SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    (
        "an option's label of 101",
        "4/components/0/options/0/label",
        LONG * 101,
        "4/components/0/options/0/label BASE_TYPE_BAD_LENGTH",
    ),
    (
        "an option's value of 101",
        "4/components/0/options/0/value",
        LONG * 101,
        "4/components/0/options/0/value BASE_TYPE_BAD_LENGTH",
    ),
    (
        "an option's description of 101",
        "4/components/0/options/0/description",
        LONG * 101,
        "4/components/0/options/0/description BASE_TYPE_BAD_LENGTH",
    ),
    (
        "more at least than at most",
        "4/components/0/min_values",
        3,
        "4/components/0/min_values SELECT_COMPONENT_MIN_OVER_MAX",
    ),
    ("26 at most", "4/components/0/max_values", 26, "4/components/0/max_values NUMBER_TYPE_MAX"),
    ("none at most", "4/components/0/max_values", 0, "4/components/0/max_values NUMBER_TYPE_MIN"),
    ("half of one at most", "4/components/0/max_values", 0.5, "4/components/0/max_values NUMBER_TYPE_COERCE"),
    (
        "more chosen than at most",
        "4/components/0/options",
        [one | {"default": True} for one in options(3)],
        "4/components/0 SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    ),
    (
        "a long placeholder",
        "4/components/0/placeholder",
        LONG * 151,
        "4/components/0/placeholder BASE_TYPE_BAD_LENGTH",
    ),
    ("a section of four", "1/components", many(4), "1/components BASE_TYPE_BAD_LENGTH"),
    ("a section with nothing beside", "1/accessory", None, "1/accessory BASE_TYPE_REQUIRED"),
    ("a list beside a section", "1/accessory", picks("q"), "1/accessory/type BASE_TYPE_CHOICES"),
    ("a button in a section", "1/components/0", button("z"), "1/components/0/type BASE_TYPE_CHOICES"),
    (
        "a picture of no web",
        "2/accessory/media/url",
        "file:///etc",
        "2/accessory/media/url URL_TYPE_INVALID_SCHEME",
    ),
    ("no picture", "2/accessory/media", {}, "2/accessory/media BASE_TYPE_REQUIRED"),
    ("a wide space", "5/spacing", 3, "5/spacing BASE_TYPE_CHOICES"),
    ("eleven pictures", "6/items", [{"media": {"url": WEB}}] * 11, "6/items BASE_TYPE_BAD_LENGTH"),
    (
        "a file from the web",
        "5",
        {"type": 13, "file": {"url": WEB}},
        "5/file/url UNFURLED_MEDIA_ITEM_NOT_ATTACHMENT",
    ),
]


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("colour", "red", "colour UNKNOWN_FIELD"),
        ("accent_color", 0x1000000, "accent_color NUMBER_TYPE_MAX"),
        ("components", [], "components BASE_TYPE_BAD_LENGTH"),
    ],
)
async def test_a_spoilt_container_is_refused(
    rest: Rest, circle: Channel, discord: DiscordServer, path: str, value: Any, why: str
) -> None:
    payload = spoilt(CARD, put(f"components/0/{path}", value))
    await refused(rest, circle, discord, payload, f"components/0/{why}")


@pytest.mark.parametrize("sample", [TEXT, CARD])
async def test_what_fits_is_taken(rest: Rest, circle: Channel, discord: DiscordServer, sample: Json) -> None:
    status, said = await rest("POST", f"/channels/{circle.id}/messages", sample)
    assert status == 200, said
    assert rest.headers["content-type"] == "application/json"
    assert said["id"] in circle.messages
    assert discord.refusals == []


@pytest.mark.parametrize(
    ("sample", "spoil", "why"), [pytest.param(s, spoil, why, id=name) for name, s, spoil, why in MESSAGES]
)
async def test_a_spoilt_message_is_refused(
    rest: Rest, circle: Channel, discord: DiscordServer, sample: Json, spoil: Any, why: str
) -> None:
    await refused(rest, circle, discord, spoilt(sample, spoil), why)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [pytest.param(path, value, why, id=name) for name, path, value, why in COMPONENTS],
)
async def test_a_spoilt_component_is_refused(
    rest: Rest, circle: Channel, discord: DiscordServer, path: str, value: Any, why: str
) -> None:
    await refused(rest, circle, discord, spoilt(CARD, put(f"{IN}/{path}", value)), f"{IN}/{why}")


async def refused(rest: Rest, circle: Channel, discord: DiscordServer, payload: Json, why: str) -> None:
    status, said = await rest("POST", f"/channels/{circle.id}/messages", payload)
    assert (status, said["code"], said["message"]) == (400, 50035, "Invalid Form Body")
    assert why in discord.refusals[-1].details
    *way, code = why.replace(" ", "/").split("/")
    node = said["errors"]
    for step in way:
        node = node[step]
    assert code in [error["code"] for error in node["_errors"]]
    assert circle.messages == {}


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": None, "components": []}])
async def test_an_empty_message_is_refused(rest: Rest, circle: Channel, body: Json) -> None:
    status, said = await rest("POST", f"/channels/{circle.id}/messages", body)
    assert (status, said["code"]) == (400, 50006)


async def test_at_the_limit_it_is_taken(rest: Rest, circle: Channel) -> None:
    for body in (
        {"content": LONG * 2000},
        {"flags": V2, "components": [{"type": 17, "components": many(39)}]},
        {"flags": V2, "components": [words(LONG * 4000)]},
        {"content": "a", "nonce": LONG * 25},
    ):
        status, said = await rest("POST", f"/channels/{circle.id}/messages", body)
        assert status == 200, said


async def test_the_description_is_a_second_judge(rest: Rest, circle: Channel, discord: DiscordServer) -> None:
    """A key that only Discord's own description knows nothing of."""
    from tests.discord import description

    description.require()
    status, _ = await rest("POST", f"/channels/{circle.id}/messages", {"content": "a", "colour": "red"})
    assert status == 400
    assert discord.refusals[-1].details == (" NOT_AS_DESCRIBED",)


async def test_a_file_goes_with_its_message(rest: Rest, circle: Channel) -> None:
    form = aiohttp.FormData()
    card = '{"flags": 32768, "components": [{"type": 13, "file": {"url": "attachment://a.csv"}}]}'
    form.add_field("payload_json", card, content_type="application/json")
    form.add_field("files[0]", b"un;deux", filename="a.csv", content_type="application/octet-stream")
    status, said = await rest("POST", f"/channels/{circle.id}/messages", data=form)
    assert status == 200, said
    assert (said["attachments"][0]["filename"], said["attachments"][0]["size"]) == ("a.csv", 7)
    assert circle.messages[said["id"]].files == {"a.csv": b"un;deux"}
    assert said["components"][0]["file"]["url"].startswith("http://127.0.0.1")


async def test_ten_files_and_no_more(rest: Rest, circle: Channel, discord: DiscordServer) -> None:
    for count, expected in ((10, 200), (11, 400)):
        form = aiohttp.FormData()
        for number in range(count):
            form.add_field(f"files[{number}]", b"un", filename=f"{number}.csv")
        status, _ = await rest("POST", f"/channels/{circle.id}/messages", data=form)
        assert status == expected
    assert discord.refusals[-1].details == ("attachments BASE_TYPE_MAX_LENGTH",)


async def test_a_body_that_is_no_json_is_refused(rest: Rest, circle: Channel) -> None:
    path = f"/channels/{circle.id}/messages"
    for how in (
        {"data": "{", "headers": {"Content-Type": "application/json"}},
        {"data": "content=a", "headers": {"Content-Type": "text/plain"}},
    ):
        status, said = await rest("POST", path, **how)
        assert (status, said["code"]) == (400, 50109)
    status, said = await rest("POST", path, ["a"])
    assert (status, said["code"]) == (400, 50109)


# --- edited ------------------------------------------------------------------------------------------------


async def test_the_flag_for_components_never_comes_off(
    rest: Rest, circle: Channel, discord: DiscordServer
) -> None:
    path = f"/channels/{circle.id}/messages"
    _, said = await rest("POST", path, CARD)
    one = f"{path}/{said['id']}"
    status, _ = await rest("PATCH", one, {"components": [words("Fini")]})
    assert status == 200
    assert texts(circle.messages[said["id"]]) == ["Fini"]
    for body, why in (
        ({"content": "a"}, "content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
        ({"flags": 0}, "flags MESSAGE_FLAGS_COMPONENTS_V2_IRREVOCABLE"),
    ):
        status, _ = await rest("PATCH", one, body)
        assert status == 400
        assert why in discord.refusals[-1].details
    status, said = await rest("PATCH", one, {"components": []})
    assert (status, said["code"]) == (400, 50006)


async def test_an_old_message_becomes_a_card_once_its_content_is_gone(
    rest: Rest, circle: Channel, discord: DiscordServer
) -> None:
    path = f"/channels/{circle.id}/messages"
    _, said = await rest("POST", path, {"content": "a"})
    one = f"{path}/{said['id']}"
    card = {"flags": V2, "components": [words()]}
    assert (await rest("PATCH", one, card))[0] == 400
    assert (await rest("PATCH", one, card | {"content": None}))[0] == 200
    assert (await rest("PATCH", one, {"content": LONG * 2001}))[0] == 400
    assert texts(circle.messages[said["id"]]) == ["Bonjour"]
