"""Every limit of blocks, elements and views: at the limit it is accepted, one step past it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .slack import surfaces
from .slack.blocks import BLOCKS as CHECKED_BLOCKS
from .slack.blocks import check_blocks
from .slack.errors import Refused
from .slack.objects import ACCESSORIES, IN_ACTIONS, INPUTS
from .slack.objects import ELEMENTS as CHECKED_ELEMENTS
from .slack.surfaces import check_view, need_blocks, need_content, need_view
from .slack_samples import (
    BLOCKS,
    ELEMENTS,
    HOME,
    MODAL,
    WEB,
    Json,
    drop,
    mrkdwn,
    option,
    options,
    plain,
    put,
    spoilt,
)

Spoil = Callable[[Any], object]
TEXT, ACTION = "x", "action_id"


def around(path: str, limit: int) -> tuple[str, Spoil, Spoil]:
    """A text of exactly `limit` characters is fine, one more is not."""
    return f"{path} {limit}", put(path, TEXT * limit), put(path, TEXT * (limit + 1))


def count(path: str, limit: int, make: Callable[[int], list[Any]]) -> tuple[str, Spoil, Spoil]:
    return f"{path} x{limit}", put(path, make(limit)), put(path, make(limit + 1))


def web(path: str) -> tuple[str, Spoil, Spoil]:
    fill = 3000 - len(WEB) - 1
    return f"{path} 3000", put(path, f"{WEB}?{TEXT * fill}"), put(path, f"{WEB}?{TEXT * (fill + 1)}")


def numbered(sample: Json) -> Callable[[int], list[Json]]:
    return lambda count: [{**sample, "action_id": f"a{n}"} for n in range(count)]


ELEMENT_LIMITS: dict[str, list[tuple[str, Spoil, Spoil]]] = {
    "button": [
        around("text/text", 75),
        around("value", 2000),
        around("accessibility_label", 75),
        around("action_id", 255),
        web("url"),
        around("confirm/title/text", 100),
        around("confirm/text/text", 300),
        around("confirm/confirm/text", 30),
        around("confirm/deny/text", 30),
    ],
    "static_select": [
        count("options", 100, options),
        around("placeholder/text", 150),
        around("options/2/text/text", 75),
        around("options/2/value", 150),
        (
            "description 75",
            put("options/2/description", plain(TEXT * 75)),
            put("options/2/description", plain(TEXT * 76)),
        ),
    ],
    "multi_static_select": [
        count("option_groups/0/options", 100, options),
        around("option_groups/0/label/text", 75),
        (
            "groups x100",
            put(
                "option_groups",
                [_group for n in range(100) for _group in [{"label": plain(), "options": [option(n)]}]],
            ),
            put("option_groups", [{"label": plain(), "options": [option(n)]} for n in range(101)]),
        ),
    ],
    "overflow": [count("options", 5, options)],
    "checkboxes": [count("options", 10, options)],
    "radio_buttons": [count("options", 10, options)],
    "image": [around("alt_text", 2000), web("image_url")],
    "plain_text_input": [
        ("max_length 3000", put("max_length", 3000), put("max_length", 3001)),
        around("placeholder/text", 150),
        around("initial_value", 80),
    ],
    "datepicker": [("initial_date", put("initial_date", "2026-02-01"), put("initial_date", "1/2/2026"))],
    "timepicker": [("initial_time", put("initial_time", "23:59"), put("initial_time", "24:00"))],
}

BLOCK_LIMITS: dict[str, list[tuple[str, Spoil, Spoil]]] = {
    "section": [
        around("text/text", 3000),
        around("fields/0/text", 2000),
        count("fields", 10, lambda n: [mrkdwn()] * n),
        around("block_id", 255),
    ],
    "header": [around("text/text", 150)],
    "context": [count("elements", 10, lambda n: [mrkdwn()] * n), around("elements/0/text", 3000)],
    "actions": [count("elements", 25, numbered(ELEMENTS["button"]))],
    "input": [around("label/text", 2000), around("hint/text", 2000)],
    "image": [around("alt_text", 2000), around("title/text", 2000), web("image_url")],
    "table": [
        count("rows", 100, lambda n: [BLOCKS["table"]["rows"][0]] * n),
        count("rows/0", 20, lambda n: [{"type": "raw_text", "text": "a"}] * n),
    ],
    "markdown": [around("text", 12_000)],
}
VIEW_LIMITS = [
    around("title/text", 24),
    around("submit/text", 24),
    around("close/text", 24),
    around("private_metadata", 3000),
    around("callback_id", 255),
    around("external_id", 255),
    count("blocks", 100, lambda n: [{"type": "divider"}] * n),
]


def home_of(element: Json) -> list[Json]:
    """The blocks in which that element may stand."""
    kind = element["type"]
    if kind in INPUTS:
        return [{"type": "input", "block_id": "b", "label": plain(), "element": element}]
    if kind in ACCESSORIES:
        return [{"type": "section", "block_id": "b", "text": mrkdwn(), "accessory": element}]
    return [{"type": "actions", "block_id": "b", "elements": [element]}]


def flat(table: dict[str, list[tuple[str, Spoil, Spoil]]]) -> list[Any]:
    return [
        pytest.param(kind, good, bad, id=f"{kind} {name}")
        for kind, limits in table.items()
        for name, good, bad in limits
    ]


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(ELEMENTS) == set(CHECKED_ELEMENTS)
    assert set(BLOCKS) == set(CHECKED_BLOCKS)


@pytest.mark.parametrize("kind", sorted(ELEMENTS))
def test_elements_are_accepted_where_they_may_stand_and_nowhere_else(kind: str) -> None:
    element = ELEMENTS[kind]
    need_blocks(home_of(element))
    places = {
        "input": [{"type": "input", "label": plain(), "element": element}],
        "section": [{"type": "section", "text": plain(), "accessory": element}],
        "actions": [{"type": "actions", "elements": [element]}],
    }
    allowed = {"input": INPUTS, "section": ACCESSORIES, "actions": IN_ACTIONS}
    for place, blocks in places.items():
        assert (check_blocks(blocks, "message") == []) == (kind in allowed[place]), place


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_blocks_are_accepted_and_judged_by_slack_sdk_too(kind: str) -> None:
    assert need_blocks([BLOCKS[kind]]) == [BLOCKS[kind]]


@pytest.mark.parametrize(("kind", "good", "bad"), flat(ELEMENT_LIMITS))
def test_element_limits(kind: str, good: Spoil, bad: Spoil) -> None:
    assert check_blocks(home_of(spoilt(ELEMENTS[kind], good)), "message") == []
    assert check_blocks(home_of(spoilt(ELEMENTS[kind], bad)), "message") != []


@pytest.mark.parametrize(("kind", "good", "bad"), flat(BLOCK_LIMITS))
def test_block_limits(kind: str, good: Spoil, bad: Spoil) -> None:
    assert check_blocks([spoilt(BLOCKS[kind], good)], "message") == []
    assert check_blocks([spoilt(BLOCKS[kind], bad)], "message") != []


@pytest.mark.parametrize(("name", "good", "bad"), VIEW_LIMITS, ids=[name for name, _, _ in VIEW_LIMITS])
def test_view_limits(name: str, good: Spoil, bad: Spoil) -> None:
    assert check_view(spoilt(MODAL, good), "modal") == []
    assert check_view(spoilt(MODAL, bad), "modal") != []


WRONG_ELEMENTS: list[tuple[str, str, Spoil]] = [
    ("an unknown field", "button", put("colour", "red")),
    ("a style of its own", "button", put("style", "loud")),
    ("no text", "button", drop("text")),
    ("an empty text", "button", put("text/text", "")),
    ("mrkdwn on a button", "button", put("text", mrkdwn())),
    ("no address but a script", "button", put("url", "javascript:alert(1)")),
    ("no answer in confirm", "button", drop("confirm/deny")),
    ("mrkdwn in an option", "static_select", put("options/2/text", mrkdwn())),
    ("no option", "static_select", put("options", [])),
    ("neither options nor groups", "static_select", drop("options")),
    (
        "options and groups",
        "static_select",
        put("option_groups", [{"label": plain(), "options": [option()]}]),
    ),
    ("an initial option not offered", "static_select", put("initial_option", option(7))),
    ("an empty value", "static_select", put("options/2/value", "")),
    ("two options of one value", "radio_buttons", put("options/2", option(0))),
    ("an initial box not offered", "checkboxes", put("initial_options", [option(7)])),
    ("a number as text", "plain_text_input", put("initial_value", 7)),
    ("min above max", "plain_text_input", put("min_length", 81)),
    ("confirm on a text", "plain_text_input", put("confirm", {})),
    ("a name instead of an id", "users_select", put("initial_user", "claire")),
    ("a filter of another word", "conversations_select", put("filter/include", ["secret"])),
    ("a date of seconds as text", "datetimepicker", put("initial_date_time", "1795716000")),
    ("no alt text", "image", drop("alt_text")),
    ("two sources", "image", put("slack_file", {"id": "F1"})),
]


@pytest.mark.parametrize(
    ("kind", "spoil"), [pytest.param(kind, spoil, id=name) for name, kind, spoil in WRONG_ELEMENTS]
)
def test_wrong_elements_are_refused(kind: str, spoil: Spoil) -> None:
    assert check_blocks(home_of(ELEMENTS[kind]), "message") == []
    assert check_blocks(home_of(spoilt(ELEMENTS[kind], spoil)), "message") != []


WRONG_BLOCKS: list[tuple[str, str, Spoil]] = [
    ("an unknown field", "section", put("colour", "red")),
    ("an unknown block", "section", put("type", "fireworks")),
    ("nothing said", "section", lambda block: (block.pop("text"), block.pop("fields"))),
    ("an empty text", "section", put("text/text", "")),
    ("a string as text", "section", put("text", "Oui")),
    ("an unknown kind of text", "section", put("text/type", "html")),
    ("no field", "section", put("fields", [])),
    ("an input as accessory", "section", put("accessory", ELEMENTS["plain_text_input"])),
    ("mrkdwn in a header", "header", put("text", mrkdwn())),
    ("a text in a divider", "divider", put("text", plain())),
    ("no action", "actions", put("elements", [])),
    ("an input in actions", "actions", put("elements", [ELEMENTS["plain_text_input"]])),
    ("a button in context", "context", put("elements", [ELEMENTS["button"]])),
    ("an empty context", "context", put("elements", [])),
    ("no label", "input", drop("label")),
    ("mrkdwn as label", "input", put("label", mrkdwn())),
    ("a button as input", "input", put("element", ELEMENTS["button"])),
    ("optional as a word", "input", put("optional", "yes")),
    ("no alt text", "image", drop("alt_text")),
    ("an image over no web", "image", put("image_url", "file:///etc/passwd")),
    ("an unknown rich part", "rich_text", put("elements/0/elements/0/type", "blink")),
    ("an empty rich text", "rich_text", put("elements/0/elements/0/text", "")),
    ("an unknown list style", "rich_text", put("elements/1/style", "stars")),
    ("an empty markdown", "markdown", put("text", "")),
    ("an empty block_id", "divider", put("block_id", "")),
]


@pytest.mark.parametrize(
    ("kind", "spoil"), [pytest.param(kind, spoil, id=name) for name, kind, spoil in WRONG_BLOCKS]
)
def test_wrong_blocks_are_refused(kind: str, spoil: Spoil) -> None:
    with pytest.raises(Refused, match="invalid_blocks"):
        need_blocks([spoilt(BLOCKS[kind], spoil)])


def test_slack_sdk_judges_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """With our own table out of the way, the library's validation still refuses."""
    monkeypatch.setattr(surfaces, "check_blocks", lambda blocks, surface: [])
    blocks = [spoilt(BLOCKS["header"], put("text/text", TEXT * 151))]
    with pytest.raises(Refused, match="slack_sdk"):
        need_blocks(blocks)
    with pytest.raises(Refused, match="slack_sdk"):
        need_view({**HOME, "blocks": blocks}, "home")


