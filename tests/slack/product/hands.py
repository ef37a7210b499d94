"""What a stage on Slack is made of, for a test that reaches behind it."""

from __future__ import annotations

from tests.contract.drivers.slack import SlackDriver, SlackPerson
from tests.contract.stage import Actor, Stage
from tests.emulators.slack import User


def driver_of(stage: Stage) -> SlackDriver:
    assert isinstance(stage.driver, SlackDriver)
    return stage.driver


def user_of(actor: Actor) -> User:
    assert isinstance(actor.person, SlackPerson)
    return actor.person.user
