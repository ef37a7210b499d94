"""Slack's errors in our words, with nothing of what was said in them."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.errors import Closed, Delivery, Gone, Rejected, RetryAfter, Shut, Unclear

_GONE = frozenset(
    {
        *("channel_not_found", "is_inactive", "message_not_found"),
        *("user_not_found", "user_not_visible", "edit_window_closed", "cant_update_message"),
        *("account_inactive", "token_revoked", "team_not_found"),
    }
)
_SHUT = frozenset({"is_archived", "not_in_channel"})
_CLOSED = frozenset(
    {"cannot_dm_bot", "user_disabled", "messages_tab_disabled", "restricted_action_non_threadable_channel"}
)
_UNCLEAR = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
BY_HAND = (
    _GONE
    | _SHUT
    | {
        *("cant_invite", "cant_invite_self", "no_permission", "restricted_action", "user_is_restricted"),
        *("user_is_ultra_restricted", "ura_max_channels", "missing_scope", "user_team_not_in_channel"),
        *("method_not_supported_for_channel_type", "org_user_not_in_team", "user_disabled"),
    }
)


def delivery(error: SlackApiError) -> Delivery:
    """Slack's refusal in our five words, with nothing of what was said in it."""
    response, word = error.response, word_of(error)
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    if status == 429 or word in ("ratelimited", "rate_limited"):
        return RetryAfter(float(response.headers.get("Retry-After") or 30))
    if status >= 500 or word in _UNCLEAR:
        return Unclear(f"status {status}")
    if word in _GONE:
        return Gone(word)
    if word in _SHUT:
        return Shut(word)
    if word in _CLOSED:
        return Closed(word)
    return Rejected(word or f"status {status}")


def word_of(error: SlackApiError) -> str:
    """Slack's word for it; "" where the answer was none of Slack's."""
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""
