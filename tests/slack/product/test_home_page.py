"""One's own page on the Home tab: what waits, is tried, kept and next; and nothing that is not theirs."""

from __future__ import annotations

from bot.card import Button, Plain, Row
from bot.circles import home as page
from bot.circles.models import Circle, Membership, Register
from bot.command import HOME
from bot.i18n import Voice
from bot.members.models import Member
from bot.sessions.models import Session
from bot.vocabulary import Account, Request
from tests.contract.scenarios import CHARTER, MIRROR, circle, write
from tests.contract.stage import Actor, Stage
from tests.emulators.slack import View
from tests.slack.product.hands import user_of
from tests.support.clock import TUESDAY

NB = "\u00a0"


def tab(actor: Actor) -> View:
    seen = user_of(actor).home
    assert seen is not None
    return seen


async def looks(actor: Actor) -> str:
    """Opens the tab; gives what stands on it."""
    turn = await user_of(actor).opens_home()
    assert turn.refusals == ()
    await actor.stage.after_act()
    return tab(actor).words


async def presses(actor: Actor, label: str) -> None:
    await user_of(actor).press(tab(actor), label)
    await actor.stage.after_act()


# --- what stands on it -------------------------------------------------------------------------------------


async def test_a_stranger_is_welcomed_and_may_create_a_circle(stage: Stage) -> None:
    sophie = stage.person("Sophie Lenoir", administers=True)
    assert "J’aide un cercle de coachs à partager des pratiques utiles." in await looks(sophie)
    await presses(sophie, "Créer un cercle")
    assert sophie.form["title"] == "Créer un cercle"
    await sophie.submits(
        name="coachs-lyon", place="", register="tu", objectives="Progresser.", charter=CHARTER
    )
    sophie.sees("Votre cercle est prêt.", "dm")
    assert tab(sophie).words.startswith("coachs-lyon")
    thomas = stage.person("Thomas Roux")
    assert "Créer un cercle" not in await looks(thomas)
    assert "coachs-lyon" not in tab(thomas).words
    await presses(thomas, "J’ai un code")
    assert thomas.form["title"] == "J’ai un code"