WRONG_VIEWS: list[tuple[str, Json]] = [
    ("an input without submit", spoilt(MODAL, drop("submit"))),
    ("an unknown field", spoilt(MODAL, put("colour", "red"))),
    ("no title", spoilt(MODAL, drop("title"))),
    ("an empty title", spoilt(MODAL, put("title/text", ""))),
    ("mrkdwn as title", spoilt(MODAL, put("title", mrkdwn()))),
    ("no block", spoilt(MODAL, put("blocks", []))),
    ("an unknown type", spoilt(MODAL, put("type", "popup"))),
    ("a block_id twice", spoilt(MODAL, put("blocks", [BLOCKS["divider"], BLOCKS["header"]]))),
    ("a table", spoilt(MODAL, put("blocks", [BLOCKS["table"]]))),
    ("markdown", spoilt(MODAL, put("blocks", [BLOCKS["markdown"]]))),
    ("metadata that is no string", spoilt(MODAL, put("private_metadata", {"id": 1}))),
    ("notify as a word", spoilt(MODAL, put("notify_on_close", "yes"))),
]


@pytest.mark.parametrize("view", [pytest.param(view, id=name) for name, view in WRONG_VIEWS])
def test_wrong_modals_are_refused(view: Json) -> None:
    need_view(MODAL, "modal")
    with pytest.raises(Refused, match="invalid_arguments"):
        need_view(view, "modal")


