"""Summaries, pages, tags, codes and first names: nothing is lost, nothing costs more than was said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.card import Audience, Row
from bot.circles.rules import code_from, is_name, member_name, page, same_code
from bot.i18n import Voice
from bot.intake import clean
from bot.limits import SUMMARY_MAX, quoted, units
from bot.members.models import first_name
from bot.practices import author_cards, rules
from bot.practices.models import Content, Practice, PracticeKind, State, Tried

WORDS = st.text(alphabet=st.sampled_from("ab *_.\n\n\U0001f600é-"), max_size=120).flatmap(
    lambda part: st.integers(1, 80).map(lambda times: clean(part * times)[:2_900])
)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(WORDS)
def test_pages_hold_the_whole_text_and_each_fits(text: str) -> None:
    found = rules.pages(text)
    assert squeezed("".join(found)) == squeezed(text)
    for sheet in found:
        assert len(sheet) <= SUMMARY_MAX
        assert quoted(sheet) <= rules.SUMMARY_COST + 4


def test_pages_break_between_words() -> None:
    text = " ".join(f"mot{n}" for n in range(500))
    assert " ".join(rules.pages(text)) == text
    assert rules.pages("") == ("",)


@given(WORDS, st.integers(2, 400), st.integers(2, 400))
def test_shortened_is_a_beginning_and_fits(text: str, cost: int, length: int) -> None:
    short = rules.shortened(text, cost, length)
    assert len(short) <= length
    assert quoted(short) - 4 <= cost
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


@given(WORDS, WORDS)
def test_a_summary_fits(useful_for: str, steps: str) -> None:
    content = Content("Titre", useful_for, steps, PracticeKind.METHOD, Tried.FEW)
    first, rest = rules.summary(content)
    assert len(first) + len(rest) <= SUMMARY_MAX
    assert quoted(first) + quoted(rest) <= rules.SUMMARY_COST + 8


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("posture, Questionnement", ("posture", "questionnement")),
        ("#cadre; #Cadre ,cadre", ("cadre",)),
        ("  deux   mots ", ("deux mots",)),
        (",;, #", ()),
        ("a,b,c,d,e,f", ("a", "b", "c", "d", "e")),
        ("x" * 40, ("x" * 30,)),
        ("x" * 29 + " y", ("x" * 29,)),
        ("ÉCOUTE", ("écoute",)),
    ],
)
def test_tags(typed: str, kept: tuple[str, ...]) -> None:
    assert rules.tags(typed) == kept


@given(st.text(max_size=200))
def test_a_tag_kept_is_a_tag(text: str) -> None:
    for tag in rules.tags(clean(text)):
        assert 0 < len(tag) <= rules.TAG_MAX
        assert rules.tags(tag) == (tag,)


def test_tags_are_proposed_from_the_circles_own() -> None:
    content = Content("Oser la posture", "Poser un cadre", "Écouter", PracticeKind.METHOD, Tried.FEW)
    assert rules.proposed_tags(content, ("posture", "cadres", "vente", "un")) == ("posture", "cadres")


# --- codes and names ---------------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=24))
def test_a_code_is_read_aloud_and_recognised(seed: str) -> None:
    code = code_from(seed)
    assert re.fullmatch(r"[a-km-np-z2-9]{4}-[a-km-np-z2-9]{4}", code)
    for typed in (
        code,
        code.upper(),
        code.replace("-", ""),
        f" {code[:4]} {code[5:]} ",
        code.replace("-", "–"),
    ):
        assert same_code(typed) == code


@pytest.mark.parametrize("typed", ["", "-", "abc", "x" * 500, "١٢٣٤-٥٦٧٨", "\U0001f600"])
def test_any_other_code_is_only_unknown(typed: str) -> None:
    assert "-" in same_code(typed)


@pytest.mark.parametrize(
    ("name", "fits"),
    [("coachs-lyon", True), ("x" * 24, True), ("x" * 25, False), ("", False), ("a\nb", False)],
)
def test_a_circles_name_fits_a_title(name: str, fits: bool) -> None:
    assert is_name(name) is fits


@pytest.mark.parametrize(
    ("wishes", "name"),
    [
        (("Claire Morel", "U1"), "Claire Morel"),
        (("  Claire\n\tMorel ", "U1"), "Claire Morel"),
        (("\u202eClaire\ud800", "U1"), "Claire\ufffd"),
        (("\u200d \u200b", "U1"), "U1"),
        (("", "\u00a0"), "?"),
        (("x" * 200, "U1"), "x" * 80),
    ],
)
def test_a_members_name_is_one_line_that_shows(wishes: tuple[str, ...], name: str) -> None:
    assert member_name(*wishes) == name


@given(st.text(min_size=1, max_size=80))
def test_a_first_name_fits_a_title_twice(name: str) -> None:
    assert units(first_name(name)) <= 24
    assert name.startswith(first_name(name)) or name[0].isspace()


@pytest.mark.parametrize(
    ("subject", "number"), [("1-", 0), ("1-.2", 2), ("1-a.x", 0), ("1-a.-1", 0), ("1-a." + "9" * 40, 0)]
)
def test_a_page_is_a_small_number(subject: str, number: int) -> None:
    assert page(subject) == number


def test_every_remark_is_on_a_page_once() -> None:
    """Six rows at most, the way on included; the last page does not lead back to itself."""
    content = Content("T", "x", "y", PracticeKind.METHOD, Tried.ONCE)
    practice = Practice("circle1", "1-abcdefghijklmnop", "1-a", "A", State.DRAFT, content)
    finding = next(f for f in rules.remarks(replace(content, steps="Écrire à jean@exemple.fr.")) if f.private)
    found = [replace(finding, digest=f"{n:08x}") for n in range(14)]
    voice, to = Voice("fr", "tu"), Audience("circle1", "1-a")
    number, shown, left = 0, 0, True
    while left:
        card = author_cards.preview(practice, found, voice, to, page=number)
        rows = [block for block in card.blocks if isinstance(block, Row)]
        left = any(row.button and row.button.verb == "practice.all" for row in rows)
        shown, number = shown + len(rows) - left, number + 1
    assert (shown, number) == (14, 3)
