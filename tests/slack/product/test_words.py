"""The product's words and shortcuts on Slack: each is heard, and a word that is none leads to the nearest."""

from __future__ import annotations

import pytest

from bot.command import Surface
from bot.i18n import LANGUAGES, Voice
from bot.limits import BUTTON_LABEL_MAX, units
from bot.registry import COMMANDS
from tests.contract.scenarios import circle, write
from tests.contract.stage import Actor, Stage
from tests.slack.product.hands import user_of

UNKNOWN = "Je ne connais pas ce mot."
SAID = "Hier, reformuler sa dernière phrase en question a tout débloqué."


async def types(actor: Actor, command: str, text: str) -> None:
    await user_of(actor).slash(command, text)
    await actor.stage.after_act()


async def shortcut(actor: Actor, verb: str) -> None:
    await user_of(actor).shortcut(verb)
    await actor.stage.after_act()


# --- words -------------------------------------------------------------------------------------------------


async def test_words_in_both_languages_without_accents(stage: Stage) -> None:
    (sophie,) = await circle(stage, readers=0)
    await write(sophie)
    await sophie.presses("practice.send")
    for command, typed, verb in (
        ("/pratique", "etiqueter miroir", "practice.newtags"),
        ("/pratique", "Étiqueter miroir", "practice.newtags"),
        ("/practice", "tag miroir", "practice.newtags"),
        ("/pratique", "chercher miroir", "practice.read"),
        ("/practice", "SEARCH miroir", "practice.read"),
        ("/rencontre", "agenda", "session.plan"),
    ):
        await types(sophie, command, typed)
        assert verb in sophie.person.buttons(), typed
        assert not sophie.person.sees(UNKNOWN)


async def test_a_word_that_is_none_offers_the_nearest_and_its_button_works(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    for command, typed, verb, opens in (
        ("/pratique", "partagr", "practice.share", "Partager une pratique"),
        ("/pratique", "etiqeter miroir", "library.tag", ""),
        ("/practice", "serch silence", "library.search", ""),
        ("/rencontre", "planifer", "session.plan", "Planifier une rencontre"),
        ("/cercle", "reglage", "me.settings", ""),
        ("/cercle", "inviteer", "circle.inviting", ""),
    ):
        await types(sophie, command, typed)
        assert sophie.person.texts()[-1].startswith(UNKNOWN), typed
        buttons = sophie.person.buttons()
        assert buttons[0] == verb
        assert buttons[-1] == "circle.menu"
        await sophie.presses(verb)
        if opens:
            assert sophie.form["title"] == opens
            await user_of(sophie).closes()
        else:
            assert not sophie.person.texts()[-1].startswith(UNKNOWN)


async def test_a_stranger_is_offered_only_what_is_open_to_them(stage: Stage) -> None:
    await circle(stage)
    rosa = stage.person("Rosa Diaz")
    await types(rosa, "/pratique", "partagr")
    rosa.sees(UNKNOWN)
    assert set(rosa.person.buttons()) <= {"circle.menu", "circle.help"}


async def test_a_member_is_not_offered_what_a_steward_does(stage: Stage) -> None:
    _, karim = await circle(stage, "Karim Benali")
    await types(karim, "/cercle", "inviterr")
    karim.sees(UNKNOWN)
    assert not karim.can("circle.inviting")


async def test_help_names_every_command(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    await types(sophie, "/cercle", "aide")
    for words in ("/cercle", "/pratique partager", "/pratique chercher", "/rencontre planifier"):
        sophie.sees(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_command_does_fits_a_button(lang: str) -> None:
    for command in COMMANDS.values():
        if command.surface is Surface.SLASH:
            said = Voice(lang)(f"command-{'-'.join(command.path)}.description")
            assert units(said) <= BUTTON_LABEL_MAX


# --- shortcuts ---------------------------------------------------------------------------------------------


async def test_share_from_anywhere(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    await shortcut(sophie, "practice.share")
    assert sophie.form["title"] == "Partager une pratique"
    await sophie.submits(
        aim="method",
        title="La question miroir",
        useful_for="Quand un dirigeant tourne en rond en séance, cela lui fait formuler sa décision.",
        steps="Reformuler sa dernière phrase en question, puis se taire dix secondes.",
        tried="few",
    )
    sophie.sees("Voici ce que verra le cercle.", "dm")


async def test_search_from_anywhere(stage: Stage) -> None:
    (sophie,) = await circle(stage, readers=0)
    await write(sophie)
    await sophie.presses("practice.send")
    await shortcut(sophie, "library.look")
    assert sophie.form["title"] == "Chercher"
    await sophie.submits(words="miroir")
    sophie.sees("La question miroir", "dm")


async def test_a_stranger_gets_no_form_by_a_shortcut(stage: Stage) -> None:
    await circle(stage)
    rosa = stage.person("Rosa Diaz")
    for verb in ("practice.share", "library.look"):
        await shortcut(rosa, verb)
        assert rosa.person.form is None
        rosa.sees("réservé aux membres", "dm")


async def test_the_three_menus_of_a_message(stage: Stage) -> None:
    sophie, karim = await circle(stage, "Karim Benali", readers=0)
    await karim.uses_menu("propose", SAID, karim)
    assert karim.form["title"] == "Partager une pratique"
    await karim.submits(useful_for="Quand un client tourne en rond, cela permet de décider.", tried="once")
    await karim.presses("practice.send")
    await sophie.points("alert")
    assert sophie.form["title"] == "Alerter en privé"
    await user_of(sophie).closes()
    await karim.points("tag")
    assert karim.form["title"] == "Étiquettes"
    await karim.submits(tags="silence")
    sophie.sees("silence", "place")
