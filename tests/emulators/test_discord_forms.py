"""Every rule of a form, of what is suggested, and of the answers that an interaction takes."""

from __future__ import annotations

from typing import Any

import pytest

from .discord import Channel, ClientRefuses, DiscordServer, Person
from .discord.things import Interaction
from .discord_peer import Rest
from .discord_samples import (
    CARD,
    CHOICES,
    COMMANDS,
    FORM,
    MENU,
    V2,
    Json,
    button,
    line,
    options,
    picks,
    row,
    words,
)
from .slack_samples import put
from .test_discord_messages import spoilt

LONG = "x"
SAY, DEFER, DEFER_UPDATE, UPDATE, SUGGEST, OPEN = 4, 5, 6, 7, 8, 9
WRONG_ANSWER = "type INTERACTION_CALLBACK_TYPE_INVALID"


@pytest.fixture(autouse=True)
async def declared(rest: Rest, discord: DiscordServer) -> None:
    status, said = await rest("PUT", f"/applications/{discord.world.application}/commands", COMMANDS)
    assert status == 200, said


@pytest.fixture
async def asked(lea: Person, declared: None) -> Interaction:
    """An act that waits for its answer."""
    return (await lea.slash("practice share", {"title": "a"}, wait=False)).interaction


async def answer(rest: Rest, to: Interaction, kind: int, data: Json | None = None) -> tuple[int, Any]:
    body: Json = {"type": kind} | ({"data": data} if data is not None else {})
    path = f"/interactions/{to.id}/{to.token}/callback"
    return await rest("POST", path, body, token="", params={"with_response": "1"})


