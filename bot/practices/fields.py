"""What is asked of whoever writes a practice."""

from __future__ import annotations

from bot.vocabulary import Field, Kind

AIMS = ("method", "development", "watch", "unset")
TIMES = ("never", "once", "few", "many")
SHARE_FIELDS = (
    Field("aim", Kind.CHOICE, choices=AIMS),
    Field("useful_for", Kind.TEXT),
    Field("title", Kind.LINE, limit=80),
    Field("steps", Kind.TEXT),
    Field("tried", Kind.CHOICE, choices=TIMES),
)
TAG_FIELDS = (Field("tags", Kind.LINE),)
MORE_FIELDS = (
    Field("duration", Kind.LINE, required=False),
    Field("limits", Kind.TEXT, required=False, limit=600),
    Field("support", Kind.LINE, required=False),
    Field("attribution", Kind.LINE, required=False),
)
