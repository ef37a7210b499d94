"""E-mail addresses and profile links, also as they are dodged: « nom [at] domaine point fr »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.checks.shapes import MAX_OTHERS, Hit

_TLD = (
    r"(?:com|co|fr|be|ch|ca|org|net|eu|uk|io|de|lu|info|coach|pro|biz|paris|bzh|quebec|us|ie|it|es|nl|at|"
    r"me|ma|tn|sn|dz|ci|mc|re|co\.uk|org\.uk|qc\.ca|example|test|invalid)"
)


_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._%+-")


_AFTER_AT = re.compile(
    r" ?@ ?([a-z0-9](?:[a-z0-9-]{0,62})(?: ?\. ?[a-z0-9-]{1,63}){0,3} ?\. ?[a-z]{2,24})(?![a-z0-9])"
)


# as it is mostly written: what follows a stop and a space is another sentence, not the address
_TIGHT = re.compile(r"@[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63}){0,3}\.[a-z]{2,24}(?![a-z0-9])")


_CLOSED_DOT = r"(?: ?[\[({<] ?(?:dot|point|pt|\.) ?[\])}>] ?| (?:dot|point) | ?\. ?)"


_SAID_DOT = r"(?: ?[\[({<] ?(?:dot|point|pt|\.) ?[\])}>] ?| (?:dot|point) )"


_HOST = r"[a-z0-9][a-z0-9-]{0,40}"


_BRACKET_AT = re.compile(
    rf" ?[\[({{<] ?(?:at|arobase|arobas|arrobase|a|@"
    rf"|chez) ?[\])}}>] ?{_HOST}(?:{_CLOSED_DOT}{_HOST}){{0,2}}{_CLOSED_DOT}{_TLD}(?![a-z0-9])"
)


_SAID_AT = re.compile(
    rf"(?: (?:arobase|arobas|arrobase) {_HOST}{_CLOSED_DOT}| at {_HOST}{_SAID_DOT}){_TLD}(?![a-z0-9])"
)


# spread out: the shortest that ends in a domain people have, as what follows may be another sentence
_SPACED = re.compile(rf" ?@ ?{_HOST}(?: ?\. ?{_HOST}){{0,3}}? ?\. ?{_TLD}(?![a-z0-9])")


def emails(low: str) -> Iterator[Hit]:
    """E-mail addresses, also written « nom [at] domaine point fr »."""
    if "@" in low:
        for count, match in enumerate(_AFTER_AT.finditer(low)):
            tight = _TIGHT.match(low, match.start())
            start = _local_part(low, match.start())
            found = tight or (_SPACED.match(low, match.start()) if " " in match.group() else match)
            if found and start < match.start():
                yield "email", start, found.end()
            if count >= MAX_OTHERS:
                break
    for pattern, signs in ((_BRACKET_AT, ("[", "(", "{", "<")), (_SAID_AT, (" at ", " arobas", " arrobase"))):
        if any(sign in low for sign in signs):
            for count, match in enumerate(pattern.finditer(low)):
                start = _local_part(low, match.start())
                if start < match.start():
                    yield "email", start, match.end()
                if count >= MAX_OTHERS:
                    break


def _local_part(low: str, end: int) -> int:
    start = end
    while start > 0 and end - start < 64 and low[start - 1] in _LOCAL:
        start -= 1
    # « prénom point nom [at] … »: the part before a spoken dot belongs to the address
    if (
        end < len(low)
        and low[end] == " "
        and (spoken := re.search(r"[a-z0-9]+ (?:point|dot) $", low[max(0, start - 40) : start]))
    ):
        start -= len(spoken.group())
    while start < end and low[start] in "._%+-":
        start += 1
    return start


_PROFILE_START = r"(?<![a-z0-9])(?:https?://)?(?:www\.|m\.|[a-z]{2,3}\.)?"


_NAME = r"[a-z0-9][\w.%\-]{0,80}"


_NOT_PEOPLE = (
    r"(?!(?:p|reel|reels|explore|stories|tv|groups|events|watch|sharer|share|hashtag|search|home|i"
    r"|intent|login|signup|"
    r"about|features|pricing|topics|marketplace|orgs|settings|pages|gaming|help|policies|privacy|legal"
    r"|status|tag)(?:[/?#.]|$|\s))"
)


_PROFILES = {
    "linkedin": rf"{_PROFILE_START}linkedin\.com/(?:in|company|pub|school|showcase)/[\w.%\-]{{2,100}}/?",
    "lnkd.": rf"{_PROFILE_START}lnkd\.in/in/{_NAME}",
    "instagram": rf"{_PROFILE_START}instagram\.com/{_NOT_PEOPLE}{_NAME}/?",
    "facebook": rf"{_PROFILE_START}facebook\.com/(?:profile\.php\?id=\d+|{_NOT_PEOPLE}{_NAME}/?)",
    "fb.": rf"{_PROFILE_START}fb\.(?:com|me)/{_NOT_PEOPLE}{_NAME}/?",
    "x.com": rf"{_PROFILE_START}x\.com/{_NOT_PEOPLE}@?\w{{1,30}}/?(?!/)",
    "twitter": rf"{_PROFILE_START}twitter\.com/{_NOT_PEOPLE}@?\w{{1,30}}/?",
    "github": rf"{_PROFILE_START}github\.com/{_NOT_PEOPLE}[a-z0-9][a-z0-9\-]{{0,38}}/?(?![\w\-/.]*[\w])",
    "gitlab": rf"{_PROFILE_START}gitlab\.com/{_NOT_PEOPLE}[a-z0-9][a-z0-9\-]{{0,38}}/?(?![\w\-/.]*[\w])",
    "tiktok": rf"{_PROFILE_START}tiktok\.com/@{_NAME}",
    "youtube": rf"{_PROFILE_START}youtube\.com/(?:@|c/|user/|channel/){_NAME}",
    "threads": rf"{_PROFILE_START}threads\.(?:net|com)/@{_NAME}",
    "bsky": rf"{_PROFILE_START}bsky\.app/profile/{_NAME}",
    "t.me": rf"{_PROFILE_START}t\.me/{_NAME}",
    "wa.me": rf"{_PROFILE_START}wa\.me/\d+",
    "xing": rf"{_PROFILE_START}xing\.com/profile/{_NAME}",
    "viadeo": rf"{_PROFILE_START}viadeo\.(?:com|journaldunet\.com)/(?:\w+/)?(?:profile|p)/{_NAME}",
    "malt": rf"{_PROFILE_START}malt\.(?:fr|com|be)/profile/{_NAME}",
    "medium": rf"{_PROFILE_START}medium\.com/@{_NAME}",
    "snapchat": rf"{_PROFILE_START}snapchat\.com/add/{_NAME}",
    "calendly": rf"{_PROFILE_START}calendly\.com/{_NAME}",
    "mastodon": rf"{_PROFILE_START}mastodon\.\w{{2,20}}/@{_NAME}",
}


_PROFILE_PATTERNS = tuple((key, re.compile(pattern)) for key, pattern in _PROFILES.items())


_HANDLE = re.compile(r"(?<![\w@.])@[a-z0-9_][\w.]{2,38}\b(?!@)")


_NETWORK = re.compile(
    r"\b(?:insta|instagram|twitter|tiktok|threads|linkedin|facebook|mastodon|bluesky|telegram|snap"
    r"|snapchat|sur x|on x|youtube)\b"
)


def profiles(low: str) -> Iterator[Hit]:
    """Profile links of people and firms on social networks; never a post, a group or a repository."""
    for key, pattern in _PROFILE_PATTERNS:
        if key in low:
            for count, match in enumerate(pattern.finditer(low)):
                end = match.end()
                while low[end - 1] in ".-%":
                    end -= 1
                yield "social", match.start(), end
                if count >= MAX_OTHERS:
                    break
    if "@" in low:
        for count, match in enumerate(_HANDLE.finditer(low)):
            around = low[max(0, match.start() - 30) : match.end() + 30]
            if _NETWORK.search(around) and match.group() not in ("@here", "@channel", "@everyone"):
                yield "social", match.start(), match.end()
            if count >= MAX_OTHERS:
                break
