"""Slack, in the same four rooms as every platform: declare, inbound, render, outbound."""

from adapters.slack.app import Refused, SlackApp, make_app

__all__ = ["Refused", "SlackApp", "make_app"]
