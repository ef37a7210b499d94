"""Both catalogues are complete, well set and short; each rule falls on a planted fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.architecture import catalogues
from tests.architecture.catalogues import Catalogue
from tests.architecture.tree import ROOT, Breach, plant, sources

NB, NN = "\u00a0", "\u202f"


def pair(root: Path) -> tuple[Catalogue, Catalogue] | None:
    fr, en = (catalogues.read(root, lang) for lang in catalogues.LANGUAGES)
    return (fr, en) if fr and en else None


def said(breaches: Iterable[Breach]) -> list[str]:
    return [str(breach) for breach in breaches]


def planted(root: Path, fr: str, en: str) -> tuple[Catalogue, Catalogue]:
    plant(root, "bot/locales/fr.ftl", fr)
    plant(root, "bot/locales/en.ftl", en)
    both = pair(root)
    assert both is not None
    return both


# --- the catalogues as they are --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written() -> tuple[Catalogue, Catalogue]:
    both = pair(ROOT)
    if both is None:
        pytest.fail("no catalogue")
    return both


def test_both_say_the_same(written: tuple[Catalogue, Catalogue]) -> None:
    assert said(catalogues.same_in_both(*written)) == []


@pytest.mark.parametrize("rule", [catalogues.typography, catalogues.lengths])
def test_both_are_well_set(
    written: tuple[Catalogue, Catalogue], rule: Callable[[Catalogue, str], Iterable[Breach]]
) -> None:
    found = [rule(catalogue, lang) for catalogue, lang in zip(written, catalogues.LANGUAGES, strict=True)]
    assert [line for breaches in found for line in said(breaches)] == []


def test_keys_and_code_agree(written: tuple[Catalogue, Catalogue]) -> None:
    tree = sources()
    for catalogue in written:
        assert said(catalogues.every_key_is_used(tree, catalogue)) == []
        assert said(catalogues.every_used_key_is_there(tree, catalogue)) == []


# --- the rules fall on what they forbid ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fr", "en", "why"),
    [
        ("a = Un", "b = One", "a is not in bot/locales/en.ftl"),
        ("a = Un\n    .hint = Deux", "a = One", "a.hint is not in bot/locales/en.ftl"),
        ("a = Un { $n }", "a = One", "takes other values"),
        ("a = { $n ->\n    [one] une\n   *[other] deux\n }", "a = Some", "takes other values"),
        ("a = Un\nb c", "a = One", "is not Fluent"),
        ("a = Un\na = Deux", "a = One", "twice"),
    ],
)
def test_a_difference_is_seen(fr: str, en: str, why: str, tmp_path: Path) -> None:
    assert any(why in line for line in said(catalogues.same_in_both(*planted(tmp_path, fr, en))))


def test_a_register_may_be_in_one_language_only(tmp_path: Path) -> None:
    fr = "a = { $register ->\n    [tu] Ta fiche\n   *[vous] Votre fiche\n }"
    assert said(catalogues.same_in_both(*planted(tmp_path, fr, "a = Your card"))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "l'idée",
        'le "mot"',
        "Un instant...",
        "un·e collègue",
        "Prêt ?",
        "Prêt?",
        f"Prêt{NB}?",
        "{ $name } !",
        "Objectif : un",
        "{ $name }: un",
        "18: un",
        "« mot »",
        f"«{NB}mot »",
        "“mot”",
        "un mot .",
        f"un{NB}…",
        "deux  mots",
        "{ $register ->\n    [tu] Prêt ?\n   *[vous] Prêt\n }",
    ],
)
def test_wrong_french_is_seen(wrong: str, tmp_path: Path) -> None:
    fr, _ = planted(tmp_path, f"a = {wrong}", "a = x")
    assert len(fr.texts) == 1
    assert said(catalogues.typography(fr, "fr")) != []


@pytest.mark.parametrize(
    "right",
    [
        f"L’idée{NB}: un instant…",
        f"Prêt{NN}? Oui{NN}!",
        f"Vraiment{NN}?!",
        f"«{NB}{{ $title }}{NB}» est partagée.",
        f"{{ $name }}{NB}: demain à 18:00, ou 18{NB}h{NB}25.",
        f"Trop de messages{NN}? /cercle, mes réglages.",
        ":sparkles: https://example.org/a?b=c",
        '{ "\\u00A0" }: un',
    ],
)
def test_right_french_passes(right: str, tmp_path: Path) -> None:
    fr, _ = planted(tmp_path, f"a = {right}", "a = x")
    assert said(catalogues.typography(fr, "fr")) == []


@pytest.mark.parametrize("wrong", ["it's", 'a "word"', "wait...", "Ready ?", f"Goal{NB}: one", "« word »"])
def test_wrong_english_is_seen(wrong: str, tmp_path: Path) -> None:
    _, en = planted(tmp_path, "a = x", f"a = {wrong}")
    assert said(catalogues.typography(en, "en")) != []


@pytest.mark.parametrize("right", ["It’s a “word”… Ready? Yes: 6:25 pm!", "/circle, my settings."])
def test_right_english_passes(right: str, tmp_path: Path) -> None:
    _, en = planted(tmp_path, "a = x", f"a = {right}")
    assert said(catalogues.typography(en, "en")) == []


def test_words_are_counted_as_a_reader_does() -> None:
    assert catalogues.sentences(
        f"Prêt{NN}? «{NB}L’idée{NB}» de {catalogues.VALUE} part vendredi à 9{NB}h."
    ) == [1, 8]
    assert catalogues.sentences("Une ligne\nUne autre…") == [2, 2]


def test_a_long_sentence_and_a_long_mean_are_seen(tmp_path: Path) -> None:
    fr, en = planted(tmp_path, f"a = {'mot ' * 20}mot.", f"a = {'word ' * 19}word.")
    assert said(catalogues.lengths(fr, "fr"))[0].endswith("a has a sentence of 21 words")
    assert said(catalogues.lengths(en, "en")) == []
    fr, _ = planted(tmp_path, f"a = {'mot ' * 12}mot.\nb = {'mot ' * 12}mot.", "a = x")
    (line,) = said(catalogues.lengths(fr, "fr"))
    assert "a mean of 13.0 words" in line


@pytest.mark.parametrize(
    ("code", "unused"),
    [
        ("x = voice('done')", ["other-thing"]),
        ("x = f'other-{name}'", ["done"]),
        ("x = f'{name}-thing'", ["done", "other-thing"]),
        ("x = ('done', 'other-thing')", []),
    ],
)
def test_a_dead_key_is_seen(code: str, unused: list[str], tmp_path: Path) -> None:
    fr, _ = planted(
        tmp_path, "done = Fait\nother-thing = Autre\nfield-title = Titre\n    .hint = Court", "a = x"
    )
    plant(tmp_path, "bot/practices/cards.py", code)
    lines = said(catalogues.every_key_is_used(sources(tmp_path), fr))
    assert [line.split()[1] for line in lines] == unused


@pytest.mark.parametrize(
    "code",
    ["x = voice('gone')", "x = self.voice.spans('done.hint')", "x = ctx.voice('done' if y else 'gone')"],
)
def test_a_missing_key_is_seen(code: str, tmp_path: Path) -> None:
    fr, _ = planted(tmp_path, "done = Fait", "a = x")
    plant(tmp_path, "bot/practices/cards.py", code)
    assert len(said(catalogues.every_used_key_is_there(sources(tmp_path), fr))) == 1
