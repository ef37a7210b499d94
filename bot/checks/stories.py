"""What tells one person's story: their own words, their health, what nobody else is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.checks import passage as p
from bot.checks.passage import Hint, Passage
from bot.checks.words import Word, bag, sentences

_FEW = 12  # quotations looked at in one text
_QUOTES = frozenset(("«", '"', "»"))
_OWN_WORDS = re.compile(
    r"(?:je cite|mot pour mot|mots exacts|ses propres mots|ses mots|sa phrase exacte|texto|in (?:his"
    r"|her|their) (?:own )?words|(?:his|her|their) exact words|word for word|verbatim|i quote) ?:? ?[«\"]?"
)
_INVERTED = re.compile(
    r"(?:m'|me |lui )?(?:a-t-(?:il|elle)|dit-(?:il|elle)|avait-(?:il|elle)|repete-t-(?:il|elle)|dixit)"
)


def verbatims(passage: Passage) -> Iterator[Hint]:
    """A third person's sentence, reported as it was said."""
    words = passage.words
    for start, end in _wider(words):
        for i in range(start, end):
            word = words[i]
            if not word.marks & (p.REPORTED | p.CONFIDED):
                continue
            particular = _speaker(passage, start, i)
            if not particular:
                continue
            quote = _quote_after(passage, i, end)
            if quote:
                yield Hint("verbatim", particular - 1, quote)
                break
            told = word.marks & p.CONFIDED or (words[particular].marks & p.ROLE and _told_me(passage, i))
            if told and _that_follows(passage, i, end):
                yield Hint("verbatim", particular - 1, min(end, i + 14) - 1)
                break
    low = passage.reading.low
    own = any(sign in low for sign in ("cite", "mots", "phrase", "texto", "word", "verbatim", "quote"))
    for match in islice(_OWN_WORDS.finditer(low, 0, 3000), _FEW) if own else ():
        span = _words_between(passage, match.start(), match.end() + 60)
        if span and any(words[j].low in _QUOTES or words[j].low == ":" for j in range(span[0], span[1] + 1)):
            yield Hint("verbatim", *span)
    inverted = "-il" in low or "-elle" in low or "dixit" in low
    for match in islice(_INVERTED.finditer(low, 0, 3000), _FEW) if inverted else ():
        before = low[max(0, match.start() - 120) : match.start()]
        if "»" in before[-8:] or '"' in before[-8:]:
            opening = max(before.rfind("«"), before.rfind('"', 0, max(0, len(before) - 8)))
            at = match.start() - len(before) + max(0, opening)
            span = _words_between(passage, at, match.end())
            if span:
                yield Hint("verbatim", *span)


