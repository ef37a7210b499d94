"""PostgreSQL is backed up by its own tools: the exact command, without the password."""

from __future__ import annotations

import shlex

from sqlalchemy import make_url


def dump_command(url: str, *, restore: bool = False) -> str:
    """`pg_dump`, or `pg_restore`; the password is asked for, or read from `~/.pgpass`."""
    address = make_url(url)
    parts = [
        f"--{option}={value}"
        for option, value in (
            ("host", address.host or address.query.get("host")),
            ("port", address.port),
            ("username", address.username),
            ("dbname", address.database),
        )
        if value
    ]
    if restore:
        words = ["pg_restore", "--clean", "--if-exists", "--single-transaction", *parts, "entrepairs.dump"]
    else:
        words = ["pg_dump", "--format=custom", "--file=entrepairs.dump", *parts]
    return shlex.join(words)
