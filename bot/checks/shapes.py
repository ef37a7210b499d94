"""What the finders of structured identifiers share."""

from __future__ import annotations

Hit = tuple[str, int, int]  # code, start, end in the plain reading


MAX_OTHERS = 200