@pytest.mark.parametrize("field", ["title", "submit", "close", "notify_on_close"])
def test_a_home_has_nothing_of_a_modal(field: str) -> None:
    need_view(HOME, "home")
    with pytest.raises(Refused, match="invalid_arguments"):
        need_view({**HOME, field: MODAL[field]}, "home")


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    wide = [{"type": "section", "text": mrkdwn(TEXT * 2990)} for _ in range(90)]
    with pytest.raises(Refused, match="view_too_large"):
        need_view({**HOME, "blocks": wide}, "home")


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_number_of_blocks(surface: Any, most: int) -> None:
    assert check_blocks([{"type": "divider"}] * most, surface) == []
    assert check_blocks([{"type": "divider"}] * (most + 1), surface) != []


def test_ids_are_unique_in_a_surface() -> None:
    def row(block_id: str, action_id: str) -> Json:
        button = {**ELEMENTS["button"], "action_id": action_id}
        return {"type": "section", "block_id": block_id, "text": mrkdwn(), "accessory": button}

    assert check_blocks([row("1", "a"), row("2", "b")], "message") == []
    assert check_blocks([row("1", "a"), row("1", "b")], "message") != []
    assert check_blocks([row("1", "a"), row("2", "a")], "message") != []


def test_only_one_field_has_the_focus() -> None:
    def field(n: int) -> Json:
        element = {"type": "plain_text_input", "action_id": f"a{n}", "focus_on_load": True}
        return {"type": "input", "label": plain(), "element": element}

    assert check_blocks([field(1)], "modal") == []
    assert check_blocks([field(1), field(2)], "modal") != []