def _wider(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Sentences, but what a quotation holds stays with the verb that introduces it."""
    start, depth = 0, 0
    for i, word in enumerate(words):
        if word.low == "«":
            depth = 1
        elif word.low == "»":
            depth = 0
        elif word.low in ".!?\n…" and not depth:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(words):
        yield start, len(words)


def _speaker(passage: Passage, start: int, verb: int) -> int:
    """Index + 1 of a particular third person who speaks, or 0."""
    words = passage.words
    past = _past(passage, verb)
    for j in range(verb - 1, max(start - 1, verb - 11), -1):
        low, marks = words[j].low, words[j].marks
        if low in ("je", "j'", "i", "tu", "vous", "nous", "on", "you", "we", "i'd", "i've"):
            return 0
        if marks & p.THIRD and low not in ("lui", "him", "her"):
            return j + 1 if past and not _generic(passage, start, j) else 0
        if low in _OWN and j and words[j - 1].marks & p.MINE:
            return 0
        if marks & (p.CLIENT | p.ROLE | p.KIN) and j:
            before = words[j - 1]
            if before.marks & (p.MINE | p.THEIRS):
                return j if past or passage.lang == "fr" else 0
            if before.marks & (p.DEFINITE | p.INDEFINITE) and past and _told_me(passage, verb):
                return j
            if low == "clients" or before.marks & p.PLURAL:
                if j >= 2 and words[j - 2].low in ("de", "of") and past:
                    return j - 2
                return 0
        if marks & p.FIRST and words[j].shape and past:
            return j + 1
    return 0


def _past(passage: Passage, verb: int) -> bool:
    words = passage.words
    if words[verb].low in (
        "disait",
        "repetait",
        "avouait",
        "confiait",
        "said",
        "told",
        "confided",
        "admitted",
        "whispered",
        "wrote",
        "blurted",
        "confessed",
        "texted",
        "snapped",
        "shouted",
        "replied",
        "asked",
        "muttered",
        "emailed",
        "yelled",
        "answered",
        "messaged",
        "cried",
        "sighed",
    ):
        return True
    return any(
        words[j].low in ("a", "avait", "ait", "has", "had", "est") for j in range(max(0, verb - 4), verb)
    )


def _told_me(passage: Passage, verb: int) -> bool:
    words = passage.words
    around = [words[j].low for j in range(max(0, verb - 3), min(len(words), verb + 3))]
    return any(low in ("m'", "me", "nous", "us", "ma") for low in around)


def _generic(passage: Passage, start: int, i: int) -> bool:
    """« Quand un client… il »: nobody in particular."""
    words = passage.words
    for j in range(max(start, i - 14), i):
        if words[j].marks & p.OPENER:
            between = words[j : i + 1]
            if any(w.marks & p.CLIENT for w in words[j + 2 : j + 3]) and words[j + 1].low in (
                "le",
                "la",
                "the",
            ):
                return True  # « si le client… »: whoever it is
            if words[j].low in _ANYBODY or any(w.marks & (p.INDEFINITE | p.PLURAL) for w in between):
                return True
            if (
                j == start
                and words[i].low in ("he", "she", "il", "elle")
                and i - j <= 2
                and words[j].low in ("si", "s'", "if")
            ):
                return True
    return False


def _anyone(passage: Passage, start: int, i: int) -> bool:
    """« Un directeur qui perd son père… », "a client whose…": a type of person, not a person."""
    words = passage.words
    for j in range(start, min(i, start + 4)):
        if words[j].marks & p.INDEFINITE and any(
            w.marks & (p.CLIENT | p.ROLE | p.PERSON) for w in words[j + 1 : j + 3]
        ):
            return not any(w.low in ("de", "of", "m'", "me") for w in words[j + 1 : j + 4])
    return False


_ANYBODY = bag(
    """
    chaque toute tout quelqu'un quiconque tous every each anyone someone people any lorsqu'un parfois
    souvent often sometimes
    """
)


def _quote_after(passage: Passage, verb: int, end: int) -> int:
    words = passage.words
    for j in range(verb + 1, min(end, verb + 7)):
        low = words[j].low
        if low in _QUOTES or low == ":":
            last = j + 1
            while (
                last < end
                and last < j + 40
                and words[last].low not in ("»",)
                and not (low == '"' and words[last].low == '"')
            ):
                last += 1
            size = sum(1 for k in range(j + 1, min(last, len(words))) if words[k].low[0].isalpha())
            return min(last, end - 1) if size >= 2 else 0
    return 0


def _that_follows(passage: Passage, verb: int, end: int) -> bool:
    words = passage.words
    return any(
        words[j].low
        in (
            "que",
            "qu'",
            "that",
            "to",
            "en",
            "he",
            "she",
            "avoir",
            "ne",
            "he'd",
            "she'd",
            "they'd",
            "he's",
            "she's",
            "they",
        )
        for j in range(verb + 1, min(end, verb + 9))
    )


def _words_between(passage: Passage, start: int, end: int) -> tuple[int, int] | None:
    inside = [i for i, word in enumerate(passage.words) if word.start < end and word.end > start]
    return (inside[0], inside[-1]) if inside else None


def sensitive(passage: Passage) -> Iterator[Hint]:
    """Health, union, belief, family of one particular person."""
    words = passage.words
    for start, end in sentences(words):
        for i in range(start, end):
            marks = words[i].marks
            if marks & (p.HEALTH | p.UNION):
                anchor = _particular(passage, start, i, end)
                if anchor is not None:
                    yield Hint("sensitive", min(anchor, i), max(anchor, i))
                    break
            elif marks & p.FAMILY:
                anchor = _relative(passage, start, i, end)
                if anchor is not None:
                    yield Hint("sensitive", min(anchor, i), max(anchor, i))
                    break


def _particular(passage: Passage, start: int, i: int, end: int) -> int | None:
    words = passage.words
    if _generic(passage, start, i) or _anyone(passage, start, i):
        return None
    for j in range(i - 1, max(start - 1, i - 12), -1):
        if words[j].low in ("il", "it") and words[j + 1].low in _IMPERSONAL:
            return None
        low, marks = words[j].low, words[j].marks
        if low in ("je", "j'", "i", "i'm", "i've"):
            return None
        if marks & p.THIRD and low not in ("lui", "him", "her"):
            return j
        if low in ("son", "sa", "ses", "his") and i - j <= 3:
            return j
        if low == "her" and i - j <= 3:
            return j
        if marks & (p.CLIENT | p.ROLE | p.KIN) and not words[j].plural and j > start:
            before = words[j - 1]
            if before.marks & (p.MINE | p.THEIRS) and not before.marks & p.PLURAL:
                return j - 1
            if (
                j - 2 >= start
                and words[j - 2].low in ("de", "of", "d'")
                and before.low in ("mes", "my", "our", "nos")
            ):
                return j - 2
            if before.low in ("le", "la", "l'", "the", "du", "au") and marks & (p.ROLE | p.KIN):
                return j - 1
            if before.low in ("cette", "ce", "cet", "this"):
                return j - 1
        if marks & p.FIRST and words[j].shape and not words[j].opens:
            return j
        if (
            low in ("clients", "coachees", "clientes")
            and j - 2 >= start
            and words[j - 1].low in ("mes", "my")
        ):
            return j - 1
    return None


_IMPERSONAL = bag(
    """
    arrive faut y s' suffit peut reste existe happens can may
    """
)
# the coach's own circle is no third person
_OWN = bag(
    """
    superviseur superviseure superviseuse supervisor mentor formateur formatrice prof professeur teacher
    collegue colleague trainer pair peer coach grandmother mother father mere pere
    """
)


def _relative(passage: Passage, start: int, i: int, end: int) -> int | None:
    """A family event needs a person of the family, or a client, right beside."""
    words = passage.words
    if _generic(passage, start, i) or _anyone(passage, start, i):
        return None
    for j in range(max(start, i - 8), min(end, i + 8)):
        if (
            words[j].marks & p.KIN
            and j > start
            and words[j - 1].low in ("son", "sa", "ses", "his", "her", "leur", "their")
        ):
            return j - 1
    for j in range(i - 1, max(start - 1, i - 9), -1):
        low, marks = words[j].low, words[j].marks
        if low in ("je", "j'", "i"):
            return None
        if words[i].low in (
            "perdu",
            "perdre",
            "perd",
            "lost",
            "quitte",
            "trompe",
            "mort",
            "dead",
            "violent",
            "placement",
            "adoption",
            "separation",
        ):
            continue
        if marks & p.THIRD and low not in ("lui", "him", "her"):
            return j
        if (
            marks & (p.CLIENT | p.ROLE)
            and j > start
            and words[j - 1].marks & p.MINE
            and not words[j - 1].marks & p.PLURAL
        ):
            return j - 1
    return None


def relatives(passage: Passage) -> Iterator[Hint]:
    """« la fille du fondateur », "the owner's son", « sa femme l'a quitté »: a family tie points at both."""
    words = passage.words
    for i, word in enumerate(words):
        if not word.marks & p.KIN or not i:
            continue
        before = words[i - 1]
        if before.low in ("his", "her", "son", "sa") and i + 1 < len(words) and _happened(passage, i + 1):
            start = _sentence_start(passage, i)
            if not _generic(passage, start, i - 1) and not _anyone(passage, start, i - 1):
                yield Hint("sensitive", i - 1, i + 2 if i + 2 < len(words) else i + 1)
                continue
        if before.low in ("le", "la", "l'", "the", "du", "au", "un", "une") or before.marks & p.FUNCTION:
            for j in range(i + 1, min(len(words) - 1, i + 4)):
                if words[j].low in ("du", "de", "d'", "of") and any(
                    words[k].marks & p.ROLE and not words[k].plural
                    for k in range(j + 1, min(len(words), j + 3))
                ):
                    role = next(k for k in range(j + 1, len(words)) if words[k].marks & p.ROLE)
                    if words[j].low == "du" or words[j + 1].low in (
                        "la",
                        "l'",
                        "the",
                        "notre",
                        "son",
                        "sa",
                        "mon",
                        "ma",
                    ):
                        yield Hint("role_org", i - 1, role)
                    break
        if (
            before.low.endswith("'s")
            and p.KNOWN.lookup(before.low[:-2])[0] & (p.ROLE | p.CLIENT)
            and i > 1
            and words[i - 2].marks & p.DEFINITE
        ):
            yield Hint("sensitive", i - 2, i)


_ENDS = frozenset(".!?\n;…")


def _sentence_start(passage: Passage, i: int) -> int:
    words = passage.words
    for k in range(i - 1, max(-1, i - 30), -1):
        if words[k].low in _ENDS:
            return k + 1
    return max(0, i - 30)


def _happened(passage: Passage, i: int) -> bool:
    """A past tense follows: something befell this relative."""
    words = passage.words
    if words[i].low in (
        "had",
        "has",
        "a",
        "avait",
        "est",
        "etait",
        "was",
        "vient",
        "l'",
        "left",
        "died",
        "never",
    ):
        nxt = words[i + 1].low if i + 1 < len(words) else ""
        if (
            words[i].low == "a"
            and passage.lang == "fr"
            and not nxt.endswith(("e", "i", "u", "is", "it", "ert"))
        ):
            return False
        return nxt[:1].isalpha()
    return False


_RARE = bag(
    """
    seul seule unique premier premiere dernier derniere only first sole last lone plus moins most least
    ancien ancienne ex former retired ex- onetime past
    """
)


def unique(passage: Passage) -> Iterator[Hint]:
    """What only one person is: the only, the youngest, the former minister."""
    words = passage.words
    count = len(words)
    someone = p.PERSON | p.ROLE | p.KIN
    for i, word in enumerate(words):
        low = word.low
        if low not in _RARE and not word.marks & (p.FAME | p.SUPERLATIVE) and not low.startswith("ex-"):
            continue
        if (
            low
            in (
                "seul",
                "seule",
                "unique",
                "premier",
                "premiere",
                "dernier",
                "derniere",
                "only",
                "first",
                "sole",
                "last",
                "lone",
            )
            and i
            and words[i - 1].low
            in (
                "le",
                "la",
                "l'",
                "the",
                "du",
                "au",
                "our",
                "their",
                "his",
                "her",
                "leur",
                "notre",
                "sa",
                "son",
            )
        ):
            last = _one_of_a_kind(
                passage,
                i + 1,
                someone | (p.SPECIFIC if low in ("last", "dernier", "derniere") else p.CLIENT),
                low,
            )
            if last:
                yield Hint("unique", i - 1, last)
        elif low in ("plus", "moins", "most", "least") or (
            low.endswith("est") and word.marks & p.SUPERLATIVE
        ):
            if i > 1 and words[i - 1].low in ("le", "la") and words[i - 2].marks & someone and i + 2 < count:
                last = _scope_after(passage, i + 1)
                if last and i > 2 and words[i - 3].low in ("le", "la", "l'"):
                    yield Hint("unique", i - 3, last)
                    continue
            if not i or words[i - 1].low not in ("le", "la", "the", "les", "du", "au", "l'"):
                continue
            step = 2 if low in ("plus", "moins", "most", "least") else 1
            last = _one_of_a_kind(passage, i + step, someone | p.SPECIFIC | p.GENERIC, low)
            if last:
                yield Hint("unique", i - 1, last)
        elif low in (
            "ancien",
            "ancienne",
            "ex",
            "former",
            "retired",
            "ex-",
            "onetime",
            "past",
        ) or low.startswith("ex-"):
            if low.startswith("ex-") and len(low) > 4:
                if p.KNOWN.lookup(low[3:])[0] & p.FAME:
                    yield Hint("unique", i, i)
                continue
            for j in range(i + 1, min(count, i + 5)):
                if words[j].marks & p.FAME:
                    if not (i and words[i - 1].marks & p.PLURAL):
                        yield Hint("unique", i, j)
                    break
                if words[j].low in (",", "."):
                    break
        elif word.marks & p.FAME and i > 1 and (once := _was_once(passage, i)):
            yield Hint("unique", once - 1, i)
        elif (
            word.marks & p.FAME
            and low
            in (
                "medaille",
                "medaillee",
                "olympian",
                "medallist",
                "medalist",
                "goncourt",
                "miss france",
                "nobel",
                "paralympian",
                "astronaute",
                "spationaute",
                "astronaut",
            )
            and passage.near(i, p.CLIENT | p.ROLE | p.THIRD | p.RUNS, 8, 8)
        ):
            yield Hint("unique", i, i)


def _was_once(passage: Passage, i: int) -> int:
    """Index + 1 of the person in « il a été champion », "she was an MP", or 0."""
    words = passage.words
    fame = words[i].low
    if fame in (
        "general",
        "president",
        "presidente",
        "maire",
        "capitaine",
        "candidat",
        "candidate",
        "player",
        "joueur",
    ):
        return 0
    if not any(w.low in ("ete", "fut", "etait", "been", "was") for w in words[max(0, i - 3) : i]):
        return 0
    for j in range(i - 1, max(-1, i - 7), -1):
        if words[j].low in _ENDS or words[j].low in ("je", "j'", "i"):
            return 0
        if words[j].marks & p.THIRD or (words[j].marks & p.CLIENT and j and words[j - 1].marks & p.MINE):
            return j + 1
    return 0


def _local_after(passage: Passage, i: int) -> bool:
    """Whether « de la vallée », "in the county" follows at once."""
    words = passage.words
    return any(
        words[k].marks & p.LOCAL and words[k - 1].marks & (p.DEFINITE | p.PREPOSITION)
        for k in range(i + 2, min(len(words), i + 4))
    )


def _scope_after(passage: Passage, i: int) -> int:
    words = passage.words
    for k in range(i + 1, min(len(words), i + 7)):
        if words[k].low in (".", "!", "?", "\n", ";", ":", ","):
            return 0
        if words[k].marks & (p.SCOPE | p.PLACE | p.SPECIFIC | p.LOCAL):
            return k
    return 0


_TRADES = (
    "logue",
    "logiste",
    "icien",
    "icienne",
    "chirurgien",
    "chirurgienne",
    "iatre",
    "trice",
    "iste",
    "ologist",
    "woman",
    "surgeon",
    "ician",
)


def _one_of_a_kind(passage: Passage, i: int, nouns: int, word: str) -> int:
    """Last word of « … femme pilote du groupe », or 0: a person, and where they are the only one."""
    words = passage.words
    end = min(len(words), i + 12)
    noun = -1
    j = i
    while j < end and j < i + 4:
        if words[j].low in (",", ".", ":", "!", "?", "\n", ";") or words[j].low in (
            "qui",
            "que",
            "qu'",
            "who",
            "that",
            "thing",
        ):
            break
        if words[j].marks & nouns and not (words[j].marks & p.FUNCTION and not words[j].marks & p.ROLE):
            noun = j
            break
        if words[j].marks == 0 and words[j].low.endswith(_TRADES):
            noun = j
            break
        if (
            words[j].marks == 0
            and words[j].low.endswith(("er", "eur", "ier", "ienne"))
            and _local_after(passage, j)
        ):
            noun = j
            break
        if words[j].marks & (p.PREPOSITION | p.STOP) and words[j].low not in ("a",):
            break
        j += 1
    if noun < 0:
        return 0
    plain = words[noun].marks & p.PERSON and words[noun].low not in ("titulaire",)
    for k in range(noun + 1, min(len(words), noun + 9)):
        if words[k].low in (".", "!", "?", "\n", ";", ":"):
            break
        if words[k].marks & (p.SCOPE | p.PLACE | p.SPECIFIC | p.LOCAL) or passage.proper(k):
            return k
    return (
        noun if plain and word not in ("premier", "premiere", "first", "last", "dernier", "derniere") else 0
    )
