"""What is asked, packed into a button and read out of it again; the nearest tag: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from bot.library.analysis import asked, fold, forms, slug
from bot.library.models import Wish
from bot.practices.models import PracticeKind

ROWS = 6
SUBJECT_MAX = 48  # of a button
REQUEST_MAX = 24  # of a form's subject
TAGS_SHOWN, FAMILIES_SHOWN = 10, 8
KINDS = {"m": PracticeKind.METHOD, "d": PracticeKind.DEVELOPMENT, "w": PracticeKind.WATCH}
NEAR_TAG = 60.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what somebody looks for."""

    wish: Wish
    number: int = 0

    @property
    def first(self) -> int:
        return self.number * ROWS


def wish(words: str, tag: str = "") -> Wish:
    """What was typed: words, and perhaps a tag."""
    return Wish(asked(words), tag=slug(tag))


def pack(prefix: str, page: Page) -> str:
    """The page as a button's subject; "" where it does not fit, or cannot be written there."""
    w = page.wish
    letters = "".join(sign for sign, kind in KINDS.items() if kind in w.kinds)
    letters += ("e" if w.tried else "") + ("n" if w.unread else "")
    packed = f"{prefix}.{page.number}.{letters}.{w.tag}.{w.family}.{'_'.join(w.words)}"
    return packed if packed.isascii() and len(packed) <= SUBJECT_MAX else ""


def unpack(subject: str) -> Page:
    """What a button carries; anything else asks for the list of all."""
    parts = subject.split(".")[1:]
    number, letters, tag, family, words = (*parts, *[""] * 5)[:5]
    found = Wish(
        tuple(filter(None, words.split("_"))),
        tuple(kind.value for sign, kind in KINDS.items() if sign in letters),
        tag,
        family,
        "e" in letters,
        "n" in letters,
    )
    return Page(found, int(number) if number.isdecimal() and len(number) < 6 else 0)


def chosen(wish: Wish) -> frozenset[str]:
    """The values of the list of filters that stand."""
    found = {f"kind.{kind}" for kind in wish.kinds}
    found |= {f"tag.{wish.tag}"} if wish.tag else set()
    found |= {f"family.{wish.family}"} if wish.family else set()
    return frozenset(found | ({"tried"} if wish.tried else set()) | ({"unread"} if wish.unread else set()))


def filtered(wish: Wish, picked: Sequence[str]) -> Wish:
    """The same words under the filters that were picked; of two tags or families the first counts."""

    def named(what: str) -> list[str]:
        return [value.partition(".")[2] for value in picked if value.startswith(f"{what}.")]

    known = {kind.value for kind in KINDS.values()}
    return replace(
        wish,
        kinds=tuple(kind for kind in named("kind") if kind in known),
        tag=slug(next(iter(named("tag")), "")),
        family=slug(next(iter(named("family")), "")),
        tried="tried" in picked,
        unread="unread" in picked,
    )


def nearest_tag(words: Sequence[str], tags: Sequence[str]) -> str:
    """The tag that is nearest to what found nothing, else the one most used; "" where there is none."""
    near = {tag: max((_likeness(word, tag) for word in words), default=0.0) for tag in tags}
    best = max(tags, key=lambda tag: near[tag], default="")
    if best and near[best] >= NEAR_TAG:
        return best
    return tags[0] if tags else ""


def _likeness(word: str, tag: str) -> float:
    folded = fold(tag)
    if set(forms(word)) & {form for part in folded.split() for form in forms(part)}:
        return 100.0
    found = process.extractOne(word, folded.split() or [folded], scorer=fuzz.ratio)
    return float(found[1]) if found else 0.0


def request_subject(prefix: str, words: Sequence[str]) -> str:
    """A form's subject that remembers the words, as far as they fit."""
    kept = prefix
    for word in words:
        longer = f"{kept}_{word}" if kept != prefix else prefix + word
        if not word.isascii() or len(longer) > REQUEST_MAX:
            break
        kept = longer
    return kept


def request_words(subject: str) -> str:
    return " ".join(filter(None, subject.partition("-")[2].split("_")))