async def test_somebody_invited_sees_the_invitation_and_no_more(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    thomas = stage.person("Thomas Roux")
    await sophie.runs("circle")
    for verb in ("circle.steward", "circle.inviting", "circle.invite"):
        await sophie.presses(verb)
    await sophie.submits(people=(thomas.ref,))
    await write(sophie)
    said = await looks(thomas)
    assert "Sophie vous invite dans le cercle coachs-lyon." in said
    assert MIRROR["title"] not in said
    await presses(thomas, "Lire la charte")
    thomas.sees("Abondance.", "dm")


async def test_a_member_sees_what_waits_what_they_try_and_keep_and_what_is_next(stage: Stage) -> None:
    sophie, claire = await circle(stage, "Claire Morel", readers=0)
    said = await looks(claire)
    assert said.startswith("coachs-lyon\nRien à faire.")
    assert "Aucune rencontre n’est prévue." in said
    await write(sophie)
    await sophie.presses("practice.send")
    await claire.presses("trial.trying")
    await claire.runs("practice search", words="miroir")
    await claire.presses("practice.read")
    await claire.presses("exchange.keep")
    await sophie.runs("session plan")
    await sophie.submits(title="Codév", moment="2026-12-10T18:00+01:00", spot="En visio")
    await sophie.presses("session.propose")
    await write(claire, title="Le silence")
    said = await looks(claire)
    assert "Brouillon" in said
    assert f"Un essai en cours{NB}: La question miroir" in said
    assert f"Une fiche gardée{NB}: La question miroir" in said
    assert "Codév · jeudi 10 décembre" in said
    for label, shown in (
        ("Mes essais", "Mes essais"),
        ("Gardées", "Gardées"),
        ("Ouvrir la rencontre", "Codév"),
        ("Menu du cercle", "Partager une pratique"),
    ):
        before = len(claire.person.texts("dm"))
        await presses(claire, label)
        assert shown in claire.person.texts("dm")[before]


async def test_many_things_to_do_are_a_few_and_a_button_for_the_rest(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    for number in range(page.ROWS):
        await write(sophie, title=f"Fiche {number}")
    assert "Tout voir" not in await looks(sophie)
    await write(sophie, title="Encore une")
    said = await looks(sophie)
    assert said.count("Brouillon") == page.ROWS - 1
    assert "Et 2 autres encore." in said
    await presses(sophie, "Tout voir")
    assert sophie.person.texts("dm")[-1].count("Brouillon") == page.ROWS + 1


def test_what_has_a_button_already_has_no_second_one() -> None:
    """A reminder that is held back opens the very session that is next."""
    here = Circle("circle1", 1, "coachs-lyon", "fr", "Europe/Paris", Register.TU, "")
    me = Membership(here, Member("circle1", "1-a", "Claire"), 1)
    about = ("circle1", "1-abc", "1-b", "Karim", "Codév", TUESDAY, "2026-11-24T09:30", "Europe/Paris", "x")
    held = Row((Plain("Un rappel"),), Button("Ouvrir", "session.open", "1-abc"))
    for todo in ([held], []):
        made = page.card(page.Page(todo, (), (), [Session(*about)]), me, (me,), Voice(), TUESDAY)
        assert [b.subject for b in made.all_buttons].count("1-abc") == 1


# --- acts --------------------------------------------------------------------------------------------------


async def test_a_form_opens_where_one_is_and_the_page_shows_what_came_of_it(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    assert "2 par semaine au plus" in await looks(sophie)
    before = tab(sophie).hash
    await presses(sophie, "Mes réglages")
    assert sophie.form["title"] == "Mes réglages"
    assert tab(sophie).hash == before  # nothing was done yet
    await sophie.submits(hours="9h-17h", weekly="0")
    assert "09:00-17:00" in tab(sophie).words
    assert tab(sophie).hash != before
    sophie.sees("Mes réglages", "dm")
    await presses(sophie, "Partager une pratique")
    await sophie.submits(**MIRROR)
    sophie.sees("Voici ce que verra le cercle.", "dm")
    assert "Brouillon" in tab(sophie).words
    assert not sophie.person.sees("Voici ce que verra le cercle.", "reply")


async def test_what_only_shows_leaves_the_page_as_it_is(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    await write(sophie)
    await looks(sophie)
    before = tab(sophie).hash
    await presses(sophie, "Ouvrir")
    sophie.sees("Voici ce que verra le cercle.", "dm")
    assert tab(sophie).hash == before


# --- several circles ---------------------------------------------------------------------------------------


async def test_with_several_circles_one_sees_which_and_can_change(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    await write(sophie, title="De Lyon")
    assert "Cercle affiché" not in await looks(sophie)
    await sophie.runs("circle", what="create")
    await sophie.presses("circle.create")
    await sophie.submits(
        name="coachs-paris", place="", register="tu", objectives="Progresser.", charter=CHARTER
    )
    said = await looks(sophie)
    assert said.startswith("coachs-lyon")
    assert "De Lyon" in said
    assert "Cercle affiché" in said
    told = sophie.person.texts("dm")
    await user_of(sophie).select(tab(sophie), menu(tab(sophie)), "coachs-paris")
    assert tab(sophie).words.startswith("coachs-paris")
    assert "De Lyon" not in tab(sophie).words
    assert sophie.person.texts("dm") == told  # the page itself is the answer
    assert (await looks(sophie)).startswith("coachs-paris")  # it stays so
    await presses(sophie, "Mes réglages")
    assert sophie.form["title"] == "coachs-paris"


def menu(shown: View) -> str:
    return next(
        block["accessory"]["action_id"]
        for block in shown.blocks
        if block.get("accessory", {}).get("type") == "static_select"
    )


async def test_nobody_picks_a_circle_that_is_not_theirs(stage: Stage) -> None:
    (sophie,) = await circle(stage)
    await write(sophie)
    rosa = stage.person("Rosa Diaz")
    account = Account("slack", rosa.person.ref.partition("/")[0], user_of(rosa).id, "Rosa Diaz")
    for subject, pick in (("1-", ()), ("", ("1-",))):
        request = Request("slack:forged", account, HOME, subject, {"pick": pick} if pick else {})
        reply = await stage.door().answer(request)
        assert "coachs-lyon" not in repr(reply)
        assert MIRROR["title"] not in repr(reply)
