"""What the documents say of the code is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import dispatch, limits
from bot.checks import CONFIDENTIALITY_CODES, USEFULNESS_CODES, check_confidentiality, check_usefulness
from bot.registry import COMMANDS
from docs import generate
from tests.architecture.tree import ROOT

PAGE = ROOT / "docs" / "architecture.md"
TITLE = "La question miroir en fin de séance"
_LINE = re.compile(r"^\| `(\w+)` \| (soft|hard) \| (.+?) \| `(.+)` \|$", re.MULTILINE)
_NAMED = re.compile(r"`((?:bot|adapters|storage|tests|docs|bench)/[\w./-]+?)`")
_LINKED = re.compile(r"\]\(([\w./-]+)(?:#[\w-]+)?\)")


def check_lines() -> list[tuple[str, str, str, str]]:
    """(code, severity, meaning, example) of each line of `docs/checks.md`."""
    return _LINE.findall((ROOT / "docs" / "checks.md").read_text("utf-8"))


# --- commands --------------------------------------------------------------------------------------------


def test_the_commands_page_is_the_one_that_the_commands_make() -> None:
    assert generate.PAGE.read_text("utf-8") == generate.page(), "python -m docs.generate"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_commands_page_names_every_verb_that_has_a_word(lang: str) -> None:
    """Whatever can be typed, pressed or filled in; the others only answer."""
    half = generate.page().partition("## English")[0 if lang == "fr" else 2]
    silent = {verb for verb in COMMANDS if f"`{verb}`" not in half}
    assert silent == {"circle.nearest", "circle.created", "circle.welcome", "library.request"} | {
        *("trial.useful_said", "trial.trying_said", "trial.worked_said"),
        *("trial.reacted", "trial.unreacted"),
        *("trial.news", "exchange.proposed", "review.noted"),
    }


# --- checks ----------------------------------------------------------------------------------------------


def test_every_code_has_one_line() -> None:
    assert [code for code, *_ in check_lines()] == [*USEFULNESS_CODES, *CONFIDENTIALITY_CODES]


@pytest.mark.parametrize(
    ("code", "severity", "meaning", "example"), check_lines(), ids=lambda value: value[:20]
)
def test_the_example_of_a_code_gets_it(code: str, severity: str, meaning: str, example: str) -> None:
    if code in USEFULNESS_CODES:
        found = check_usefulness(example, title=TITLE)
    else:
        found = check_confidentiality(example)
    assert (code, severity) in {(finding.code, finding.severity) for finding in found}


# --- architecture ----------------------------------------------------------------------------------------

LIMITS = {
    "fields of a form": limits.FIELDS_MAX,
    "title of a form, name of a circle": limits.FORM_TITLE_MAX,
    "label of a field": limits.FIELD_LABEL_MAX,
    "hint of a field": limits.FIELD_HINT_MAX,
    "text": limits.TEXT_MAX,
    "line": limits.LINE_MAX,
    "title of a practice": limits.TITLE_MAX,
    "title of a card": limits.CARD_TITLE_MAX,
    "label of a button, of an option": limits.BUTTON_LABEL_MAX,
    "buttons of a card": limits.BUTTONS_MAX,
    "rows of a card": limits.ROWS_MAX,
    "options of a list": limits.OPTIONS_MAX,
    "choices of a field": limits.CHOICES_MAX,
    "a whole card": limits.CARD_COST_MAX,
    "public summary": limits.SUMMARY_MAX,
    "first answer to a form": dispatch.FORM_DEADLINE_S,
    "opening a form": dispatch.OPEN_DEADLINE_S,
}


@pytest.mark.parametrize("limit", LIMITS)
def test_the_limits_are_those_of_the_code(limit: str) -> None:
    (value,) = re.findall(rf"^\| {limit} \| ([\d.,]+)", PAGE.read_text("utf-8"), re.MULTILINE)
    assert float(value.strip(",").replace(",", "")) == LIMITS[limit]


@pytest.mark.parametrize(
    "record", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=lambda file: file.stem[:4]
)
def test_a_decision_has_five_headings(record: Path) -> None:
    found = re.findall(r"^## (.+)$", record.read_text("utf-8"), re.MULTILINE)
    assert found == ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]


# --- all -------------------------------------------------------------------------------------------------


def pages() -> list[str]:
    return [file.relative_to(ROOT).as_posix() for file in sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", pages())
def test_what_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    folder = (ROOT / page).parent
    gone = [name for name in _NAMED.findall(text) if not (ROOT / name).exists()]
    gone += [name for name in _LINKED.findall(text) if not (folder / name).exists()]
    assert gone == []
