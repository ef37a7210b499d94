"""Views: opened, pushed, updated, published, closed; the stack of at most three that a person has open."""

from __future__ import annotations

from typing import Any

from .core import Core
from .errors import Refused
from .fields import current_place
from .surfaces import need_view
from .things import View
from .tickets import Trigger

STACK = 3
Body = dict[str, Any]


def open_view(core: Core, trigger_id: str | None, view: Any) -> View:
    """views.open."""
    core.tickets.look_at_trigger(trigger_id)
    body = _modal(core, view)
    trigger = core.tickets.spend_trigger(trigger_id)
    made = _made(core, trigger.user, body)
    if trigger.origin in ("submission", "modal"):
        core.complain(
            "views.open with the trigger of a modal: the desktop client shows nothing; push or update instead"
        )
        return made
    forget(core, trigger.user)
    core.workspace.stacks[trigger.user] = [made]
    if trigger.channel:
        kind = core.workspace.channels[trigger.channel].kind
        core.workspace.typed[made.id] = current_place(made.blocks, trigger.channel, kind)
    core.workspace.note("view_opened", made, trigger.user)
    return made


def push_view(core: Core, trigger_id: str | None, view: Any) -> View:
    """views.push."""
    trigger: Trigger = core.tickets.look_at_trigger(trigger_id)
    if trigger.origin not in ("submission", "modal") or not core.workspace.stacks.get(trigger.user):
        raise Refused("not_found")
    body = _modal(core, view)
    if len(core.workspace.stacks[trigger.user]) >= STACK:
        raise Refused("push_limit_reached")
    core.tickets.spend_trigger(trigger_id)
    return push_on_stack(core, trigger.user, body)


def push_on_stack(core: Core, user: str, body: Body) -> View:
    stack = core.workspace.stacks[user]
    if len(stack) >= STACK:
        raise Refused("push_limit_reached")
    made = _made(core, user, body, root=stack[0].root_id, previous=stack[-1].id)
    stack.append(made)
    core.workspace.note("view_pushed", made, user)
    return made


def update_view(
    core: Core, view_id: str | None, external_id: str | None, hash_: str | None, view: Any
) -> View:
    """views.update."""
    if bool(view_id) == bool(external_id):
        raise Refused("invalid_arguments", ["exactly one of view_id, external_id"])
    old = core.workspace.view_named(view_id, external_id)
    if old is None:
        raise Refused("not_found")
    if hash_ and hash_ != old.hash:
        raise Refused("hash_conflict")
    body = need_view(view, old.body["type"])
    _need_own_external_id(core, body, old)
    return replace_view(core, old, body)


def replace_view(core: Core, old: View, body: Body) -> View:
    """A new version of an open view. What was typed stays wherever block_id and action_id are the same."""
    made = _made(core, old.user, body, old=old)
    if old.body["type"] == "home":
        core.workspace.homes[old.user] = made
        core.workspace.note("home_published", made, old.user)
        return made
    stack = core.workspace.stacks[old.user]
    stack[[view.id for view in stack].index(old.id)] = made
    core.workspace.note("view_updated", made, old.user)
    return made


def publish_view(core: Core, user_id: str, hash_: str | None, view: Any) -> View:
    """views.publish."""
    core.workspace.person(user_id)
    body = need_view(view, "home")
    if not core.home_enabled:
        raise Refused("not_enabled")
    old = core.workspace.homes.get(user_id)
    if hash_ and (old is None or hash_ != old.hash):
        raise Refused("hash_conflict")
    _need_own_external_id(core, body, old)
    if old is not None:
        return replace_view(core, old, body)
    made = _made(core, user_id, body)
    core.workspace.homes[user_id] = made
    core.workspace.note("home_published", made, user_id)
    return made


def close_top(core: Core, user: str) -> None:
    stack = core.workspace.stacks[user]
    closed = stack.pop()
    core.workspace.typed.pop(closed.id, None)
    if not stack:
        del core.workspace.stacks[user]
    core.workspace.note("view_closed", closed, user)


def forget(core: Core, user: str) -> None:
    """Closes all of this person's modals."""
    while core.workspace.stacks.get(user):
        close_top(core, user)


def _modal(core: Core, view: Any) -> Body:
    body = need_view(view, "modal")
    _need_own_external_id(core, body, None)
    return body


def _need_own_external_id(core: Core, body: Body, old: View | None) -> None:
    other = core.workspace.view_named(None, body.get("external_id"))
    if other is not None and (old is None or other.id != old.id):
        raise Refused("duplicate_external_id")


def _made(
    core: Core,
    user: str,
    body: Body,
    *,
    old: View | None = None,
    root: str | None = None,
    previous: str | None = None,
) -> View:
    workspace = core.workspace
    view_id = old.id if old else workspace.mint("V")
    return View(
        id=view_id,
        user=user,
        hash=f"{workspace.mint_ts().split('.', maxsplit=1)[0]}.{workspace.mint('h')}",
        body={**body, "blocks": workspace.named(body["blocks"])},
        root_id=old.root_id if old else root or view_id,
        previous_id=old.previous_id if old else previous,
    )
