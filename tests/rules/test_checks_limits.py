"""Whatever is typed: offsets hold, nothing breaks, and the time grows no faster than the text."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checks import Finding, apply_suggestion, check_confidentiality, check_usefulness, guess_lang, hard

UNITS = [
    "sa mere a ete ",
    "« a »dit-il ",
    "ses mots : ",
    "les seuls de la ",
    "la seule femme ",
    "quand un ",
    "Il dirige une scierie ",
    "elle est malade ",
    "a",
    "1",
    "@",
    ".",
    "(",
    " ",
    "é",
    "\u200b",
    "œ",
    "m. ",
    "la DRH de ",
    "Le ",
    "il a dit ",
    "« ",
    "a@b.c ",
    "06 12 ",
    "Aa ",
    "A. ",
    "Jean ",
    "SAS ",
    "A&",
    "chez ",
    "quand ",
    "j'ai ",
    "de la ",
    "l'",
    "the only ",
    "his wife ",
    "Mme ",
    "\n",
    "+1",
    "fr76 ",
    "x.com/a ",
    "[at]",
    "Mon client ",
    "plus ",
    "seul ",
    "\ud800",
    "\x00",
    "a.",
    "-",
    "https://",
    "@a.",
    "0/",
]


def spent(text: str) -> float:
    best = 9.0
    for _ in range(3):
        begun = time.perf_counter()
        check_confidentiality(text)
        check_usefulness(text)
        best = min(best, time.perf_counter() - begun)
    return best


@pytest.mark.parametrize("unit", UNITS)
def test_no_text_is_expensive(unit: str) -> None:
    # bounds for a loaded machine: some ten times what a quiet one needs, and far below any catastrophe
    assert spent((unit * 2_900)[:2_900]) < 0.15
    assert spent((unit * 40_000)[:40_000]) < 0.4


@pytest.mark.parametrize("unit", UNITS)
def test_findings_quote_the_text_as_given(unit: str) -> None:
    for text in (unit * 50, unit * 50 + "la DRH de Duval SA", "é\u0301œ\u200b" + unit + " 06 71 22 45 90"):
        for finding in (*check_confidentiality(text), *check_usefulness(text)):
            assert text[finding.start : finding.end] == finding.quote


pieces = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "la DRH de Duval",
            " Mme Roy ",
            "œuvre ",
            "e\u0301",
            "\u200b",
            "06 71 22 45 90",
            "« non »",
            "il m'a dit ",
            "pour info",
        ]
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=12).map("".join))
def test_any_text_gets_an_answer_with_true_offsets(text: str) -> None:
    assert guess_lang(text) in ("fr", "en")
    findings = check_confidentiality(text)
    for finding in (*findings, *check_usefulness(text)):
        assert text[finding.start : finding.end] == finding.quote
        apply_suggestion(text, finding)
    for one, other in pairwise(findings):
        assert one.end <= other.start


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\0", "\ud800", "???"])
def test_an_empty_answer_is_too_short(text: str) -> None:
    assert [f.code for f in check_usefulness(text)] == ["too_short"]
    assert check_confidentiality(text) == ()


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("J’ai vu la DRH de Duval SA hier.", "J’ai vu une DRH hier."),
        ("Avec le directeur de l’abattoir, on marche.", "Avec un directeur de l’industrie, on marche."),
        ("Un mot au DG de Brumont hier.", "Un mot à un DG hier."),
        ("I met Duval SA’s HR director today.", "I met an HR director today."),
        ("I met the CFO of the regional airline.", "I met a CFO."),
        ("Mon client Karim a dit non.", "Mon client a dit non."),
        ("Départ de la pharmacienne de l’île.", "Départ d’une pharmacienne."),
        ("Le DG nommé le 3 mars doute.", "Un DG doute."),
        ("Écrire à k.brandt@exemple.fr pour la grille.", "Écrire à [coordonnées retirées] pour la grille."),
    ],
)
def test_a_suggestion_reads_as_a_sentence(text: str, suggested: str) -> None:
    (finding,) = check_confidentiality(text)
    assert apply_suggestion(text, finding) == suggested


def test_a_suggestion_is_never_put_in_another_text() -> None:
    with pytest.raises(ValueError, match="another text"):
        apply_suggestion("abc", Finding("name", "xyz", 0, 3, "soft", "x"))


def test_hard_findings_are_those_that_hold_publication() -> None:
    findings = check_confidentiality("Mme Vasseur et la directrice de la clinique de Vannes, 06 71 22 45 90")
    assert [f.code for f in findings] == ["titled_name", "role_org", "phone"]
    assert [f.code for f in hard(findings)] == ["titled_name", "phone"]


def test_members_of_the_circle_may_be_named() -> None:
    text = "Merci à Karim Haddad et à Mme Haddad."
    assert check_confidentiality(text)
    assert check_confidentiality(text, allowed=("Karim Haddad",)) == ()