def test_all_blocks_together_are_not_too_long() -> None:
    need_blocks([{"type": "section", "text": mrkdwn(TEXT * 3000)}] * 4)
    with pytest.raises(Refused, match="msg_blocks_too_long"):
        need_blocks([{"type": "section", "text": mrkdwn(TEXT * 3000)}] * 4 + [BLOCKS["header"]])


META: Json = {"event_type": "job", "event_payload": {"id": "1"}}
CONTENT: list[tuple[str, str, Json]] = [
    ("nothing", "no_text", {}),
    ("an empty text", "no_text", {"text": ""}),
    ("no block and no text", "no_text", {"blocks": []}),
    ("a text over the limit", "msg_too_long", {"text": TEXT * 4001}),
    ("a long markdown", "msg_too_long", {"markdown_text": TEXT * 12_001}),
    ("markdown and text", "markdown_text_conflict", {"markdown_text": "a", "text": "a"}),
    ("markdown and blocks", "markdown_text_conflict", {"markdown_text": "a", "blocks": [BLOCKS["divider"]]}),
    ("101 attachments", "too_many_attachments", {"text": "a", "attachments": [{"text": "a"}] * 101}),
    ("blocks that are no list", "invalid_blocks_format", {"text": "a", "blocks": {"type": "divider"}}),
    ("51 blocks", "invalid_blocks", {"text": "a", "blocks": [{"type": "divider"}] * 51}),
    ("metadata without payload", "invalid_metadata_format", {"text": "a", "metadata": {"event_type": "job"}}),
    ("metadata with more", "invalid_metadata_format", {"text": "a", "metadata": {**META, "more": 1}}),
    (
        "a payload that is no object",
        "invalid_metadata_schema",
        {"text": "a", "metadata": {**META, "event_payload": 1}},
    ),
]


@pytest.mark.parametrize(
    ("word", "args"), [pytest.param(word, args, id=name) for name, word, args in CONTENT]
)
def test_message_content(word: str, args: Json) -> None:
    with pytest.raises(Refused) as refused:
        need_content(args, 4000)
    assert refused.value.word == word


def test_message_content_at_the_limit() -> None:
    need_content({"text": TEXT * 4000, "metadata": META}, 4000)
    need_content({"text": TEXT * 40_000, "blocks": [BLOCKS["section"]]}, 40_000)
