"""An unmodified bolt app over Socket Mode: slash, modal, private answer, button, update, direct message."""

from __future__ import annotations

import pytest

from .slack import NotAcknowledged, SlackServer, User
from .slack_toy import Toy


async def test_share_from_slash_to_direct_message(slack: SlackServer, claire: User, toy: Toy) -> None:
    turn = await claire.slash("/pratique", "partager", channel="coachs-lyon")
    assert turn.acknowledged
    assert turn.latency_s < 3
    assert [view.title for view in turn.views] == ["Partager"]

    refused = await claire.submit(claire.open_view, {"Titre": "?"})
    assert refused.errors == {"Titre": "Un titre, en quelques mots."}
    assert claire.values() == {"Titre": "?"}

    turn = await claire.submit(claire.open_view, {"titre": "Un silence de plus"})
    assert claire.open_view is None
    (preview,) = turn.ephemerals
    assert preview.buttons == ["Non, envoyer", "Plus tard"]

    turn = await claire.press(preview, "Non, envoyer")
    assert [said.words for said in turn.ephemerals] == ["C’est parti."]
    assert [said.words for said in turn.messages] == ["Un silence de plus\nLire", "Ta fiche est partagée."]
    assert [said.words for said in claire.dm_messages()] == ["Ta fiche est partagée."]

    turn = await claire.press(turn.messages[0], "lire")
    assert [said.words for said in turn.updated] == ["Lue"]
    assert [said.text for said in claire.messages("coachs-lyon")] == ["C’est parti.", "Lue"]
    assert slack.refusals == []


async def test_others_see_neither_the_ephemeral_nor_the_private_channel(
    slack: SlackServer, claire: User, toy: Toy
) -> None:
    karim = slack.add_user("Karim Benali")
    await claire.slash("/pratique", channel="coachs-lyon")
    await claire.submit(None, {"Titre": "Un silence de plus"})
    assert karim.messages("coachs-lyon") == []
    await karim.joins("coachs-lyon")
    assert karim.messages("coachs-lyon") == []
    assert len(claire.messages("coachs-lyon")) == 1


async def test_an_answer_in_the_acknowledgement_is_private(claire: User, toy: Toy) -> None:
    turn = await claire.slash("/pratique", "dire")
    assert [said.text for said in turn.ephemerals] == ["C’est dit."]


async def test_no_acknowledgement_fails_the_test() -> None:
    async with SlackServer.running(scale=0.02) as slack:
        claire = slack.add_user("Claire Morel")
        toy = Toy(slack, "")
        await toy.start()
        await slack.connected()
        with pytest.raises(NotAcknowledged, match="late"):
            await claire.slash("/pratique", "tard")
        assert not (await claire.slash("/pratique", "tard", tolerate=True)).acknowledged
        await toy.stop()


async def test_delete_original_and_closing_and_shortcuts(slack: SlackServer, claire: User, toy: Toy) -> None:
    await claire.slash("/pratique", channel="coachs-lyon")
    turn = await claire.submit(None, {"Titre": "Un silence de plus"})
    await claire.press(turn.ephemerals[0], "Plus tard")
    assert claire.messages("coachs-lyon") == []

    await claire.shortcut("partager")
    assert await claire.suggest(None, "Fiche", "sil") == ["sil 1", "sil 2"]
    await claire.select(None, "Fiche", "sil 2")
    await claire.closes()
    said = await claire.posts("coachs-lyon", "Je compte jusqu’à dix.")
    await claire.message_shortcut(said, "proposer")
    await claire.closes()
    assert toy.heard == ["shortcut partager", "view_closed", "message_action proposer", "view_closed"]


async def test_events_arrive(slack: SlackServer, claire: User, toy: Toy) -> None:
    said = await claire.posts("coachs-lyon", "Une fiche")
    await claire.reacts(said, "test_tube")
    await claire.unreacts(said, "test_tube")
    await slack.add_user("Karim Benali").joins("coachs-lyon")
    await claire.leaves("coachs-lyon")
    await claire.opens_home()
    await slack.uninstall()
    assert toy.heard == [
        "reaction_added",
        "reaction_removed",
        "member_joined_channel",
        "member_left_channel",
        "app_home_opened",
        "app_uninstalled",
    ]
