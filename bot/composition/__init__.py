"""The composition root: the one package that sees the core, the adapters and storage.

Each file puts together what one kind of command starts; an adapter is imported only where it is needed.
"""

from __future__ import annotations


class CannotStart(Exception):
    """One line for whoever installs: which setting, what is wrong, what to do."""
