"""What emoji under a public card mean. A reaction has no reply road: its answer is a message, once.

Anybody may react; only what a member puts under a shared practice counts, and everything else is ignored
without a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.card import Audience, Card
from bot.circles.models import Membership
from bot.command import Command, Context, Who
from bot.ports import Transaction
from bot.practices.models import Practice, State
from bot.roads import account_key
from bot.trials import endorsing
from bot.trials.models import Endorsement, Meaning
from bot.vocabulary import Account, Notice, Place, Reply, ToMember

CARD = "practice.card"
NEWEST = 200
MEANINGS: Mapping[str, str] = {
    "💡": Meaning.USEFUL.value,
    "🧪": Meaning.TRYING.value,
    "🌱": Meaning.WORKED.value,
}


async def practice_at(tx: Transaction, place: Place, message: str) -> Practice | None:
    """The shared practice that a message of ours shows to its circle."""
    post = await tx.posts.at(place, message)
    if post is None or post.kind != CARD:
        return None
    practice = await tx.practices.get(Audience(post.circle), post.subject)
    return practice if practice is not None and practice.state is State.SHARED else None


async def tell(tx: Transaction, circle: str, member: str, practice: Practice, word: str) -> None:
    """At most once for each member, practice and meaning: the key of the row says so."""
    await tx.jobs.add(Notice("trial.heard", ToMember(circle, member), f"{practice.id}.{word}"))


# --- one reaction ----------------------------------------------------------------------------------------


async def reacted(context: Context) -> Reply:
    return await _moved(context, standing=True)


async def unreacted(context: Context) -> Reply:
    return await _moved(context, standing=False)


async def _moved(context: Context, *, standing: bool) -> Reply:
    request, tx = context.request, context.tx
    word, message = context.value("emoji"), context.value("message")
    silence = Reply(Card(context.voice("done-already"), notice=context.voice("done-already")))
    if request.place is None or word not in MEANINGS.values() or not message:
        return silence
    practice = await practice_at(tx, request.place, message)
    member = _member(context.memberships, practice)
    if practice is None or member is None:
        return silence
    if member == practice.author:
        if standing:
            await tell(tx, practice.circle, member, practice, "own")
        return silence
    source, meaning = account_key(request.actor), Meaning(word)
    changed = await endorsing.move(
        tx, practice, member, meaning, standing=standing, source=source, at=request.at
    )
    if changed and standing:
        await tell(tx, practice.circle, member, practice, word)
    return silence


def _member(memberships: Sequence[Membership], practice: Practice | None) -> str | None:
    """Who that is in the practice's circle, if they are in it and accepted its charter."""
    for one in memberships:
        if practice is not None and one.circle.id == practice.circle and one.charter_accepted:
            return one.member.id
    return None


# --- all of them, after an absence -----------------------------------------------------------------------


class EmojiReactions:
    """💡 useful, 🧪 I am trying it, 🌱 it worked for me."""

    meanings = MEANINGS

    async def reactable(self, tx: Transaction, platform: str) -> Sequence[tuple[Place, str]]:
        """The public cards of a platform, newest first, at most 200."""
        posts = await tx.posts.recent(platform, CARD, NEWEST)
        return [(Place(p.platform, p.realm, p.address), p.message) for p in posts if not p.direct]

    async def reread(
        self, tx: Transaction, place: Place, message: str, found: Mapping[str, Sequence[Account]]
    ) -> None:
        """What stands by emoji becomes what was found; buttons stay as they are."""
        practice = await practice_at(tx, place, message)
        if practice is None:
            return
        now_standing = await self._found(tx, practice, place.platform, found)
        before = await tx.trials.emoji(practice.circle, practice.id, place.platform)
        await tx.trials.reread(practice.circle, practice.id, place.platform, now_standing)
        changed = False
        for member, words in _moved_members(before, now_standing).items():
            await tx.trials.lock(practice.circle, member)
            standing = await tx.trials.standing(practice.circle, practice.id, member)
            await endorsing.settle(tx, practice, member, {one.meaning for one in standing})
            for word in words:
                await tell(tx, practice.circle, member, practice, word)
            changed = True
        if changed:
            await endorsing.show_anew(tx, practice)

    async def _found(
        self, tx: Transaction, practice: Practice, platform: str, found: Mapping[str, Sequence[Account]]
    ) -> list[Endorsement]:
        said = {account_key(one): one for accounts in found.values() for one in accounts}
        members = await tx.trials.speakers(practice.circle, tuple(said.values()))
        return [
            Endorsement(
                practice.circle,
                practice.id,
                members[key],
                Meaning(word),
                key,
                True,
                practice.number,
                tx.now,
            )
            for word, accounts in found.items()
            if word in MEANINGS.values()
            for key in dict.fromkeys(account_key(one) for one in accounts if one.platform == platform)
            if key in members and members[key] != practice.author
        ]


def _moved_members(before: Sequence[Endorsement], after: Sequence[Endorsement]) -> dict[str, list[str]]:
    """Whose emoji changed, in one order for everybody, with the meanings that they give anew."""
    stood, stands = ({(e.member, e.meaning) for e in found} for found in (before, after))
    gives: dict[str, list[str]] = defaultdict(list)
    for member, meaning in sorted(stood ^ stands):
        gives[member] += [meaning.value] if (member, meaning) in stands else []
    return gives


REACTIONS = EmojiReactions()
COMMANDS = (
    Command("trial.reacted", reacted, who=Who.ANYONE),
    Command("trial.unreacted", unreacted, who=Who.ANYONE),
)
