"""What alembic runs: on the connection it is handed, inside the transaction that connection is in."""

from __future__ import annotations

from alembic import context

from storage.schema import metadata


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """The tables of tokens are an engine's own: no metadata describes them."""
    return not (kind == "table" and name is not None and name.startswith("practice_fts"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_name=_is_ours,
)
context.run_migrations()
