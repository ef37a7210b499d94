"""Each sign is seen where it stands, and pulls the sum to the side that its name says."""

from __future__ import annotations

import pytest

from bot.checks import check_confidentiality, check_usefulness, evidence, telling, vocabulary
from bot.checks.normalise import LIMIT, read
from bot.checks.passage import KNOWN, Passage
from bot.checks.score import scale
from bot.checks.words import split

SUBSTANCE = {
    "opener": "quand il hésite",
    "actor": "un dirigeant",
    "occasion": "une séance",
    "problem": "le conflit dure",
    "act": "il écrit sa demande",
    "contrast": "au lieu de parler",
    "negation": "elle ne parle pas",
    "relative": "le silence qui pèse",
    "others": "ils parlent",
    "lesson": "j’en retiens ceci",
    "effect": "permet de dire non à un fournisseur pressé",
    "outcome": "On compte les mots. Il y va.",
    "solid": "trois cartes rouges",
    "arrow": "silence -> parole",
    "colon": "résultat : une phrase",
    "quote": "il dit « non »",
    "question": "et après ?",
    "acts_first": "Aider un client",
    "settled": "un dirigeant hésite, cela permet de trancher une embauche",
}
EMPTINESS = {
    "for_info": "pour info",
    "praise": "génial",
    "sale": "places limitées",
    "sale_strong": "inscrivez-vous",
    "talk": "je suis à bout",
    "lofty": "gagner en clarté",
    "strain": "je crois que j’ai peur, la nuit",
    "ear": "besoin de quelqu’un à qui parler",
    "torn": "je n’ose plus",
    "i": "je crois",
    "you": "essayez, vous verrez",
    "own": "mon carnet",
    "feeling": "toujours efficace",
    "asks": "quelqu’un a une idée",
    "describes": "basé sur une théorie",
    "thing": "une vidéo",
    "thing_first": "La grille comporte des cases",
    "sequence": "d’abord un cercle, ensuite un tour",
    "abstract": "une organisation",
    "hollow": "transformation et clarté",
    "exclaims": "allez !",
    "link": "voir https://exemple.fr/a",
    "short": "un outil",
    "long": "mot " * 40,
    "refuses": "ce n’est pas une fiche",
}
RISK = {
    "third": "elle hésite",
    "past": "elle a signé",
    "bare_past": "Directrice a signé",
    "named_past": "Yasmina a repris la main",
    "my_client": "avec ma cliente",
    "bare_client": "cliente, mardi",
    "one_of_mine": "un de mes anciens",
    "the_role": "avec la directrice",
    "figure_who": "le gars qui a vendu",
    "something_who": "la lettre qui a suivi",
    "agent": "l’horloger qui doute",
    "his_kin": "avec son frère",
    "his_people": "avec ses collègues",
    "low_first": "avec sylvie",
    "first_name": "avec Sylvie",
    "proper": "avec Brumont",
    "quoted": "il m’a dit : « non »",
    "told_me": "elle m’a confié",
    "specific": "à la scierie",
    "local": "dans la vallée",
    "sector": "du secteur laitier",
    "unique": "le plus jeune",
    "scope": "du groupe",
    "fame": "une championne",
    "event": "est nommé",
    "runs": "elle dirige",
    "office": "le maire",
    "health": "elle a un cancer",
    "union": "elle est syndiquée",
    "family": "elle est en plein divorce",
    "incident": "la fraude",
    "secret": "c’est un secret",
    "somebody_incident": "elle parle de la fraude",
    "somebody_moment": "elle part lundi",
    "somebody_specific": "elle part de la scierie",
    "somebody_past": "elle a signé",
    "somebody_health": "elle est seule, le cancer revient",
    "somebody_unique": "elle est la plus jeune",
    "somebody_quoted": "elle m’a dit : « non »",
}
CALM = {
    "opener": "quand il neige",
    "instruct": "Mettre le doyen au fond",
    "general": "souvent",
    "yours": "vous verrez",
    "many": "les clients",
    "trade": "avec Carl Rogers",
    "a_role": "une directrice",
    "a_client": "un client",
}


def answered(text: str) -> dict[str, float]:
    return evidence.features(split(read(text), vocabulary.KNOWN, LIMIT))


def told(text: str) -> dict[str, float]:
    reading = read(text)
    passage = Passage(reading, split(reading, KNOWN, LIMIT), "fr", frozenset())
    return telling.features(passage, 0, len(passage.words))


@pytest.mark.parametrize(("name", "text"), [*SUBSTANCE.items(), *EMPTINESS.items()])
def test_a_sign_of_an_answer_is_seen(name: str, text: str) -> None:
    assert answered(text).get(name, 0) > 0
    assert not answered("ah").get(name) or name in ("short", "solid")


@pytest.mark.parametrize(("name", "text"), [*RISK.items(), *CALM.items()])
def test_a_sign_of_a_telling_is_seen(name: str, text: str) -> None:
    assert told(text).get(name, 0) > 0
    assert not told("ah").get(name)


def test_every_sign_pulls_to_its_own_side() -> None:
    for check, up, down in (
        ("usefulness", evidence.EMPTINESS, evidence.SUBSTANCE),
        ("confidentiality", telling.RISK, telling.CALM),
    ):
        worth = scale(check).worth
        assert all(worth.get(name, 0) >= 0 for name in up)
        assert all(worth.get(name, 0) <= 0 for name in down)
        assert not set(up) & set(down)


def test_what_weighs_is_shown_here() -> None:
    shown = SUBSTANCE.keys() | EMPTINESS.keys()
    assert {name for name, weight in scale("usefulness").worth.items() if abs(weight) >= 0.1} <= shown
    shown = RISK.keys() | CALM.keys() | {"digits", "quote", "length", "self"}
    heavy = {name for name, weight in scale("confidentiality").worth.items() if abs(weight) >= 0.25}
    assert heavy <= shown


def test_one_sign_more_tips_the_balance() -> None:
    start = "Un outil pour avancer et gagner en clarté."
    assert check_usefulness(start)
    more = " Quand un dirigeant repousse un licenciement, il écrit les deux phrases qu’il dira lundi."
    assert check_usefulness(start + more) == ()
    assert check_confidentiality("La directrice hésite, on dessine.") == ()
    told_about = "La directrice de la scierie a signé lundi, ses collègues ont deviné sa fraude."
    assert check_confidentiality(told_about)