F, C = FORM, CHOICES
UNDER = "components/0/component"
FORMS: list[tuple[str, Json, str, Any, str]] = [
    ("a title of 46", F, "title", LONG * 46, "title BASE_TYPE_BAD_LENGTH"),
    ("no title", F, "title", None, "title BASE_TYPE_REQUIRED"),
    ("a custom_id of 101", F, "custom_id", LONG * 101, "custom_id BASE_TYPE_BAD_LENGTH"),
    ("an unknown key", F, "colour", "red", "colour UNKNOWN_FIELD"),
    ("nothing in it", F, "components", [], "components BASE_TYPE_BAD_LENGTH"),
    ("six components", F, "components", [words()] * 6, "components BASE_TYPE_BAD_LENGTH"),
    ("a button", F, "components/0", button("z"), "components/0/type BASE_TYPE_CHOICES"),
    ("a custom_id twice", F, f"{UNDER}/custom_id", "p", "components COMPONENT_CUSTOM_ID_DUPLICATED"),
    ("a label of 46", F, "components/0/label", LONG * 46, "components/0/label BASE_TYPE_BAD_LENGTH"),
    ("no label", F, "components/0/label", None, "components/0/label BASE_TYPE_REQUIRED"),
    (
        "a description of 101",
        F,
        "components/0/description",
        LONG * 101,
        "components/0/description BASE_TYPE_BAD_LENGTH",
    ),
    ("nothing under a label", F, UNDER, None, f"{UNDER} BASE_TYPE_REQUIRED"),
    ("a button under a label", F, UNDER, button("z"), f"{UNDER}/type BASE_TYPE_CHOICES"),
    ("a label within", F, f"{UNDER}/label", "Titre", f"{UNDER}/label COMPONENT_LABEL_TWICE"),
    ("an unknown style", F, f"{UNDER}/style", 3, f"{UNDER}/style BASE_TYPE_CHOICES"),
    ("4001 at most", F, f"{UNDER}/max_length", 4001, f"{UNDER}/max_length NUMBER_TYPE_MAX"),
    ("fewer than none", F, f"{UNDER}/min_length", -1, f"{UNDER}/min_length NUMBER_TYPE_MIN"),
    ("filled beyond its limit", F, f"{UNDER}/value", LONG * 81, f"{UNDER}/value BASE_TYPE_BAD_LENGTH"),
    (
        "a placeholder of 101",
        F,
        f"{UNDER}/placeholder",
        LONG * 101,
        f"{UNDER}/placeholder BASE_TYPE_BAD_LENGTH",
    ),
    ("an unknown key within", F, f"{UNDER}/colour", "red", f"{UNDER}/colour UNKNOWN_FIELD"),
    ("an unknown key in a label", F, "components/0/colour", "red", "components/0/colour UNKNOWN_FIELD"),
    ("an unknown key in a text", F, "components/4/colour", "red", "components/4/colour UNKNOWN_FIELD"),
    *(
        (
            f"a widget without custom_id ({n})",
            form,
            f"components/{n}/component/custom_id",
            None,
            f"components/{n}/component/custom_id BASE_TYPE_REQUIRED",
        )
        for form, count in ((F, 4), (C, 3))
        for n in range(count)
    ),
    *(
        (
            f"an unknown key in a widget ({n})",
            form,
            f"components/{n}/component/colour",
            "red",
            f"components/{n}/component/colour UNKNOWN_FIELD",
        )
        for form, count in ((F, 4), (C, 3))
        for n in range(count)
    ),
    (
        "a file without custom_id",
        C,
        "components/0/component",
        {"type": 19},
        "components/0/component/custom_id BASE_TYPE_REQUIRED",
    ),
    (
        "an unknown key for files",
        C,
        "components/0/component",
        {"type": 19, "custom_id": "z", "colour": "red"},
        "components/0/component/colour UNKNOWN_FIELD",
    ),
    (
        "more boxes at least than there are",
        C,
        "components/1/component/min_values",
        4,
        "components/1/component/min_values NUMBER_TYPE_MAX",
    ),
    (
        "more boxes ticked than may be",
        C,
        "components/1/component",
        {
            "type": 22,
            "custom_id": "k",
            "options": [one | {"default": True} for one in options(3)],
            "max_values": 2,
        },
        "components/1/component SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    ),
    (
        "a list greyed out",
        F,
        "components/1/component/disabled",
        True,
        "components/1/component/disabled COMPONENT_DISABLED_IN_MODAL",
    ),
    (
        "26 options",
        F,
        "components/1/component/options",
        options(26),
        "components/1/component/options BASE_TYPE_BAD_LENGTH",
    ),
    (
        "options for people",
        F,
        "components/2/component/options",
        options(2),
        "components/2/component/options UNKNOWN_FIELD",
    ),
    (
        "one radio button",
        C,
        "components/0/component/options",
        options(1),
        "components/0/component/options BASE_TYPE_BAD_LENGTH",
    ),
    (
        "eleven radio buttons",
        C,
        "components/0/component/options",
        options(11),
        "components/0/component/options BASE_TYPE_BAD_LENGTH",
    ),
    (
        "two radio buttons pressed",
        C,
        "components/0/component/options",
        [one | {"default": True} for one in options(2)],
        "components/0/component RADIO_GROUP_TOO_MANY_DEFAULTS",
    ),
    (
        "eleven boxes",
        C,
        "components/1/component/options",
        options(11),
        "components/1/component/options BASE_TYPE_BAD_LENGTH",
    ),
    (
        "more boxes at most than there are",
        C,
        "components/1/component/max_values",
        4,
        "components/1/component/max_values NUMBER_TYPE_MAX",
    ),
    (
        "a box with options",
        C,
        "components/2/component/options",
        options(2),
        "components/2/component/options UNKNOWN_FIELD",
    ),
    (
        "two fields in a row",
        C,
        "components/3/components",
        [line("y1"), line("y2")],
        "components/3/components BASE_TYPE_BAD_LENGTH",
    ),
    (
        "a row's field without label",
        C,
        "components/3/components/0/label",
        None,
        "components/3/components/0/label BASE_TYPE_REQUIRED",
    ),
    (
        "eleven files",
        C,
        "components/0/component",
        {"type": 19, "custom_id": "z", "max_values": 11},
        "components/0/component/max_values NUMBER_TYPE_MAX",
    ),
]


@pytest.mark.parametrize("form", [FORM, CHOICES])
async def test_a_form_that_fits_is_opened(rest: Rest, asked: Interaction, form: Json) -> None:
    status, said = await answer(rest, asked, OPEN, form)
    assert status == 200, said
    assert said == {"interaction": {"id": asked.id, "type": 2}}
    assert asked.modal is not None
    assert asked.modal.components == form["components"]


@pytest.mark.parametrize(
    ("form", "path", "value", "why"), [pytest.param(f, p, v, why, id=name) for name, f, p, v, why in FORMS]
)
async def test_a_spoilt_form_is_refused(
    rest: Rest, discord: DiscordServer, asked: Interaction, form: Json, path: str, value: Any, why: str
) -> None:
    status, said = await answer(rest, asked, OPEN, spoilt(form, put(path, value)))
    assert (status, said["code"]) == (400, 50035)
    assert f"data/{why}" in discord.refusals[-1].details
    assert (asked.kind, asked.modal) == (None, None)


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ([{"name": f"{n}", "value": f"{n}"} for n in range(26)], "choices BASE_TYPE_BAD_LENGTH"),
        ([{"name": LONG * 101, "value": "a"}], "choices/0/name BASE_TYPE_BAD_LENGTH"),
        ([{"name": "", "value": "a"}], "choices/0/name BASE_TYPE_BAD_LENGTH"),
        ([{"name": "a", "value": LONG * 101}], "choices/0/value BASE_TYPE_BAD_LENGTH"),
        ([{"name": "a"}], "choices/0/value BASE_TYPE_REQUIRED"),
    ],
)
async def test_spoilt_suggestions_are_refused(
    rest: Rest, discord: DiscordServer, lea: Person, choices: Any, why: str
) -> None:
    turn = await lea.suggest("practice share", "near", "sil", wait=False)
    assert (await answer(rest, turn.interaction, SUGGEST, {"choices": choices}))[0] == 400
    assert f"data/{why}" in discord.refusals[-1].details
    assert (await answer(rest, turn.interaction, SUGGEST, {"choices": [{"name": "Silence", "value": "1"}]}))[
        0
    ] == 200
    assert turn.choices == [{"name": "Silence", "value": "1"}]


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        (1, None, "type BASE_TYPE_CHOICES"),
        (99, None, "type BASE_TYPE_CHOICES"),
        (SUGGEST, {"choices": []}, WRONG_ANSWER),
        (DEFER_UPDATE, None, WRONG_ANSWER),
        (UPDATE, {"content": "a"}, WRONG_ANSWER),
        (DEFER, {"flags": V2}, "data/flags MESSAGE_FLAGS_INVALID"),
        (DEFER, {"content": "a"}, "data/content UNKNOWN_FIELD"),
        (SAY, {"content": LONG * 2001}, "data/content BASE_TYPE_BAD_LENGTH"),
        (SAY, {"components": [words()]}, "data/components MESSAGE_COMPONENTS_V2_FLAG_MISSING"),
        (OPEN, None, "data BASE_TYPE_REQUIRED"),
    ],
)
async def test_answers_that_do_not_fit_are_refused(
    rest: Rest, discord: DiscordServer, asked: Interaction, kind: int, data: Json | None, why: str
) -> None:
    status, said = await answer(rest, asked, kind, data)
    assert (status, said["code"]) == (400, 50035)
    assert why in discord.refusals[-1].details
    assert (await answer(rest, asked, SAY, {"content": "a"}))[0] == 200


