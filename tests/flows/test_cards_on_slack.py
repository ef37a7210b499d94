"""Whatever members write, every card of the product is one that Slack takes, and interprets nothing of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import render
from bot.i18n import Voice
from bot.registry import COMMANDS
from bot.vocabulary import Form
from tests.emulators.slack.blocks import characters
from tests.emulators.slack.errors import Refused
from tests.emulators.slack.surfaces import TEXT_UPDATED, check_view, need_blocks
from tests.flows.test_large_cards import every_card, every_meeting

VOICES = [Voice("fr", "tu"), Voice("en", "vous")]
CANARY = "zq"  # in none of our own sentences
SIGNS = st.text(
    alphabet=st.one_of(
        st.sampled_from([*"<>&|*_~`#@!:[]()\\\n \t", "\u202e", "\u200f", "\u0301", "\u200d"]),
        st.sampled_from(["🧪", "👨", "é", "م", "ש", "你", "a", "Z", "0"]),
    ),
    min_size=1,
    max_size=12,
)
READ_AS_MARKUP = {"user", "usergroup", "channel", "broadcast", "emoji", "mrkdwn", "markdown", "team"}
MARKUP = "<!channel> <@U00000001> <#C0001> <!subteam^S1> <https://a.fr|b> :tada: *a* `b` & "


def objects(thing: Any) -> Iterator[dict[str, Any]]:
    """Every object inside, itself included."""
    if isinstance(thing, dict):
        yield thing
        for inner in thing.values():
            yield from objects(inner)
    elif isinstance(thing, list):
        for inner in thing:
            yield from objects(inner)


def faults(name: str, said: dict[str, Any]) -> Iterator[str]:
    """What is wrong with this message."""
    try:
        need_blocks(said["blocks"])
    except Refused as refused:
        yield f"{name}: {refused.word} {refused.details}"
    read = READ_AS_MARKUP & {str(one.get("type")) for one in objects(said["blocks"])}
    if read:
        yield f"{name}: {read} would be read as markup"
    links = [str(one["url"]) for one in objects(said["blocks"]) if one.get("type") == "link"]
    if [url for url in links if CANARY in url]:
        yield f"{name}: a member's words as a link"
    text = said["text"]
    if not re.search(r"\w", text) or len(text) > TEXT_UPDATED:
        yield f"{name}: a fallback that says nothing, or too much"
    if CANARY in text:
        yield f"{name}: a member's words on a lock screen"
    if render.escape(html.unescape(text)) != text:
        yield f"{name}: a fallback that would be read as markup"


def check(sign: str, voice: Voice, shared: bool) -> None:
    found: list[str] = []
    for name, made in (*every_card(sign, voice), *every_meeting(sign, voice)):
        found += faults(name, render.message(made(), voice, shared=shared))
    assert found == []


@given(SIGNS, st.sampled_from(VOICES), st.booleans())
@settings(max_examples=5)
def test_whatever_is_written_every_card_is_taken_and_leaks_nothing(
    sign: str, voice: Voice, shared: bool
) -> None:
    check(f"{CANARY}{sign}", voice, shared)


def test_what_slack_would_read_as_markup_is_read_as_words() -> None:
    check(f"{CANARY}{MARKUP}", VOICES[0], shared=True)


@given(SIGNS)
def test_a_fallback_is_escaped_and_comes_back_whole(text: str) -> None:
    escaped = render.escape(text)
    assert not set("<>") & set(escaped)
    assert html.unescape(escaped) == text or "&" in text
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@given(SIGNS, st.integers(1, 2_900))
@settings(max_examples=30)
def test_a_text_stands_in_a_form_as_it_was_written(sign: str, length: int) -> None:
    share = COMMANDS["practice.share"]
    words = (sign * length)[:length]
    names = [field.name for field in share.fields if field.kind in ("line", "text")]
    form = Form("practice.share", "Une fiche", share.fields, values=dict.fromkeys(names, words))
    view = render.view(form, VOICES[0], place="C0001")
    assert check_view(view, "modal") == []
    begun = [one["initial_value"] for one in objects(view) if "initial_value" in one]
    assert begun == [words] * len(names)


def test_the_largest_card_keeps_clear_of_what_slack_gives_up_at() -> None:
    """Near 13,200 characters in all blocks, which it does not document."""
    largest = max(
        characters(render.message(made(), voice)["blocks"])
        for voice in VOICES
        for _, made in (*every_card("x", voice), *every_meeting("x", voice))
    )
    assert 2_000 < largest < 12_000
    words = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3_000}}
    with pytest.raises(Refused, match="msg_blocks_too_long"):
        need_blocks([words] * 5)
