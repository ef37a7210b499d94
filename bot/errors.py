"""The family tree of errors. A text shown to a member is a catalogue key made from the class name."""

from __future__ import annotations

from collections.abc import Mapping

from bot.card import Card


class Refusal(Exception):
    """The member asked for something that cannot be: what happened, what is safe, what to do next.

    The text is the catalogue key, its `.safe` attribute and a button; `args` are ids, numbers or names.
    """

    def __init__(
        self,
        key: str = "",
        *,
        button: tuple[str, str, str] = ("button-menu", "circle.menu", ""),
        **args: object,
    ) -> None:
        super().__init__(key or self.key())
        self.text_key = key or self.key()
        self.button = button  # (catalogue key of the label, verb, subject)
        self.text_args = args

    @classmethod
    def key(cls) -> str:
        return "error-" + "".join("-" + c.lower() if c.isupper() else c for c in cls.__name__).lstrip("-")


class NotAllowed(Refusal):
    """The policy says no. Reads exactly like NotFound, so that nobody learns what exists."""

    @classmethod
    def key(cls) -> str:
        return "error-not-found"


class NotFound(Refusal):
    """Nothing of that id is visible to this member."""


class NotMember(Refusal):
    """The actor belongs to no circle here: they are shown their invitations and the way in."""


class CharterFirst(Refusal):
    """Nothing can be written before the current charter is accepted."""


class Invalid(Refusal):
    """What was sent cannot be taken as it is: field name -> catalogue key, with numbers to show."""

    def __init__(self, fields: Mapping[str, tuple[str, Mapping[str, object]]]) -> None:
        super().__init__()
        self.fields = fields


class Shown(Refusal):
    """Nothing was done, and the answer is a card of its own (two versions side by side)."""

    def __init__(self, card: Card) -> None:
        super().__init__("error-wrong-moment")
        self.card = card


class WrongMoment(Refusal):
    """The thing has moved on: the button is out of date."""


class NoPlace(Refusal):
    """The circle has no place yet where this could be said."""


class TooMany(Refusal):
    """A cap is reached: code tries, tags, openings."""


class Stale(Exception):
    """Somebody else changed the row meanwhile. Buttons are retried once; a form shows both versions."""


class TooLate(Exception):
    """The platform's deadline is past: answer nothing, the form stays open with the member's words."""


class Delivery(Exception):
    """A message could not be sent."""


class RetryAfter(Delivery):
    """Try again in `seconds`; nothing was sent."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds:.1f} s")
        self.seconds = seconds


class Unclear(Delivery):
    """It may have been sent: the line broke before the answer."""


class Uncertain(Delivery):
    """It may have been sent, and nobody may look: a person decides."""


class Gone(Delivery):
    """The place, message or person is not there any more: stop."""


class Left(Delivery):
    """They are not in the circle's server any more: nothing is said to them."""


class Shut(Delivery):
    """The place is there, and we may not act in it: whoever administers it can let us in."""


class Exposed(Delivery):
    """People who are not of the circle read the place: nothing is said there until that ends."""

    def __init__(self, access: str) -> None:
        super().__init__(access)
        self.access = access  # shared | public


class Closed(Delivery):
    """The person takes no private messages: it waits in *À faire*."""


class Rejected(Delivery):
    """The platform says that the payload is wrong: our defect."""