async def test_an_answer_has_no_other_key(rest: Rest, discord: DiscordServer, asked: Interaction) -> None:
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    assert (await rest("POST", path, {"type": DEFER, "colour": "red"}))[0] == 400
    assert discord.refusals[-1].details == ("colour UNKNOWN_FIELD",)


async def test_a_press_changes_its_message_at_once_or_later(
    rest: Rest, discord: DiscordServer, lea: Person, asked: Interaction
) -> None:
    await answer(rest, asked, SAY, {"content": "a", "flags": 64, "components": [row(button("b"))]})
    (message,) = lea.sees()
    turn = await lea.press(message, "Oui", wait=False)
    status, said = await answer(rest, turn.interaction, UPDATE, {"content": "b"})
    assert (status, said["resource"]["type"]) == (200, UPDATE)
    assert (message.content, said["resource"]["message"]["id"]) == ("b", message.id)
    turn = await lea.press(message, "b", wait=False)
    assert (await answer(rest, turn.interaction, DEFER_UPDATE))[0] == 200
    original = hook(discord, turn.interaction, "/messages/@original")
    assert (await rest("PATCH", original, {"content": "c", "components": []}, token=""))[0] == 200
    assert (message.content, message.components, lea.sees()) == ("c", [], [message])


async def test_an_empty_answer_is_refused(rest: Rest, asked: Interaction) -> None:
    status, said = await answer(rest, asked, SAY, {"content": ""})
    assert (status, said["code"]) == (400, 50006)


async def test_a_form_never_answers_a_form(
    rest: Rest, discord: DiscordServer, lea: Person, asked: Interaction
) -> None:
    await answer(rest, asked, OPEN, FORM)
    await lea.answered(asked)
    (form,) = lea.forms
    turn = await lea.submit(form, {"t": "Un silence", "p": "Choix 1", "c": lea.place}, wait=False)
    for kind in (OPEN, UPDATE, DEFER_UPDATE):
        assert (await answer(rest, turn.interaction, kind, FORM if kind == OPEN else {"content": "a"}))[
            0
        ] == 400
        assert WRONG_ANSWER in discord.refusals[-1].details
    status, said = await answer(rest, turn.interaction, SAY, {"content": "Reçu", "flags": 64})
    assert status == 200
    assert said["resource"]["message"]["content"] == "Reçu"
    assert said["interaction"]["response_message_ephemeral"] is True
    assert [one.content for one in lea.sees()] == ["Reçu"]


async def test_only_suggestions_answer_what_is_typed(rest: Rest, lea: Person, discord: DiscordServer) -> None:
    turn = await lea.suggest("practice share", "near", "sil", wait=False)
    for kind, data in ((SAY, {"content": "a"}), (DEFER, {}), (OPEN, FORM)):
        assert (await answer(rest, turn.interaction, kind, data))[0] == 400
        assert WRONG_ANSWER in discord.refusals[-1].details


# --- once, and in time -------------------------------------------------------------------------------------


async def test_an_answer_is_given_once(rest: Rest, asked: Interaction) -> None:
    assert (await answer(rest, asked, DEFER))[0] == 200
    for kind, data in ((SAY, {"content": "a"}), (OPEN, FORM), (DEFER, None)):
        status, said = await answer(rest, asked, kind, data)
        assert (status, said["code"]) == (400, 40060)


async def test_past_the_deadline_it_is_too_late(rest: Rest, lea: Person, asked: Interaction) -> None:
    asked.born -= 3.1 * lea.core.scale
    status, said = await answer(rest, asked, DEFER)
    assert (status, said["code"], asked.late) == (404, 10062, 1)


async def test_nobody_answering_is_a_failure_that_the_person_sees(lea: Person) -> None:
    lea.core.scale = 0.01
    turn = await lea.slash("practice share", {"title": "a"})
    assert turn.failed
    assert lea.sees() == []


async def test_another_token_is_no_interaction(rest: Rest, asked: Interaction) -> None:
    status, said = await rest("POST", f"/interactions/{asked.id}/other/callback", {"type": DEFER})
    assert (status, said["code"]) == (404, 10062)


async def test_without_with_response_nothing_is_said(rest: Rest, asked: Interaction) -> None:
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    assert await rest("POST", path, {"type": DEFER}) == (204, "")


# --- afterwards --------------------------------------------------------------------------------------------


def hook(discord: DiscordServer, of: Interaction, rest: str = "") -> str:
    return f"/webhooks/{discord.world.application}/{of.token}{rest}"


async def test_what_waits_is_filled_in_and_followed(
    rest: Rest, discord: DiscordServer, lea: Person, circle: Channel, asked: Interaction
) -> None:
    max_ = discord.add_person("Max", circle)
    _, said = await answer(rest, asked, DEFER, {"flags": 64})
    assert said["interaction"]["response_message_loading"] is True
    original = hook(discord, asked, "/messages/@original")
    status, said = await rest("PATCH", original, CARD, token="")
    assert (status, said["flags"]) == (200, V2 | 64)
    wait = {"wait": "1"}
    status, more = await rest(
        "POST", hook(discord, asked), {"content": "Et encore", "flags": 64}, token="", params=wait
    )
    assert (status, more["content"]) == (200, "Et encore")
    assert [one.id for one in lea.sees()] == [said["id"], more["id"]]
    assert max_.sees() == []
    assert (await rest("GET", original, token=""))[1]["id"] == said["id"]
    assert (await rest("GET", f"/channels/{circle.id}/messages/{said['id']}"))[1]["code"] == 10008
    assert (await rest("GET", f"/channels/{circle.id}/messages"))[1] == []
    one = hook(discord, asked, f"/messages/{more['id']}")
    assert (await rest("PATCH", one, {"content": "Et enfin"}, token=""))[1]["content"] == "Et enfin"
    assert (await rest("DELETE", one, token=""))[0] == 204
    assert (await rest("GET", one, token=""))[1]["code"] == 10008
    assert (await rest("PATCH", original, {"content": "a"}, token=""))[1]["code"] == 50035


async def test_the_first_that_follows_takes_the_place_of_the_waiting(
    rest: Rest, discord: DiscordServer, lea: Person, asked: Interaction
) -> None:
    await answer(rest, asked, DEFER, {"flags": 64})
    status, _ = await rest("POST", hook(discord, asked), {"content": "Voilà"}, token="")
    assert status == 204
    assert [(one.content, one.only_for) for one in lea.sees()] == [("Voilà", lea.id)]


async def test_a_token_lives_for_a_quarter_of_an_hour(
    rest: Rest, discord: DiscordServer, asked: Interaction
) -> None:
    path = hook(discord, asked)
    assert (await rest("POST", path, {"content": "a"}, token=""))[1]["code"] == 10015  # nothing answered yet
    await answer(rest, asked, SAY, {"content": "a"})
    discord.skip(899)
    assert (await rest("POST", path, {"content": "a"}, token=""))[0] == 204
    discord.skip(2)
    status, said = await rest("POST", path, {"content": "a"}, token="")
    assert (status, said["code"]) == (401, 50027)
    other = f"/webhooks/{discord.world.application}/other"
    assert (await rest("POST", other, {"content": "a"}, token=""))[1]["code"] == 10015
    assert (await rest("POST", path, {}, token=""))[1]["code"] == 50006
    assert (await rest("POST", path, {"content": LONG * 2001}, token=""))[1]["code"] == 50035
    assert discord.refusals[-1].details == ("content BASE_TYPE_BAD_LENGTH",)


# --- what Discord's own client does not let a person do ----------------------------------------------------


async def test_people_cannot_do_the_impossible(
    rest: Rest, discord: DiscordServer, lea: Person, circle: Channel, asked: Interaction
) -> None:
    max_ = discord.add_person("Max", circle)
    await answer(
        rest, asked, SAY, {"content": "a", "flags": 64, "components": [row(button("b")), row(picks())]}
    )
    (message,) = lea.sees()
    for impossible in (
        lea.slash("practice"),
        lea.slash("practice lend"),
        lea.slash("practice share title"),
        lea.slash("practice share"),
        lea.slash("practice share", {"title": LONG * 81}),
        lea.slash("practice share", {"title": 7}),
        lea.slash("practice share", {"title": "a", "kind": "answer"}),
        lea.slash("practice share", {"title": "a", "colour": "red"}),
        lea.suggest("practice share", "title", "a"),
        lea.suggest("practice share", "colour", "a"),
        lea.menu(message, "Jeter"),
        lea.menu(message, "practice"),
        lea.press(message, "Non"),
        lea.press(message, "p"),
        lea.pick(message, "p", ["Choix 0", "Choix 1", "Choix 2"]),
        lea.pick(message, "p", "Choix 9"),
        max_.press(message, "Oui"),
    ):
        with pytest.raises(ClientRefuses):
            await impossible


@pytest.mark.parametrize(
    "filled",
    [
        {"t": ""},
        {"t": LONG * 81},
        {"t": "a\nb"},
        {"t": 7},
        {"t": "a", "p": "Choix 9"},
        {"t": "a", "p": ["v0", "v1", "v2"]},
        {"t": "a", "nom": "b"},
        {"t": "a", "p": "v0"},  # the channel is missing
    ],
)
async def test_a_form_is_not_sent_with_what_it_does_not_take(
    rest: Rest, lea: Person, asked: Interaction, filled: Json
) -> None:
    await answer(rest, asked, OPEN, FORM)
    await lea.answered(asked)
    with pytest.raises(ClientRefuses):
        await lea.submit(lea.forms[0], filled)


async def test_a_form_that_was_sent_and_a_button_that_is_grey_take_nothing(
    rest: Rest, lea: Person, asked: Interaction
) -> None:
    await answer(rest, asked, OPEN, FORM)
    await lea.answered(asked)
    (form,) = lea.forms
    filled = {"t": "Un silence", "p": "Choix 1", "c": lea.place}
    turn = await lea.submit(form, filled, wait=False)
    grey = [row(button("g", label="Gris", disabled=True))]
    await answer(rest, turn.interaction, SAY, {"content": "Reçu", "flags": 64, "components": grey})
    (message,) = lea.sees()
    for impossible in (lea.submit(form, filled), lea.press(message, "Gris")):
        with pytest.raises(ClientRefuses):
            await impossible


async def test_a_menu_gives_the_message_whole(rest: Rest, discord: DiscordServer, lea: Person) -> None:
    turn = await lea.menu(lea.says("Un silence"), MENU["name"], wait=False)
    assert (await answer(rest, turn.interaction, SAY, {"content": "a"}))[0] == 200
    assert turn.message in lea.sees()
